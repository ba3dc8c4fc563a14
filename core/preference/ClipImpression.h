// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/SoundMeasures.h"
#include "base/Json.h"

#include <array>
#include <cstddef>
#include <string>

namespace musicrl {

/// What a simulated rater hears in a clip that was made for a prompt: measured once, shared by all raters.
struct ClipImpression {
    SoundMeasures sound;
    double fit = 0.0;      ///< cosine of prompt and clip by the judges' MuLan, -1 to 1
    double quality = 1.0;  ///< MOS by the judges' quality model, 1 to 5

    [[nodiscard]] bool operator==(const ClipImpression&) const = default;
};

/// The aspects that tastes are made of, one number of an impression each.
inline constexpr std::array<const char*, 11> aspectNames = {"fit",         "quality", "loudness", "brightness",
                                                            "onsets",      "pulse",   "dynamics", "silence",
                                                            "harmonicity", "hiss",    "movement"};
using AspectValues = std::array<double, aspectNames.size()>;

/// The impression's numbers in the order of aspectNames.
[[nodiscard]] AspectValues aspectsOf(const ClipImpression& impression);

/// {"fit": …, "quality": …, "loudness": …}: by aspect.
[[nodiscard]] Json toJson(const ClipImpression& impression);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] ClipImpression clipImpressionFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
