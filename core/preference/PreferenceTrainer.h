// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "preference/PairMeasures.h"
#include "preference/PairTokens.h"
#include "reward/PreferenceModel.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

struct PreferenceTraining {
    std::int64_t epochs = 6;       ///< over all training pairs
    std::int64_t batchPairs = 16;  ///< those that share clips come together, and such a clip is heard once
    double learningRate = 1e-4;    ///< reached after a tenth of the steps, then down to a tenth of it
    double weightDecay = 0.01;
    double gradientClip = 1.0;  ///< global norm
    std::uint64_t seed = 1;     ///< of the order of the pairs
    /// Keeps the newest finished epoch; where it is there, the training goes on after that. Empty: none
    std::filesystem::path stateFile = {};
};

/// Bradley-Terry's negative log-likelihood, −y ln σ(m) − (1 − y) ln σ(−m); a tie has y = 0.5.
/// \param margins, outcomes  [N] float
/// \return                   [N] float, nats
[[nodiscard]] torch::Tensor preferenceLoss(const torch::Tensor& margins, const torch::Tensor& outcomes);

/// The model's word on every pair, without gradients, in the order of the pairs. \throws JobStopped
[[nodiscard]] std::vector<JudgedPair> judgePairs(const PreferenceModel& model, const TokenizedPairs& pairs,
                                                 const JobContext& context);

struct PreferenceEpoch {
    std::int64_t epoch = 1;
    double trainLoss = 0.0;      ///< mean over the epoch, while it was learned from
    double trainAccuracy = 0.0;  ///< the same
    PairMeasures heldOut;        ///< after the epoch
};
[[nodiscard]] Json toMetrics(const PreferenceEpoch& epoch);

/// Fits the model to the training pairs with AdamW. After each epoch it is measured on the held-out pairs and, where
/// their loss is the lowest so far, \p keepBest is called; scores are then 0 for the mean held-out clip. Publishes a
/// MetricRow an epoch and Progress; the rows of epochs that an earlier session did come first.
///
/// The same seed, build and thread count give the same weights, in one session or several.
/// \throws Error(BadInput) when there is no pair or the loss is no finite number, JobStopped (what was kept stays)
std::vector<PreferenceEpoch> trainPreference(PreferenceModel& model, const TokenizedPairs& train,
                                             const TokenizedPairs& heldOut, const PreferenceTraining& training,
                                             const std::function<void(const PreferenceEpoch&)>& keepBest,
                                             const JobContext& context);

}  // namespace musicrl
