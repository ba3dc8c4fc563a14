// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "preference/PairTokens.h"
#include "rl/Actor.h"
#include "rl/Learner.h"
#include "run/Recipe.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <torch/torch.h>

namespace musicrl {

/// Direct preference optimisation: with the implicit reward r(x) = beta (log π(x) − log π₀(x)) of a clip x, which is
/// what its policy would be best for, Bradley-Terry's loss of a pair is
///
///     −y log σ(r(A) − r(B)) − (1 − y) log σ(r(B) − r(A)),   y = 1 where A was preferred, 0 where B was, 0.5 for a tie
///
/// \param ratiosA, ratiosB  [N] float, log π − log π₀ of the clips, summed over their tokens, nats
/// \param outcomes          [N] float, y
/// \return                  [N] float, nats
/// \see Rafailov et al., Direct Preference Optimization, 2023, equation 7
[[nodiscard]] torch::Tensor dpoLoss(const torch::Tensor& ratiosA, const torch::Tensor& ratiosB,
                                    const torch::Tensor& outcomes, double beta);

/// What an update or a measurement saw: means over the pairs, those of chosen and rejected over the pairs with a winner
/// (NaN without one).
struct DpoReport {
    std::string fault;          ///< what was not finite, so that nothing was learned
    double loss = 0.0;          ///< ln 2 while π is π₀
    double rewardChosen = 0.0;  ///< implicit reward r of the preferred clip
    double rewardRejected = 0.0;
    double accuracy = 0.0;       ///< share of pairs whose preferred clip has the higher r; equal ones count half
    double logProbChosen = 0.0;  ///< log π of the whole clip, nats
    double logProbRejected = 0.0;
    double gradientNorm = 0.0;  ///< before clipping; 0 where nothing was learned

    [[nodiscard]] bool applied() const { return fault.empty(); }
};

/// loss/dpo, rewards/chosen, rewards/rejected, rewards/margins, rewards/accuracies, logps/chosen, logps/rejected, each
/// after \p prefix.
[[nodiscard]] Json toMetrics(const DpoReport& report, const std::string& prefix = {});

/// A policy that learns from judged pairs, and the frozen model that it is held against.
class DpoLearner {
public:
    DpoLearner(const StartingModels& models, const Recipe& recipe);

    [[nodiscard]] const Policy& policy() const { return actor_.policy(); }

    /// One step of Adam from these pairs; none when the gradient is not finite.
    [[nodiscard]] DpoReport update(const TokenizedPairs& pairs, std::span<const std::size_t> chosen);
    /// Without learning. \throws JobStopped
    [[nodiscard]] DpoReport measure(const TokenizedPairs& pairs, const JobContext& context);
    /// Log-probabilities and exact KL of clips that the policy sampled.
    [[nodiscard]] TokenFigures inspect(const RolloutBatch& rollouts) const;

    /// How many weights learn, how many are held, and the memory for that, in words.
    [[nodiscard]] std::string weightUse();

    /// See savePolicy, and optimizer.safetensors.
    void save(const std::filesystem::path& folder);
    /// After it, learning goes on bit for bit. \throws Error(NotFound), Error(BadInput) for files of another model
    void load(const std::filesystem::path& folder);

private:
    struct Pass;
    class Sums;
    [[nodiscard]] Pass forward(const TokenizedPairs& pairs, std::span<const std::size_t> chosen) const;

    double temperature_;
    double learningRate_;
    double gradientClip_;
    double beta_;
    std::unique_ptr<Policy> adapted_;  ///< with LoRA, where the policy starts
    Actor actor_;
};

}  // namespace musicrl
