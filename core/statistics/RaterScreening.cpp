// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/RaterScreening.h"

#include "base/Fields.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace musicrl {
namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

std::string percent(double share) {
    return number(100.0 * share) + " %";
}

double shareOf(std::int64_t part, std::int64_t all) {
    return static_cast<double>(part) / static_cast<double>(all);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double variance(const std::vector<double>& values) {
    double sum = 0.0;
    double square = 0.0;
    for (const double value : values) {
        sum += value;
        square += value * value;
    }
    const auto count = static_cast<double>(values.size());
    return std::max(0.0, square - sum * sum / count) / (count - 1.0);
}

/// Looks at one rater and gathers what speaks against them.
class Screening {
public:
    Screening(const RaterRecord& rater, const ScreeningRules& rules) : rater_(rater), rules_(rules) {}

    std::vector<std::string> reasons() {
        shareAtLeast("gold pairs answered right", rater_.goldRight, rater_.goldPairs, rules_.minimumGold);
        shareAtLeast("repeats answered the same", rater_.repeatsSame, rater_.repeats, rules_.minimumRepeats);
        if (rater_.agreement < rules_.minimumAgreement) {
            reasons_.push_back("correlation with the other raters: " + number(rater_.agreement) + ", below " +
                               number(rules_.minimumAgreement));
        }
        judgeListening();
        judgeAnswers();
        return reasons_;
    }

private:
    [[nodiscard]] std::int64_t answers() const { return static_cast<std::int64_t>(rater_.answers.size()); }

    void shareAtLeast(const std::string& what, std::int64_t part, std::int64_t all, double least) {
        if (all >= rules_.minimumChecks && shareOf(part, all) < least) {
            reasons_.push_back(what + ": " + std::to_string(part) + " of " + std::to_string(all) + ", fewer than " +
                               percent(least));
        }
    }

    void judgeListening() {
        if (answers() >= rules_.minimumChecks && shareOf(rater_.shortListens, answers()) > rules_.maximumShortListens) {
            reasons_.push_back("heard a side too briefly: " + std::to_string(rater_.shortListens) + " of " +
                               std::to_string(answers()) + " judgements, more than " +
                               percent(rules_.maximumShortListens));
        }
        if (static_cast<std::int64_t>(rater_.trialSeconds.size()) >= rules_.minimumChecks &&
            median(rater_.trialSeconds) < rules_.minimumMedianSeconds) {
            reasons_.push_back("median judgement in " + number(median(rater_.trialSeconds)) + " s, faster than " +
                               number(rules_.minimumMedianSeconds) + " s");
        }
    }

    void judgeAnswers() {
        if (answers() < rules_.minimumJudgements) {
            reasons_.push_back(std::to_string(answers()) + " judgements, fewer than " +
                               std::to_string(rules_.minimumJudgements));
        }
        if (answers() < std::max<std::int64_t>(2, rules_.minimumChecks)) {
            return;
        }
        if (variance(rater_.answers) < rules_.minimumAnswerVariance) {
            reasons_.push_back("nearly the same answer every time: variance " + number(variance(rater_.answers)) +
                               ", below " + number(rules_.minimumAnswerVariance));
        }
        judgeSides();
    }

    void judgeSides() {
        const std::int64_t a = rater_.choseA;
        const std::int64_t b = rater_.choseB;
        if (a + b >= std::max<std::int64_t>(10, rules_.minimumChecks) &&
            shareOf(std::max(a, b), a + b) > rules_.maximumSameSide) {
            reasons_.push_back("chose " + std::string(a > b ? "A" : "B") + " in " + std::to_string(std::max(a, b)) +
                               " of " + std::to_string(a + b) + " judgements, more than " +
                               percent(rules_.maximumSameSide));
        }
    }

    const RaterRecord& rater_;
    const ScreeningRules& rules_;
    std::vector<std::string> reasons_;
};

}  // namespace

Json toJson(const ScreeningRules& rules) {
    return {{"minimum_gold", rules.minimumGold},
            {"minimum_repeats", rules.minimumRepeats},
            {"minimum_agreement", rules.minimumAgreement},
            {"maximum_short_listens", rules.maximumShortListens},
            {"minimum_median_seconds", rules.minimumMedianSeconds},
            {"minimum_answer_variance", rules.minimumAnswerVariance},
            {"maximum_same_side", rules.maximumSameSide},
            {"minimum_judgements", rules.minimumJudgements},
            {"minimum_checks", rules.minimumChecks}};
}

ScreeningRules screeningRulesFromJson(const Json& json, const std::string& where) {
    constexpr std::int64_t many = 1'000'000;
    ScreeningRules rules;
    Fields fields(json, where);
    fields.number("minimum_gold", rules.minimumGold, 0.0, 1.0);
    fields.number("minimum_repeats", rules.minimumRepeats, 0.0, 1.0);
    fields.number("minimum_agreement", rules.minimumAgreement, -1.0, 1.0);
    fields.number("maximum_short_listens", rules.maximumShortListens, 0.0, 1.0);
    fields.number("minimum_median_seconds", rules.minimumMedianSeconds, 0.0, 3600.0);
    fields.number("minimum_answer_variance", rules.minimumAnswerVariance, 0.0, 100.0);
    fields.number("maximum_same_side", rules.maximumSameSide, 0.5, 1.0);
    fields.integer("minimum_judgements", rules.minimumJudgements, 0, many);
    fields.integer("minimum_checks", rules.minimumChecks, 1, many);
    fields.finish();
    return rules;
}

std::vector<Exclusion> screenRaters(std::span<const RaterRecord> raters, const ScreeningRules& rules) {
    std::vector<Exclusion> exclusions;
    for (const RaterRecord& rater : raters) {
        std::vector<std::string> reasons = Screening(rater, rules).reasons();
        if (!reasons.empty()) {
            exclusions.push_back({rater.rater, std::move(reasons)});
        }
    }
    return exclusions;
}

}  // namespace musicrl
