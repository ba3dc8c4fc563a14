// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace musicrl {

/// Writes a whole model folder (codec, mulan, quality, semantic, language, fine) of random weights, at 16 kHz and 25 frames
/// a second, small enough to generate, score and learn from a second of its noise in milliseconds. At most 10 seconds.
/// Equal seeds give equal files.
void writeTinyModel(const std::filesystem::path& folder, std::uint64_t seed = 1);

}  // namespace musicrl
