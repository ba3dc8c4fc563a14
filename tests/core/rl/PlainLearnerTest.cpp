// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/KlDivergence.h"
#include "rl/Learner.h"
#include "rl/PlainLearner.h"
#include "support/TinyPolicy.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

RolloutBatch clipsOf(const Policy& policy) {
    RolloutBatch batch;
    batch.conditioning = torch::arange(6).remainder(4).unsqueeze(1);
    batch.tokens = policy.sample(batch.conditioning, 4, 0.99, {1, 2, 3, 4, 5, 6}, JobContext());
    return batch;
}

TEST(PlainLearner, takesTheSameGradientsAndStepsAsTheLearnerThatItIsTimedAgainst) {
    const TinyPolicy start(1);
    Recipe recipe;
    recipe.batchClips = 6;
    recipe.learningRate = 0.01;
    Learner ours({.start = start}, recipe);
    PlainLearner plain(start, recipe);
    const std::vector<double> rewards = {0.3, -0.5, 0.8, 0.1, 0.9, -0.2};
    for (int step = 0; step < 3; ++step) {  // from the second on the policy has left its reference, and V is not 0
        const RolloutBatch clips = clipsOf(start);
        const torch::Tensor before = logProbsOfTokens(
            plain.policy().logProbs(clips.tokens, clips.conditioning, recipe.temperature), clips.tokens);
        EXPECT_TRUE(ours.update(clips, rewards, {.alpha = 0.2}).applied());
        plain.update(clips, rewards, 0.2);
        EXPECT_TRUE(torch::allclose(plain.sampledLogProbs(), before));
        const auto expected = ours.policy().module().named_parameters();
        for (const auto& parameter : plain.policy().module().named_parameters()) {
            const torch::Tensor& other = expected[parameter.key()];
            EXPECT_TRUE(torch::allclose(parameter.value().grad(), other.grad(), 1e-3, 1e-5)) << parameter.key();
            EXPECT_TRUE(torch::allclose(parameter.value(), other, 1e-3, 1e-4)) << parameter.key();
        }
    }
}

}  // namespace
}  // namespace musicrl
