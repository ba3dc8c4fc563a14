// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TokenizedCorpus.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// Trains the fine model to guess hidden codes of one fine level, given the semantic tokens and all coarser levels.
///
/// Settings, besides the schedule's: batch (16), accumulate (1; batches whose gradients make one step), clip_seconds
/// (10), crop_seconds (3), prompt_share (1; see FineMask), weight_decay (0.01), gradient_clip (1), mixed_precision
/// (false; bfloat16 autocast), shape (a SoundStormFineConfig; what follows from the other parts is filled in).
/// Measures heldout/accuracy_level<q> for each fine level, hidden as a whole, its true coarser levels being given, and
/// their mean heldout/accuracy.
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeFineModelTrainer(const Json& settings, TokenizedCorpus tokens,
                                                                std::uint64_t seed, torch::Device device,
                                                                TrainingSchedule& schedule);

/// The same from a model folder with codec, semantic and mulan; the corpus' tokens are kept in tokens.safetensors
/// beside \p workFolder, where the language model's trainer finds them again.
[[nodiscard]] std::unique_ptr<PartTrainer> makeFineTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                           std::uint64_t seed, torch::Device device,
                                                           TrainingSchedule& schedule,
                                                           const std::filesystem::path& modelFolder,
                                                           const std::filesystem::path& workFolder,
                                                           const JobContext& context);

}  // namespace musicrl
