// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <cstdint>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// Trains the quality model on crops that are damaged as it goes by seeded chains of known severity; the score to
/// learn is mosOfSeverity(). Each crop comes twice in a batch with different damage, so that it is the damage that
/// tells them apart.
///
/// Settings, besides the schedule's: batch (32, even), accumulate (1; batches
/// whose gradients make one step), crop_seconds (4), weight_decay (0.01), shape (a QualityConfig).
/// Measures heldout/spearman (of predicted scores with the wanted ones, severities 0 to 1 on crops of held-out clips),
/// heldout/error (mean absolute, in MOS) and heldout/mos_<severity>.
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeQualityTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                              std::uint64_t seed, torch::Device device,
                                                              TrainingSchedule& schedule);

}  // namespace musicrl
