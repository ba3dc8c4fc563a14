// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "music/Policy.h"
#include "rl/Rollout.h"
#include "rl/ValueNetwork.h"
#include "run/Recipe.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace musicrl {

/// What an update saw and did: means over the batch's clips, measured before the weights change.
struct UpdateReport {
    bool applied = true;  ///< false: a loss or a gradient was not finite, and nothing was changed
    double klNats = 0.0;
    double klK1Nats = 0.0;
    double klK3Nats = 0.0;
    double entropyNats = 0.0;
    double policyLoss = 0.0;
    double klLoss = 0.0;
    double valueLoss = 0.0;
    double explainedVariance = 0.0;
    double policyGradientNorm = 0.0;  ///< before clipping
};

/// The same under the metric names of a run: objective/kl, loss/policy, ...
[[nodiscard]] Json toMetrics(const UpdateReport& report);

/// While only the value network learns, the policy stays as it is, but its Adam already gathers gradients: the first steps
/// of a cold Adam are nearly the sign of one batch's noise, as large as all later ones.
enum class Learns { ValueOnly, PolicyAndValue };

/// What learns and what it is held against: policy and value network, both started from one model, each with its Adam,
/// and that model itself, frozen, as the reference of the KL.
class Learner {
public:
    /// \param start  the model to start from; stays as it is
    Learner(const Policy& start, const Recipe& recipe);

    [[nodiscard]] const Policy& policy() const { return *policy_; }
    [[nodiscard]] ValueNetwork& value() { return value_; }

    /// One gradient step from clips that policy() sampled, each used once.
    /// \param rewards  one total per clip
    /// \param alpha    weight of the KL term in [0, 1]
    [[nodiscard]] UpdateReport update(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha,
                                      Learns learns);

    /// policy.safetensors, value.safetensors, optimizer.safetensors, all in full precision.
    void save(const std::filesystem::path& folder);
    /// After it, learning goes on bit for bit. \throws Error(NotFound), Error(BadInput) for files of another model
    void load(const std::filesystem::path& folder);

private:
    torch::Tensor accumulateValueGradient(const RolloutBatch& rollouts, const torch::Tensor& returns, UpdateReport& report);
    void accumulatePolicyGradient(const RolloutBatch& rollouts, const torch::Tensor& advantages, double alpha,
                                  UpdateReport& report);
    void step(Learns learns, UpdateReport& report);

    double temperature_;
    double gradientClip_;
    double learningRate_;
    std::unique_ptr<Policy> reference_;
    std::unique_ptr<Policy> policy_;
    ValueNetwork value_;
    torch::optim::Adam policyAdam_;
    torch::optim::Adam valueAdam_;
};

}  // namespace musicrl
