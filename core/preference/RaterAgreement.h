// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "record/PreferencePair.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// How often two raters choose the same one of two clips.
struct RaterAgreement {
    std::string first;
    std::string second;
    std::int64_t pairs = 0;     ///< that both answered
    std::int64_t decisive = 0;  ///< of which both named a winner
    double agreement = 0.0;     ///< share of those with the same winner; NaN without any
};

/// Every two raters who answered some pair of clips of a prompt in common, by name. A and B must be the same way round.
[[nodiscard]] std::vector<RaterAgreement> agreementsOf(const std::vector<PreferencePair>& pairs);

/// {"first", "second", "pairs", "decisive", "agreement"}; NaN becomes null.
[[nodiscard]] Json toJson(const RaterAgreement& agreement);

}  // namespace musicrl
