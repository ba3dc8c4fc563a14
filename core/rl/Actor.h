// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "rl/PolicyObjective.h"
#include "rl/Sequences.h"

#include <torch/torch.h>

#include <functional>
#include <limits>
#include <memory>

namespace musicrl {

/// What a policy is like on clips that it sampled: means over the clips, summed over a clip's tokens, nats.
struct PolicyFigures {
    double klNats = 0.0;      ///< exact, to the reference
    double klBaseNats = 0.0;  ///< exact, to the model as shipped
    double klK1Nats = 0.0;
    double klK3Nats = 0.0;
    double entropyNats = 0.0;
};

/// The models that an actor and a value network begin with.
struct StartingModels {
    const Policy& start;                ///< copied
    const Policy* reference = nullptr;  ///< of the KL where that is not the start; copied
    const Policy* base = nullptr;       ///< the model as shipped where that is not the reference; outlives the actor
};

/// The sampled tokens under the policy, before it changes.
struct MeasuredTokens {
    torch::Tensor logProbs;  ///< [B, S] float, nats
    torch::Tensor klNats;    ///< [B, S] float, exact KL to the reference at the state in which each was chosen
};

/// Means over clips of the two parts of what was minimised.
struct PolicyLosses {
    double policy = std::numeric_limits<double>::quiet_NaN();
    double kl = std::numeric_limits<double>::quiet_NaN();
};

/// The loss of a pass from log π of its tokens [b, S] and its exact KL [b], through both of which gradients flow;
/// \p first is the pass's first clip in the batch.
using LossOfPass =
    std::function<PolicyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& klPerClip, std::int64_t first)>;

/// The policy that learns with its Adam, and the frozen model that it is held against.
class Actor {
public:
    /// \param temperature   of π
    Actor(const StartingModels& models, double temperature, double learningRate);

    [[nodiscard]] const Policy& policy() const { return *policy_; }
    [[nodiscard]] Policy& policy() { return *policy_; }
    [[nodiscard]] const Policy& reference() const { return *reference_; }
    [[nodiscard]] torch::nn::Module& module() { return policy_->module(); }
    [[nodiscard]] torch::optim::Adam& adam() { return adam_; }

    /// Without a gradient. \param figures  are set
    [[nodiscard]] MeasuredTokens measure(const Sequences& clips, std::int64_t tokensPerPass,
                                         PolicyFigures& figures) const;

    /// Adds the gradient of the mean loss over the clips: one forward pass of the policy and one of the reference.
    /// \param figures  are set on the way; nullptr where they are known
    [[nodiscard]] PolicyLosses accumulateGradient(const Sequences& clips, std::int64_t tokensPerPass,
                                                  const LossOfPass& lossOf, PolicyFigures* figures);

    /// \param learningRate  0 to let Adam gather gradients while the weights stay
    void step(double learningRate);

private:
    [[nodiscard]] torch::Tensor frozenLogProbs(const Policy& policy, const Sequences& clips) const;

    /// What a pass found, without gradients.
    struct Pass {
        const Sequences& clips;
        torch::Tensor logProbs;           ///< [b, S, V]
        torch::Tensor referenceLogProbs;  ///< [b, S, V]
        torch::Tensor klNats;             ///< [b]
    };
    void addFigures(const Pass& pass, double allClips, PolicyFigures& figures) const;

    double temperature_;
    const Policy* base_;
    std::unique_ptr<Policy> reference_;
    std::unique_ptr<Policy> policy_;
    torch::optim::Adam adam_;
};

}  // namespace musicrl
