// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/reproduce/ReportNumbers.h"

#include <string>
#include <vector>

namespace musicrl {

enum class Verdict { Holds, Fails, NotMeasured };

/// A statement with the numbers that decide it.
struct Claim {
    std::string statement;  ///< such as "R raises MOS over base"
    std::string paper;      ///< what the paper reports, or what is asked for
    std::string ours;       ///< the numbers; empty where they are missing
    Verdict verdict = Verdict::NotMeasured;
};

/// What a reproduction is asked to reach, whatever its scale: each with its threshold.
[[nodiscard]] std::vector<Claim> targetClaims(const ReportNumbers& numbers);

/// What the paper found, as statements about shape (which is more, what rises or falls), held against ours.
/// \see Cideron et al., MusicRL, 2024, section 5, figures 1 and 4 to 8, table 1
[[nodiscard]] std::vector<Claim> shapeClaims(const ReportNumbers& numbers);

/// "MuLan", "Quality", "R", "U", "RU", "Joint", "base": as figures and tables call a model.
[[nodiscard]] std::string modelLabel(const std::string& name);

}  // namespace musicrl
