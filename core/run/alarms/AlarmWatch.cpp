// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/AlarmWatch.h"

#include "run/alarms/ComponentRule.h"
#include "run/alarms/DriftRule.h"
#include "run/alarms/HeldOutRule.h"
#include "run/alarms/LimitRule.h"
#include "run/alarms/ShrinkRule.h"

#include <algorithm>

namespace musicrl {
namespace {

std::vector<std::string> trainedTerms(const Recipe& recipe) {
    std::vector<std::string> terms;
    for (const auto& [term, weight] : recipe.rewardWeights) {
        if (weight > 0.0) {
            terms.push_back(term);
        }
    }
    return terms;
}

}  // namespace

AlarmWatch::AlarmWatch(const Recipe& recipe) : window_(recipe.alarms.window), quietSteps_(std::max(window_, recipe.sampleEvery)) {
    addRewardRules(recipe);
    addSoundRules(recipe.alarms);
}

void AlarmWatch::addRewardRules(const Recipe& recipe) {
    const AlarmSettings& alarms = recipe.alarms;
    const std::vector<std::string> trained = trainedTerms(recipe);
    const auto isTrained = [&](const std::string& term) { return std::find(trained.begin(), trained.end(), term) != trained.end(); };
    for (const std::string term : {"mulan", "quality", "preference"}) {
        const auto& chosen = alarms.heldOut;
        const bool isWatched = chosen.empty() ? !isTrained(term) : std::find(chosen.begin(), chosen.end(), term) != chosen.end();
        if (isWatched && alarms.sureness > 0.0) {
            add("held_out_falls",
                std::make_unique<HeldOutRule>(term, isTrained(term) ? HeldOutRule::Role::Trained : HeldOutRule::Role::NotTrained,
                                              window_, alarms.sureness));
        }
    }
    if (alarms.rewardSpread > 0.0) {
        add("reward_spread", std::make_unique<ShrinkRule>(WatchedMetric{"objective/scores_std", "The spread of the rewards", "", "scores"},
                                                          window_, alarms.rewardSpread));
    }
    if (alarms.componentShare > 0.0 && trained.size() > 1) {
        add("one_component", std::make_unique<ComponentRule>(trained, window_, alarms.componentShare, alarms.sureness));
    }
    if (alarms.klBudgetNats > 0.0) {
        add("kl_budget", std::make_unique<LimitRule>(WatchedMetric{"objective/kl", "The KL", " nats a clip", "kl"}, window_,
                                                     alarms.klBudgetNats));
    }
}

void AlarmWatch::addSoundRules(const AlarmSettings& alarms) {
    const auto drift = [&](const char* name, WatchedMetric watched, double distance, DriftRule::Direction direction) {
        if (distance > 0.0) {
            add(name, std::make_unique<DriftRule>(std::move(watched), window_, distance, direction));
        }
    };
    const auto shrink = [&](const char* name, WatchedMetric watched, double share) {
        if (share > 0.0) {
            add(name, std::make_unique<ShrinkRule>(std::move(watched), window_, share));
        }
    };
    using Direction = DriftRule::Direction;
    drift("level", {"rollouts/level_db", "The clips' level", " dBFS", "level_db"}, alarms.levelDb, Direction::Either);
    drift("silence", {"rollouts/silence", "The silent share of the clips", "", "silence"}, alarms.silence, Direction::Either);
    drift("repetition", {"rollouts/repetition", "The share of the clips that was there before", "", "repetition"},
          alarms.repetition, Direction::Up);
    shrink("length", {"rollouts/sounding_seconds", "The time up to the last sound", " s", "sounding_seconds"},
           alarms.length > 0.0 ? 1.0 - alarms.length : 0.0);
    shrink("diversity", {"rollouts/diversity", "The difference between the clips", "", "nearest"}, alarms.diversity);
    if (alarms.duplicates > 0.0) {
        add("duplicates", std::make_unique<LimitRule>(
                              WatchedMetric{"rollouts/duplicates", "The share of clips that equal another", "", "nearest"},
                              window_, alarms.duplicates));
    }
}

std::vector<Alarm> AlarmWatch::see(const MetricRow& row) {
    std::vector<Alarm> alarms;
    for (Watched& watched : watched_) {
        std::optional<Finding> finding = watched.rule->see(row);
        if (!finding) {
            continue;
        }
        if (row.step - watched.lastStep > quietSteps_) {
            alarms.push_back({watched.name, row.step, std::move(*finding)});
        }
        watched.lastStep = row.step;
    }
    return alarms;
}

}  // namespace musicrl
