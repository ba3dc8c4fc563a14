// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>

namespace musicrl {

/// Trains a SpectralCodec on crops of the corpus at random loudness, by three distances between what goes in and what comes
/// out: of log magnitudes; of phase advances, weighted by how loud a bin is; of the sounds' mel spectrograms.
///
/// Settings, besides the schedule's:
///   shape                      a SpectralCodecConfig; its sample_rate_hz is the corpus'
///   batch (8), crop_seconds (2), accumulate (1; batches whose gradients make one step)
///   quantizer_dropout (1), quantizer_from_step (0)  of QuantizerTraining
///   gradient_clip (2)          bound of the gradient's norm
///   magnitude_weight (1)       of the mean absolute difference of log magnitudes
///   advance_weight (1)         of the mean of 1 - cosine between the phase advances
///   reconstruction_weight (0.002)  of MultiScaleMel with windows from 256 samples
///   commitment_weight (0.25)
///   weight_decay (0.01)
///   decoder_from_step (-1)     from this step on encoder and codebooks stay as they are, so codes keep their meaning, and
///                              the decoder learns to make do with the first decoder_levels (4) in half of the examples,
///                              since those are what a language model writes; -1: never
/// Measures: heldOutCodecMetrics().
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeSpectralCodecTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                                    std::uint64_t seed, torch::Device device,
                                                                    TrainingSchedule& schedule);

}  // namespace musicrl
