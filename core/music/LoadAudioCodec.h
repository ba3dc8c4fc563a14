// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "music/AudioCodec.h"

#include <filesystem>
#include <memory>

namespace musicrl {

/// The codec in a model's folder: a SpectralCodec or, where config.json names no other kind, a SoundStream.
///
/// \param partFolder  config.json and model.safetensors
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] std::shared_ptr<AudioCodec> loadAudioCodec(const std::filesystem::path& partFolder, torch::Device device);

}  // namespace musicrl
