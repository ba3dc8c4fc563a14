// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

/// By which raters are left out, fixed before anybody knows what their votes say of the models. The defaults leave out
/// nobody, and no rule does whose data are missing, such as gold pairs in a study without any.
struct ScreeningRules {
    double minimumGold = 0.0;            ///< share of gold pairs with the known answer, 0 to 1
    double minimumRepeats = 0.0;         ///< share of repeats with the same clip chosen as the first time, 0 to 1
    double minimumAgreement = -1.0;      ///< Spearman's correlation with the other raters' mean, -1 to 1
    double maximumShortListens = 1.0;    ///< share of judgements that heard a side for less than the study asks
    double minimumMedianSeconds = 0.0;   ///< of a judgement
    double minimumAnswerVariance = 0.0;  ///< of the answers: below, it is the same answer every time
    double maximumSameSide = 1.0;        ///< share of decisive answers for A, or for B, 0.5 to 1; from ten answers up
    std::int64_t minimumJudgements = 0;  ///< below, nothing can be said of a rater
    std::int64_t minimumChecks = 1;      ///< gold pairs, repeats or judgements without which a share leaves out nobody
};

/// {"minimum_gold", "minimum_repeats", "minimum_agreement", "maximum_short_listens", "minimum_median_seconds",
/// "minimum_answer_variance", "maximum_same_side", "minimum_judgements", "minimum_checks"}
[[nodiscard]] Json toJson(const ScreeningRules& rules);
/// Keys that are missing keep the default. \throws Error(BadInput) naming \p where, the key and what is allowed
[[nodiscard]] ScreeningRules screeningRulesFromJson(const Json& json, const std::string& where);

/// What screening looks at: how somebody rated, never which models won.
struct RaterRecord {
    std::string rater;
    std::vector<double> answers = {};  ///< as numbers, in whatever unit: they tell how much somebody's answers vary
    std::int64_t choseA = 0;           ///< decisive answers for the clip on side A, as shown; ABX: that X was A
    std::int64_t choseB = 0;
    std::int64_t goldPairs = 0;
    std::int64_t goldRight = 0;
    std::int64_t repeats = 0;  ///< with a clip chosen both times
    std::int64_t repeatsSame = 0;
    std::int64_t shortListens = 0;  ///< judgements with less than the study's minimum on either side
    double agreement = std::numeric_limits<double>::quiet_NaN();  ///< with the other raters; NaN: not known
    std::vector<double> trialSeconds = {};                        ///< from first sound to vote, where known
};

struct Exclusion {
    std::string rater;
    std::vector<std::string> reasons;  ///< a phrase each, with the number and the rule's limit
};

/// Who is excluded and why, in the order of \p raters.
/// \see ITU-T P.808, 2021 (gold and trapping questions, variance of a rater's answers); ITU-R BS.1534-3, 2015,
///      section 4.1.2 (post-screening)
[[nodiscard]] std::vector<Exclusion> screenRaters(std::span<const RaterRecord> raters, const ScreeningRules& rules);

}  // namespace musicrl
