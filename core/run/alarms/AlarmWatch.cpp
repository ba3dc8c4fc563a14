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

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

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

AlarmWatch::AlarmWatch(const Recipe& recipe)
    : window_(recipe.alarms.window), quietSteps_(std::max(window_, recipe.sampleEvery)) {
    addHeldOutRules(recipe.alarms, trainedTerms(recipe));
    addRewardRules(recipe.alarms, trainedTerms(recipe));
    addSoundRules(recipe.alarms);
}

void AlarmWatch::addHeldOutRules(const AlarmSettings& alarms, const std::vector<std::string>& trained) {
    for (const std::string term : {"mulan", "quality", "preference"}) {
        const bool isTrained = contains(trained, term);
        const bool isWatched = alarms.heldOut.empty() ? !isTrained : contains(alarms.heldOut, term);
        if (isWatched && alarms.sureness > 0.0) {
            const auto role = isTrained ? HeldOutRule::Role::Trained : HeldOutRule::Role::NotTrained;
            add("held_out_falls", std::make_unique<HeldOutRule>(term, role, window_, alarms.sureness));
        }
    }
}

void AlarmWatch::addRewardRules(const AlarmSettings& alarms, const std::vector<std::string>& trained) {
    if (alarms.rewardSpread > 0.0) {
        WatchedMetric spread{"objective/scores_std", "The spread of the rewards", "", "scores"};
        add("reward_spread", std::make_unique<ShrinkRule>(std::move(spread), window_, alarms.rewardSpread));
    }
    if (alarms.componentShare > 0.0 && trained.size() > 1) {
        add("one_component",
            std::make_unique<ComponentRule>(trained, window_, alarms.componentShare, alarms.sureness));
    }
    if (alarms.klBudgetNats > 0.0) {
        WatchedMetric kl{"objective/kl", "The KL", " nats a clip", "kl"};
        add("kl_budget", std::make_unique<LimitRule>(std::move(kl), window_, alarms.klBudgetNats));
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
    drift("silence", {"rollouts/silence", "The silent share of the clips", "", "silence"}, alarms.silence,
          Direction::Either);
    drift("repetition", {"rollouts/repetition", "The share of the clips that was there before", "", "repetition"},
          alarms.repetition, Direction::Up);
    shrink("length", {"rollouts/sounding_seconds", "The time up to the last sound", " s", "sounding_seconds", Change::Fall},
           alarms.length > 0.0 ? 1.0 - alarms.length : 0.0);
    shrink("diversity", {"rollouts/diversity", "The difference between the clips", "", "nearest", Change::Fall},
           alarms.diversity);
    if (alarms.duplicates > 0.0) {
        WatchedMetric equal{"rollouts/duplicates", "The share of clips that equal another", "", "nearest",
                            Change::Fall};
        add("duplicates", std::make_unique<LimitRule>(std::move(equal), window_, alarms.duplicates));
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
