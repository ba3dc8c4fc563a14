// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/RewardBreakdown.h"

#include <QString>

namespace musicrl {

/// How a term of a reward is shown: in its own words and on its own scale.
struct TermPresentation {
    QString name;       ///< "MuLan", "Quality MOS"
    QString detail;     ///< "mean of 3 × 10 s", "1–5"; may be empty
    QString stripName;  ///< of its values over time: "MuLan / 10 s"
    double low = 0.0;   ///< raw value of an empty bar
    double high = 1.0;  ///< raw value of a full bar
    int decimals = 2;
    bool isSigned = false;      ///< shown with its sign
    bool listsWindows = false;  ///< the breakdown has a row for each window
};

[[nodiscard]] TermPresentation presentationOf(const RewardTerm& term);

/// A term's raw value as its bar's length, 0 to 1.
[[nodiscard]] double barLength(const TermPresentation& presentation, double raw);

/// "+0.10", "−0.04" with a true minus sign.
[[nodiscard]] QString signedText(double value, int decimals);
/// "0.467", "−0.120"
[[nodiscard]] QString numberText(double value, int decimals);

}  // namespace musicrl
