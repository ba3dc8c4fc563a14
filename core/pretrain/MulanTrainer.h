// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <cstdint>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// Trains MuLan by contrast between crops and descriptions of the corpus' clips.
///
/// At the end the codebooks of its conditioning tokens are fitted to the points half-way between the training clips'
/// sounds and their texts (caption, and one random description). Fitted to sounds and texts as they are, most words
/// serve one of the two alone: a clip and its caption then shared the first token in 8 % of held-out clips, half-way
/// points make it 57 % (demo model, 64 words).
///
/// Settings, besides the schedule's: batch (64), min_count (2) of a word, buckets (64) for other words,
/// max_length (80) in words, weight_decay (0.05), shape (a MulanConfig).
/// Measures heldout/top1_of_20, top1_of_100 and top10_of_100: how often a clip's own caption comes first, or among the
/// first ten, of that many captions; and heldout/cosine_right and cosine_wrong.
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeMulanTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                            std::uint64_t seed, torch::Device device,
                                                            TrainingSchedule& schedule);

}  // namespace musicrl
