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
    return say("%1 trials, %2 for each of %3 raters: about %4 min each")
        .arg(all)
        .arg(most)
        .arg(loads.size())
        .arg(std::max(1L, std::lround(longest / 60.0)));
}

QString plannerText(const StudyPlan& plan, double winRate) {
    if (plan.design.kind != StudyKind::Pairs) {
        return {};
    }
    std::set<std::string> prompts;
    std::int64_t votes = 0;
    for (const PlannedTrial& trial : plan.trials) {
        if (trial.role == TrialRole::Regular) {
            prompts.insert(trial.prompt);
            ++votes;
        }
    }
    const auto models = std::ssize(plan.design.models);
    SampleSizeQuestion wanted;
    wanted.winRate = winRate;
    wanted.comparisons = models * (models - 1) / 2;
    const std::int64_t comparisons = wanted.comparisons * std::ssize(prompts);
    wanted.votesPerPrompt = std::max<std::int64_t>(1, votes / std::max<std::int64_t>(1, comparisons));
    const SampleSize needed = neededVotes(wanted);
    return say("Found in 4 of 5 such studies with %1 prompts a pair of models; this one has %2: %3.")
        .arg(needed.prompts)
        .arg(prompts.size())
        .arg(std::ssize(prompts) >= needed.prompts ? say("enough") : say("too few"));
}

}  // namespace musicrl
