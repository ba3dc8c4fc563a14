// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <cstdint>
#include <optional>
#include <span>

namespace musicrl {

/// Noise at the sound server's rate: no two places of one clip or of two clips are alike, so that a position is known
/// from what is heard.
[[nodiscard]] ClipPtr noise(std::uint64_t seed, double seconds);

inline constexpr std::int64_t dipFrames = 221;  ///< each side, 5 ms at the sound server's rate, rounded

/// The raised cosine of a dip's side: 0 at step 0, 1 at dipFrames.
[[nodiscard]] float fadeAt(std::int64_t step);

/// How a recording of a switch from A to B compares with what it should be.
struct SwitchHeard {
    std::int64_t offsetA = -1;      ///< recorded frame of A's first frame, from where A was found
    std::int64_t offsetB = -1;      ///< the same from where B was found: equal when the position ran on
    std::int64_t switchFrame = -1;  ///< first frame of the dip, in the clips' frames
    std::int64_t compared = 0;      ///< frames
    std::int64_t wrong = -1;        ///< of them differ by more than the tolerance
    float furthest = 0.0F;          ///< greatest difference of a frame that was compared
};

/// Where of the two clips to look, in their frames.
struct SwitchWindow {
    std::int64_t begin = 2205;       ///< first frame to compare, behind the fade-in
    std::int64_t needleOfA = 22050;  ///< surely heard before the switch
    std::int64_t needleOfB = 77175;  ///< surely heard behind it, and the end of what is compared
};

/// \param recording  one channel, as recorded
/// \param tolerance  of a sample
[[nodiscard]] SwitchHeard judgeSwitch(std::span<const float> recording, const Clip& a, const Clip& b,
                                      const SwitchWindow& window, float tolerance);

/// Recorded frame of the clip's frame 0, from where \p needle of its frames is found. \see findByCorrelation
[[nodiscard]] std::optional<std::int64_t> offsetOf(const Clip& clip, std::int64_t needle,
                                                   std::span<const float> recording);

}  // namespace musicrl
