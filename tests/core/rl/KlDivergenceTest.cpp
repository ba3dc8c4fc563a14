// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/KlDivergence.h"

#include "base/Error.h"
#include "tensor/Device.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

torch::Tensor randomLogProbs(std::vector<std::int64_t> shape, std::uint64_t seed) {
    at::Generator generator = seededGenerator(seed);
    return torch::log_softmax(torch::randn(shape, generator), -1);
}

TEST(KlDivergence, isZeroForEqualPolicies) {
    const torch::Tensor logProbs = randomLogProbs({2, 7, 5}, 1);
    EXPECT_TRUE(torch::equal(klPerClip(logProbs, logProbs.clone()), torch::zeros({2})));
}

TEST(KlDivergence, isTheClosedFormSummedOverTheTokensOfAClip) {
    const torch::Tensor policy = torch::tensor({{{0.5, 0.25, 0.25}, {0.1, 0.2, 0.7}}}).log();
    const torch::Tensor reference = torch::tensor({{{0.25, 0.5, 0.25}, {0.3, 0.3, 0.4}}}).log();
    const double first = 0.5 * std::log(2.0) + 0.25 * std::log(0.5);
    const double second = 0.1 * std::log(0.1 / 0.3) + 0.2 * std::log(0.2 / 0.3) + 0.7 * std::log(0.7 / 0.4);
    EXPECT_NEAR(klPerClip(policy, reference).item<double>(), first + second, 1e-6);
}

TEST(KlDivergence, agreesWithASumInDoublePrecision) {
    const torch::Tensor policy = randomLogProbs({3, 40, 1024}, 7);
    const torch::Tensor reference = randomLogProbs({3, 40, 1024}, 8);
    const torch::Tensor found = klPerClip(policy, reference);
    for (std::int64_t b = 0; b < 3; ++b) {
        const torch::Tensor p = policy[b].to(torch::kFloat64).contiguous();
        const torch::Tensor q = reference[b].to(torch::kFloat64).contiguous();
        double sum = 0.0;
        for (std::int64_t i = 0; i < p.numel(); ++i) {
            const double logP = p.data_ptr<double>()[i];
            sum += std::exp(logP) * (logP - q.data_ptr<double>()[i]);
        }
        EXPECT_NEAR(found[b].item<double>(), sum, 1e-5 * sum);
    }
}

TEST(KlDivergence, rejectsPoliciesOfDifferentVocabularies) {
    EXPECT_THROW((void)klPerClip(randomLogProbs({1, 2, 3}, 1), randomLogProbs({1, 2, 4}, 1)), Error);
}

TEST(KlDivergence, isTheMeanOfBothEstimatorsOverManySamples) {
    constexpr std::int64_t samples = 200000;
    const torch::Tensor policy = randomLogProbs({1, 1, 6}, 2);
    const torch::Tensor reference = randomLogProbs({1, 1, 6}, 3);
    at::Generator generator = seededGenerator(4);
    const torch::Tensor tokens = torch::multinomial(policy.exp().view({6}), samples, true, generator).unsqueeze(1);
    const torch::Tensor ofPolicy = logProbsOfTokens(policy.expand({samples, 1, 6}), tokens);
    const torch::Tensor ofReference = logProbsOfTokens(reference.expand({samples, 1, 6}), tokens);
    const double exact = klPerClip(policy, reference).item<double>();
    for (const torch::Tensor& estimate : {klK1PerClip(ofPolicy, ofReference), klK3PerClip(ofPolicy, ofReference)}) {
        const double standardError = estimate.std().item<double>() / std::sqrt(static_cast<double>(samples));
        EXPECT_NEAR(estimate.mean().item<double>(), exact, 4.0 * standardError);
    }
    EXPECT_GE(klK3PerClip(ofPolicy, ofReference).min().item<double>(), 0.0);
}

TEST(KlDivergence, entropyOfEvenOddsIsTheLogarithmOfTheirNumber) {
    const torch::Tensor even = torch::full({1, 3, 8}, std::log(1.0 / 8.0));
    EXPECT_NEAR(entropyPerClip(even).item<double>(), 3.0 * std::log(8.0), 1e-5);
}

}  // namespace
}  // namespace musicrl
