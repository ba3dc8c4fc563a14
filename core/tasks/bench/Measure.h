// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <optional>
#include <string>

namespace musicrl {

/// One number that a model is held to.
struct Measure {
    enum class Bound { AtLeast, AtMost, Below };

    std::string name;  ///< stable, such as "codec/mel_ratio"
    std::string what;  ///< in words, such as "mel distance of reconstructions, relative to a 2 kHz low-pass"
    Bound bound = Bound::AtLeast;
    double threshold = 0.0;
    std::optional<double> value;  ///< empty: could not be measured, note says why
    std::string unit = {};        ///< such as "s"; empty for shares, ratios and correlations
    std::string note = {};        ///< what a reader must know to judge the value
    Json detail = Json::object();

    /// Whether the value reaches the threshold; empty without a value, false for one that is no number.
    [[nodiscard]] std::optional<bool> met() const;
};

/// {"name", "what", "value", "unit", "bound": "at least" | "at most" | "below", "threshold", "met", "note", "detail"};
/// value and met are null where nothing was measured.
[[nodiscard]] Json toJson(const Measure& measure);

}  // namespace musicrl
