// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "pretrain/PartTrainer.h"
#include "pretrain/TrainingCorpus.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>

namespace musicrl {

/// Trains the codec that the setting "kind" names: "soundstream" (the default) or "spectral". The other settings are those
/// of makeSoundStreamTrainer() and makeSpectralCodecTrainer().
///
/// \throws Error(BadInput) for unknown or wrong settings
[[nodiscard]] std::unique_ptr<PartTrainer> makeCodecTrainer(const Json& settings, const TrainingCorpus& corpus,
                                                            std::uint64_t seed, torch::Device device,
                                                            TrainingSchedule& schedule);

}  // namespace musicrl
