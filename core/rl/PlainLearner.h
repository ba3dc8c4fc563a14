// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "rl/Rollout.h"
#include "rl/ValueNetwork.h"
#include "run/Recipe.h"

#include <memory>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// The paper's update as one writes it down first, for a benchmark to hold the real one against: clip after clip, a
/// forward pass each for the log-probabilities of the sampling, the baseline, the reference, the policy's loss and the
/// value loss. It takes the same step as a Learner with the algorithm reinforce.
class PlainLearner {
public:
    PlainLearner(const Policy& start, const Recipe& recipe);

    [[nodiscard]] const Policy& policy() const { return *policy_; }

    /// \param rewards  one total per clip
    void update(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha);

    /// The sampled tokens' log-probabilities, whose mean a run would log. [B, S] float, of the last update
    [[nodiscard]] const torch::Tensor& sampledLogProbs() const { return sampledLogProbs_; }

private:
    struct Clip;
    [[nodiscard]] torch::Tensor sampledLogProbs(const Clip& clip) const;
    [[nodiscard]] torch::Tensor advantagesOf(const Clip& clip) const;
    void learnPolicy(const Clip& clip, double alpha, double clips);
    void learnValue(const Clip& clip, double clips);

    double temperature_;
    double gradientClip_;
    std::unique_ptr<Policy> reference_;
    std::unique_ptr<Policy> policy_;
    ValueNetwork value_;
    torch::optim::Adam policyAdam_;
    torch::optim::Adam valueAdam_;
    torch::Tensor sampledLogProbs_;
};

}  // namespace musicrl
