// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <cstdint>
#include <memory>
#include <torch/torch.h>

namespace musicrl {

/// Trains the semantic tokenizer's encoder by masked prediction: spans of the log-mel are replaced by noise, and for
/// each hidden frame the encoder guesses the code that a frozen random projection and a frozen random codebook give
/// the hidden sound. At the end the middle layer's features of training clips are standardised and clustered.
///
/// The random-projection quantizer stands where w2v-BERT learns its codes by contrast: it cannot collapse, and needs no
/// second loss.
///
/// Settings, besides the schedule's: batch (8), accumulate (1; batches whose gradients make one step),
/// clip_seconds (5), mask_start (0.04 of the frames begin a hidden span),
/// mask_frames (10, 0.4 s), target_vocabulary (512), target_width (16), cluster_frames (20000), weight_decay (0.01),
/// gradient_clip (1), mixed_precision (false), shape (a SemanticTokenizerConfig).
/// Measures heldout/loss and heldout/accuracy of the guesses.
/// \see Chiu et al., "Self-supervised learning with random-projection quantizer for speech recognition" (BEST-RQ), 2022
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeSemanticTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                               std::uint64_t seed, torch::Device device,
                                                               TrainingSchedule& schedule);

}  // namespace musicrl
