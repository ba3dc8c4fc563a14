// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
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

/// Whether a pseudonym is kept for programs: it begins with "simulated", as those of every panel do.
[[nodiscard]] bool isForPrograms(const std::string& pseudonym);

/// \param known  what the study knows of the rater \throws Error(BadInput) when no person can rate as this one
void requirePerson(const std::string& pseudonym, const std::optional<RaterProfile>& known);

/// \param judged  by this rater so far \throws Error(BadInput) when a person has rated, or was to rate, as this one
void requireProgram(const std::string& pseudonym, const std::optional<RaterProfile>& known, std::int64_t judged);

[[nodiscard]] Json toJson(const RaterProfile& profile);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] RaterProfile raterProfileFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
