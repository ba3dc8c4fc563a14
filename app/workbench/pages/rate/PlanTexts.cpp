// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/PlanTexts.h"

#include "statistics/SampleSize.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

namespace musicrl {
namespace {

constexpr double thinkingSeconds = 10.0;  // of a trial, besides hearing each clip once

QString say(const char* text) {
    return QCoreApplication::translate("PlanTexts", text);
}

double secondsOf(const StudyPlan& plan, const PlannedTrial& trial) {
    double seconds = thinkingSeconds;
    for (const std::string& handle : trial.clips) {
        const auto clip = plan.clips.find(handle);
        seconds += clip == plan.clips.end() ? 0.0 : clip->second.seconds;
    }
    return seconds;
}

QString countedTrials(std::int64_t trials) {
    return trials == 1 ? say("1 trial") : say("%1 trials").arg(trials);
}

/// What counts of a plan.
struct Regular {
    std::int64_t prompts = 0;
    std::int64_t trials = 0;
};

Regular regularOf(const StudyPlan& plan) {
    std::set<std::string> prompts;
    std::int64_t trials = 0;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role == TrialRole::Regular) {
            prompts.insert(trial.prompt);
            ++trials;
        }
    }
    return {std::ssize(prompts), trials};
}

QString verdict(bool enough) {
    return enough ? say("enough") : say("too few");
}

/// \param comparisons  pairs of models
QString pairsText(const Regular& regular, std::int64_t comparisons, double winRate) {
    SampleSizeQuestion wanted;
    wanted.winRate = winRate;
    wanted.comparisons = comparisons;
    const std::int64_t pairs = comparisons * regular.prompts;
    wanted.votesPerPrompt = std::max<std::int64_t>(1, regular.trials / std::max<std::int64_t>(1, pairs));
    const SampleSize needed = neededVotes(wanted);
    return say("4 of 5 studies with %1 prompts would find it; this one has %2: %3.")
        .arg(needed.prompts)
        .arg(regular.prompts)
        .arg(verdict(regular.prompts >= needed.prompts));
}

QString abxText(const Regular& regular, std::int64_t comparisons, double shareRight) {
    const std::int64_t needed = neededAbxTrials(shareRight, comparisons);
    const std::int64_t trials = regular.trials / std::max<std::int64_t>(1, comparisons);
    return say("4 of 5 studies with %1 trials of two models, by all raters together, would find it; this one has %2: "
               "%3.")
        .arg(needed)
        .arg(trials)
        .arg(verdict(trials >= needed));
}

}  // namespace

QString planSummary(const StudyPlan& plan) {
    std::int64_t all = 0;
    std::map<std::string, std::pair<std::int64_t, double>> loads;  // trials and seconds by rater
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.attempt > 1) {  // for who does not pass practice at once
            continue;
        }
        auto& [count, seconds] = loads[trial.rater];
        ++all;
        ++count;
        seconds += secondsOf(plan, trial);
    }
    std::int64_t most = 0;
    double longest = 0.0;
    for (const auto& [rater, load] : loads) {
        most = std::max(most, load.first);
        longest = std::max(longest, load.second);
    }
    const long minutes = std::max(1L, std::lround(longest / 60.0));
    if (loads.size() == 1) {
        return say("%1 for one rater: about %2 min").arg(countedTrials(all)).arg(minutes);
    }
    const bool alike = all == most * std::ssize(loads);
    return say(alike ? "%1 for %2 raters, %3 each: about %4 min each"
                     : "%1 for %2 raters, at most %3 each: about %4 min")
        .arg(countedTrials(all))
        .arg(loads.size())
        .arg(most)
        .arg(minutes);
}

QString plannerText(const StudyPlan& plan, double share) {
    const auto models = std::ssize(plan.design.models);
    const Regular regular = regularOf(plan);
    switch (plan.design.kind) {
        case StudyKind::Pairs:
            return pairsText(regular, models * (models - 1) / 2, share);
        case StudyKind::Abx:
            return abxText(regular, models * (models - 1) / 2, share);
        case StudyKind::Mos:
            break;
    }
    return {};
}

}  // namespace musicrl
