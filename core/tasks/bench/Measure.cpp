// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/bench/Measure.h"

#include <array>
#include <cmath>

namespace musicrl {

std::optional<bool> Measure::met() const {
    if (!value) {
        return std::nullopt;
    }
    switch (bound) {
        case Bound::AtLeast:
            return *value >= threshold;
        case Bound::AtMost:
            return *value <= threshold;
        case Bound::Below:
            return *value < threshold;
    }
    return std::nullopt;
}

Json toJson(const Measure& measure) {
    constexpr std::array words = {"at least", "at most", "below"};
    const std::optional<bool> met = measure.met();
    const bool number = measure.value && std::isfinite(*measure.value);
    return Json{{"name", measure.name},
                {"what", measure.what},
                {"value", number ? Json(*measure.value) : Json()},
                {"unit", measure.unit},
                {"bound", words[static_cast<std::size_t>(measure.bound)]},
                {"threshold", measure.threshold},
                {"met", met ? Json(*met) : Json()},
                {"note", measure.note},
                {"detail", measure.detail}};
}

}  // namespace musicrl
