// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/PracticeProgress.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace musicrl {
namespace {

bool isRight(const StudyDesign& design, const Judgement& judgement, Side better) {
    const std::optional<PreferenceLabel> label = labelOf(judgement, design.questions.front().id);
    return label == (better == Side::A ? PreferenceLabel::A : PreferenceLabel::B);
}

PracticeProgress::State stateAfter(const PracticeProgress& progress) {
    if (progress.begun.empty() || progress.begun.back().answered < progress.trials) {
        return PracticeProgress::State::Open;
    }
    if (progress.begun.back().right >= progress.needed) {
        return PracticeProgress::State::Passed;
    }
    return std::ssize(progress.begun) < progress.attempts ? PracticeProgress::State::Open
                                                          : PracticeProgress::State::Failed;
}

}  // namespace

std::int64_t PracticeProgress::attempt() const {
    const std::int64_t newest = std::max<std::int64_t>(1, std::ssize(begun));
    const bool another = state == State::Open && !begun.empty() && begun.back().answered == trials;
    return another ? newest + 1 : newest;
}

bool PracticeProgress::asks(const PlannedTrial& trial) const {
    switch (state) {
        case State::Open:
            return trial.attempt == attempt();
        case State::Passed:
            return trial.attempt == 0;
        case State::Failed:
            break;
    }
    return false;
}

std::string textOf(PracticeProgress::State state) {
    return state == PracticeProgress::State::Open     ? "open"
           : state == PracticeProgress::State::Passed ? "passed"
                                                      : "not passed";
}

PracticeProgress practiceProgress(const StudyPlan& plan, const std::vector<Judgement>& judgements) {
    constexpr double rounding = 1e-9;  // 0.7 of 10 is 7
    const StudyDesign& design = plan.design;
    PracticeProgress progress;
    progress.attempts = design.practiceAttempts;
    progress.trials = design.practice;
    progress.needed = std::llround(std::ceil(design.practiceToPass * static_cast<double>(design.practice) - rounding));
    for (const Judgement& judgement : judgements) {
        const PlannedTrial& trial = plan.trial(judgement.trial);
        if (trial.attempt == 0) {
            continue;
        }
        progress.begun.resize(static_cast<std::size_t>(trial.attempt));
        progress.lastBetter = trial.answer;
        progress.lastRight = isRight(design, judgement, *trial.answer);
        ++progress.begun.back().answered;
        progress.begun.back().right += progress.lastRight ? 1 : 0;
    }
    progress.state = stateAfter(progress);
    return progress;
}

}  // namespace musicrl
