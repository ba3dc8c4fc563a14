// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/reproduce/Claims.h"

#include <string>

namespace musicrl {

/// A number with so many decimals; "–" when it is not finite.
[[nodiscard]] std::string decimals(double value, int digits);
/// The same with its sign.
[[nodiscard]] std::string signedDecimals(double value, int digits);
/// "p = 0.0031", "p < 0.0001".
[[nodiscard]] std::string pText(double pValue);
/// "62.4 % (58.1 to 66.5), 431 decisive".
[[nodiscard]] std::string winRateText(const MeasuredPair& pair);

/// "MuLan", "MOS", "preference": as a reward is called in a sentence.
[[nodiscard]] std::string rewardLabel(const std::string& reward);
/// Decimals with which a reward is told.
[[nodiscard]] int rewardDigits(const std::string& reward);
/// "MOS +0.41, p < 0.0001"
[[nodiscard]] std::string gainText(const std::string& reward, const PairedGain& gain);

/// A model in a sentence: "R", "base", but "the MuLan run", since rewards have the same names.
[[nodiscard]] std::string modelInWords(const std::string& name);
/// With a capital letter at its beginning.
[[nodiscard]] std::string sentence(std::string text);

/// A claim that is decided by \p holds when everything it needs is there.
[[nodiscard]] Claim decided(std::string statement, std::string paper, std::string ours, bool known, bool holds);

}  // namespace musicrl
