// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/Policy.h"
#include "rl/Actor.h"
#include "rl/Critic.h"
#include "rl/Rollout.h"
#include "rl/UpdateReport.h"
#include "run/Recipe.h"
#include "tensor/ProcessGroup.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// While only the value network learns, the policy stays as it is, but its Adam already gathers gradients: the first
/// steps of a cold Adam are nearly the sign of one batch's noise, as large as all later ones. Algorithms without a value
/// network keep these steps for their Adam's sake.
enum class Learns { ValueOnly, PolicyAndValue };

/// What may differ from one update to the next.
struct UpdateSettings {
    double alpha = 0.0;  ///< weight of the KL term in [0, 1]
    Learns learns = Learns::PolicyAndValue;
    std::uint64_t seed = 0;  ///< of the order in which PPO goes through a batch
};

/// What each token of a clip is to the learner, before anything is learned from it.
struct TokenFigures {
    torch::Tensor logProbs;    ///< [B, S] float, of the tokens that were sampled, nats
    torch::Tensor klNats;      ///< [B, S] float, exact KL to the reference at the state in which each was chosen
    torch::Tensor values;      ///< [B, S] float, V at that state; undefined without a value network
    torch::Tensor advantages;  ///< [B, S] float, as the algorithm has them; undefined without a value network
};

/// What learns and what it is held against: policy and (where the algorithm has one) value network, both started from
/// one model, each with its Adam, and that model or another one, frozen, as the reference of the KL.
///
/// A batch goes through the models in passes. When the memory is not enough for one, the passes are halved, for good, and
/// the same batch is learned from.
///
/// In a group of processes each learns from clips of its own, as many as the others; gradients are averaged, so that all
/// take the step of the whole batch, and a report is that of the whole batch.
class Learner {
public:
    Learner(const StartingModels& models, const Recipe& recipe, ProcessGroup group = {});

    [[nodiscard]] const Policy& policy() const { return actor_.policy(); }

    /// Lets the baseline be what clips of this mean total reward are worth; only while the value network warms up.
    void expectReward(double meanReward, double alpha);

    /// Learns from clips that policy() sampled: one gradient step, or PPO's several.
    ///
    /// An update whose loss or gradient is not finite is left out, and what would follow it in the batch, too: the
    /// weights and both Adams are then as the last finite update left them; for all algorithms but PPO, as they were before.
    ///
    /// \param rollouts, rewards  this process's clips, with one total each
    [[nodiscard]] UpdateReport update(const RolloutBatch& rollouts, const std::vector<double>& rewards,
                                      const UpdateSettings& settings);

    /// Looks at clips that policy() sampled without learning from them.
    /// \param rewards  one total per clip
    [[nodiscard]] TokenFigures inspect(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha);

    /// The tokens that go through the models at a time; falls when the memory is not enough.
    [[nodiscard]] std::int64_t tokensPerPass() const { return tokensPerPass_; }

    /// How many weights learn, how many are held, and the memory for that, in words.
    [[nodiscard]] std::string weightUse();

    /// policy.safetensors, optimizer.safetensors and, with a value network, value.safetensors, all in full precision; with
    /// LoRA also adapter.safetensors, and value.safetensors is the value network's adapters and head.
    void save(const std::filesystem::path& folder);
    /// After it, learning goes on bit for bit. \throws Error(NotFound), Error(BadInput) for files of another model
    void load(const std::filesystem::path& folder);

private:
    /// One batch with what its tokens earn.
    struct Batch {
        Sequences clips;
        torch::Tensor rewards;  ///< [B, S] float, in the unit of the return
        LossWeights weights;
    };

    /// Clips and what PPO learns from them, as they were when the policy sampled them.
    struct Sampled {
        Sequences clips;
        torch::Tensor logProbs;    ///< [B, S] float, of the tokens
        torch::Tensor advantages;  ///< [B, S] float
        torch::Tensor targets;     ///< [B, S] float, of the value network

        [[nodiscard]] Sampled at(const torch::Tensor& indices) const {
            return {clips.at(indices), logProbs.index_select(0, indices), advantages.index_select(0, indices),
                    targets.index_select(0, indices)};
        }
    };

    void updateOnce(const Batch& batch, PolicyFigures* figures, Learns learns, UpdateReport& report);
    void updateRepeatedly(const Batch& batch, const torch::Tensor& oldLogProbs, const UpdateSettings& settings,
                          UpdateReport& report);
    [[nodiscard]] UpdateReport updateFrom(const Sampled& part, const LossWeights& weights, Learns learns);
    /// Lets the value network learn where there is one. \return the advantages [B, S]
    /// \param learned  is set where there is one
    [[nodiscard]] torch::Tensor learnBaseline(const Batch& batch, const torch::Tensor& returns, Critic::Learned& learned);
    [[nodiscard]] MeasuredTokens measure(const Sequences& clips, UpdateReport& report);
    void zeroGradients();
    /// Does \p work, which goes through \p clips, again with smaller passes when there is not enough memory.
    /// \throws Error(OutOfMemory) when even a single clip does not fit
    void withinMemory(const Sequences& clips, const std::function<void()>& work);
    /// \return whether the memory was enough; what was done is to be done again where it was not
    [[nodiscard]] bool fitsHere(const Sequences& clips, const std::function<void()>& work);
    [[nodiscard]] torch::Tensor valuesOf(const Sequences& clips);
    void averageFigures(PolicyFigures& figures) const;
    void step(Learns learns, UpdateReport& report);

    Recipe recipe_;
    ProcessGroup group_;
    std::int64_t tokensPerPass_;
    std::unique_ptr<Policy> adapted_;  ///< with LoRA, where policy and value network start
    Actor actor_;
    std::optional<Critic> critic_;
};

}  // namespace musicrl
