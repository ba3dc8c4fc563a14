// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <optional>
#include <string>

namespace musicrl {

/// Who rates, as far as a methods section needs to know: no name, only a pseudonym.
struct RaterProfile {
    std::string pseudonym;
    /// Of attentive listening to varied styles (the paper's raters: more than 6).
    std::optional<double> yearsOfListening = {};
    std::string fluency = {};  ///< in the prompts' language: "native", "fluent", "good", "basic"; empty: not said
    std::string playbackDevice = {};  ///< such as "closed headphones, DT 770"
    std::string note = {};
    bool simulated = false;  ///< a program and no person

    [[nodiscard]] bool operator==(const RaterProfile&) const = default;
};

[[nodiscard]] Json toJson(const RaterProfile& profile);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] RaterProfile raterProfileFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
