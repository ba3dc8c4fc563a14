// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "base/Json.h"

#include <cstdint>
#include <span>

namespace musicrl {

/// What can be wrong with a generated clip however one likes it.
struct ClipFaults {
    bool silent = false;   ///< 2 s somewhere with an RMS below -50 dBFS; a clip shorter than 2 s as a whole
    bool clipped = false;  ///< more than 0.1 % of the samples at 0.999 or beyond
    bool stuck = false;    ///< the same frame of tokens for 2 s

    [[nodiscard]] bool any() const { return silent || clipped || stuck; }
};

[[nodiscard]] Json toJson(const ClipFaults& faults);

/// The least RMS of any stretch of so many seconds (of the whole clip where that is shorter), over all channels.
/// \pre a clip with samples, seconds above 0
/// \return dB relative to full scale, at least -200
[[nodiscard]] double quietestStretchDb(const Clip& clip, double seconds);

/// \return the share of samples whose size is at least \p level, 0 for no samples
[[nodiscard]] double shareAtLevel(const Clip& clip, float level);

/// How many equal frames follow each other at most; 0 for no frame.
/// \param tokens  whole frames of \p tokensPerFrame each, one after the other
[[nodiscard]] std::int64_t longestRepeat(std::span<const std::int64_t> tokens, std::int64_t tokensPerFrame);

/// \param longestRepeatSeconds  how long the model's frame tokens stayed the same at most
[[nodiscard]] ClipFaults faultsOf(const Clip& clip, double longestRepeatSeconds);

}  // namespace musicrl
