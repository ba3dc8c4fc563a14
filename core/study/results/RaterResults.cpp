// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/RaterResults.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double median(std::vector<double> values) {
    if (values.empty()) {
        return nan;
    }
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

std::vector<std::string> ratersWhoJudged(const RevealedStudy& study) {
    std::set<std::string> raters;
    for (const RevealedJudgement& judgement : study.judgements) {
        raters.insert(judgement.trial.rater);
    }
    return {raters.begin(), raters.end()};
}

/// The side that an answer stands for; in a study of single clips there is none.
std::optional<Side> sideChosen(const StudyVote& vote, const Question& question) {
    const RevealedJudgement& revealed = *vote.from;
    if (question.kind == QuestionKind::Identity) {
        const bool saidRight = *vote.value > 0.5;
        return (revealed.trial.answer == Side::A) == saidRight ? Side::A : Side::B;
    }
    if (!revealed.b || *vote.value == 0.0) {
        return std::nullopt;
    }
    return *vote.value > 0.0 ? Side::A : Side::B;
}

void addAnswer(RaterRecord& record, const StudyVote& vote, const Question& question) {
    const std::optional<Side> side = sideChosen(vote, question);
    record.choseA += side == Side::A ? 1 : 0;
    record.choseB += side == Side::B ? 1 : 0;
    const bool isIdentity = question.kind == QuestionKind::Identity;  // to be right every time is no lack of care
    record.answers.push_back(!isIdentity ? *vote.value : side == Side::A ? 1.0 : -1.0);
}

/// What screening looks at.
RaterRecord recordOf(const RevealedStudy& study, const std::vector<StudyVote>& votes, const RaterResult& result) {
    RaterRecord record{.rater = result.rater,
                       .goldPairs = result.gold.trials,
                       .goldRight = result.gold.successes,
                       .repeats = result.repeats.sameSide.trials,
                       .repeatsSame = result.repeats.sameSide.successes,
                       .agreement = result.reliability.correlation};
    for (const StudyVote& vote : votes) {
        if (vote.from->trial.rater != result.rater || !vote.from->counts()) {
            continue;
        }
        if (vote.value) {
            addAnswer(record, vote, study.plan.design.questions.front());
        }
        record.trialSeconds.push_back(vote.from->judgement.spentSeconds);
        record.shortListens += isShortListen(*vote.from, study.plan.design) ? 1 : 0;
    }
    return record;
}

/// The median time of a regular judgement, and how many there are.
void addPace(const RevealedStudy& study, RaterResult& result) {
    std::vector<double> seconds;
    for (const RevealedJudgement& judgement : study.judgements) {
        if (judgement.trial.rater == result.rater && judgement.counts()) {
            seconds.push_back(judgement.judgement.spentSeconds);
        }
    }
    result.judgements = static_cast<std::int64_t>(seconds.size());
    result.medianSeconds = median(std::move(seconds));
}

std::optional<RaterProfile> profileOf(const RevealedStudy& study, const std::string& rater) {
    const auto found = std::find_if(study.profiles.begin(), study.profiles.end(),
                                    [&](const RaterProfile& profile) { return profile.pseudonym == rater; });
    return found == study.profiles.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

Measurement measurementOf(StudyKind kind) {
    return kind == StudyKind::Abx ? Measurement::Nominal : Measurement::Ordinal;
}

std::vector<RaterResult> raterResults(const RevealedStudy& study, const std::vector<StudyVote>& votes) {
    const std::vector<std::string> names = ratersWhoJudged(study);
    const StudyDesign& design = study.plan.design;
    std::vector<RaterResult> results;
    for (const std::string& name : names) {
        results.push_back({.rater = name, .profile = profileOf(study, name)});
        RaterResult& result = results.back();
        result.reliability = {.rater = results.size() - 1, .correlation = nan, .agreement = nan, .alphaWithout = nan};
        result.repeats = repeatConsistency(repeatsOf(votes, name));
        result.gold = goldScore(goldAnswersOf(votes, name));
        addPace(study, result);
    }
    for (const RaterReliability& each :
         raterReliabilities(ratedComparisons(votes, names).ratings, measurementOf(design.kind),
                            design.kind == StudyKind::Pairs ? RatedAs::Pairs : RatedAs::Single)) {
        results[each.rater].reliability = each;
    }
    std::vector<RaterRecord> records;
    for (const RaterResult& result : results) {
        records.push_back(recordOf(study, votes, result));
    }
    for (const Exclusion& exclusion : screenRaters(records, design.screening)) {
        const auto place = std::find(names.begin(), names.end(), exclusion.rater) - names.begin();
        results[static_cast<std::size_t>(place)].exclusion = exclusion.reasons;
    }
    return results;
}

}  // namespace musicrl
