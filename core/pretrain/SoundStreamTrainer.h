// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>

namespace musicrl {

/// Trains the SoundStream codec on crops of the corpus: multi-scale mel distance, and from a given step on the
/// adversarial and feature losses of four discriminators.
///
/// Settings, besides the schedule's:
///   shape                    a SoundStreamConfig; its sample_rate_hz is the corpus'
///   batch (8), crop_seconds (1)
///   quantizer_dropout (1), quantizer_from_step (0)  of QuantizerTraining
///   gradient_clip (5)        bound of the gradient's norm
///   reconstruction_weight (1), adversarial_weight (1), feature_weight (100), commitment_weight (1)
///   waveform_weight (0)      of the mean absolute difference of the samples, relative to their mean size; the paper
///                            does without, but it makes
///                            short trainings settle sooner
///   discriminator_from_step (-1)  the discriminators judge from this step on; -1: never
///   discriminator_every (1)  they judge every so many steps, the others are cheap
///   wave_channels (16), wave_max_channels (1024), stft_channels (32)  of the discriminators
/// Measures: heldOutCodecMetrics().
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeSoundStreamTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                                  std::uint64_t seed, torch::Device device,
                                                            TrainingSchedule& schedule);

}  // namespace musicrl
