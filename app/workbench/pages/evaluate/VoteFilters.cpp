// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/VoteFilters.h"

#include <algorithm>

namespace musicrl {
namespace {

bool isOf(const RevealedJudgement& vote, const std::string& model) {
    return vote.a.model == model || (vote.b && vote.b->model == model);
}

bool isExcluded(const StudyResults& results, const std::string& rater) {
    return std::any_of(results.raters.begin(), results.raters.end(),
                       [&](const RaterResult& result) { return result.rater == rater && !result.exclusion.empty(); });
}

std::optional<double> valueOf(const ClipSignals& values, const StudyClip& clip, const std::string& signal) {
    const auto clipValues = values.find(clip.source);
    if (clipValues == values.end() || !clipValues->second.contains(signal)) {
        return std::nullopt;
    }
    return clipValues->second.at(signal);
}

}  // namespace

VoteFilter votesOfPair(const EvaluatedQuestion& shown, std::size_t first, std::size_t second) {
    return [shown, a = shown.results().models.at(first), b = shown.results().models.at(second)](const auto& vote) {
        return isOf(vote, a) && isOf(vote, b) && !isExcluded(shown.results(), vote.judgement.rater);
    };
}

VoteFilter votesOfModel(const EvaluatedQuestion& shown, std::size_t model) {
    return [shown, name = shown.results().models.at(model)](const RevealedJudgement& vote) {
        return isOf(vote, name) && !isExcluded(shown.results(), vote.judgement.rater);
    };
}

VoteFilter votesOfRater(const EvaluatedQuestion& shown, std::size_t rater) {
    return [name = shown.results().raters.at(rater).rater](const RevealedJudgement& vote) {
        return vote.judgement.rater == name;
    };
}

VoteFilter missesOfSignal(const EvaluatedQuestion& shown, const std::string& signal) {
    return [shown, signal](const RevealedJudgement& vote) {
        const std::optional<PreferenceLabel> label = labelOf(vote.judgement, shown.id());
        const bool chosen = label == PreferenceLabel::A || label == PreferenceLabel::B;
        if (!vote.b || !chosen || isExcluded(shown.results(), vote.judgement.rater)) {
            return false;
        }
        const std::optional<double> a = valueOf(shown.study->signals, vote.a, signal);
        const std::optional<double> b = valueOf(shown.study->signals, *vote.b, signal);
        return a && b && (label == PreferenceLabel::A ? *a < *b : *b < *a);
    };
}

}  // namespace musicrl
