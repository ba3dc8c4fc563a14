// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/AlarmWatch.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

Recipe recipeOf(const std::map<std::string, double>& weights) {
    Recipe recipe;
    recipe.rewardWeights = weights;
    recipe.sampleEvery = 10;
    recipe.alarms.window = 5;
    return recipe;
}

/// A little up and down, so that means have a spread.
double wobble(std::int64_t step) {
    return 0.01 * static_cast<double>(step * 7 % 5 - 2);
}

/// How far a run of 40 steps is, from 0 to 1.
double progressAt(std::int64_t step) {
    return static_cast<double>(step) / 40.0;
}

/// A run in which nothing is wrong: the reward rises by both terms, the sound stays.
MetricRow healthyRow(std::int64_t step) {
    const double gain = 0.3 * progressAt(step);
    return {step,
            {{"objective/scores", 1.0 + 2.0 * gain + wobble(step)},
             {"objective/scores_std", 0.3 + wobble(step)},
             {"objective/kl", 30.0 * progressAt(step)},
             {"rewards/mulan/mean", 0.4 + gain},
             {"rewards/mulan/weighted", 0.4 + gain},
             {"rewards/quality/mean", 3.4 + 4.0 * gain},
             {"rewards/quality/weighted", 0.6 + gain},
             {"rewards/preference/mean", 0.1 + wobble(step)},
             {"rewards/preference/weighted", 0.0},
             {"rollouts/level_db", -20.0 + 100.0 * wobble(step)},
             {"rollouts/silence", 0.1 + wobble(step)},
             {"rollouts/sounding_seconds", 5.0},
             {"rollouts/repetition", 0.3 + wobble(step)},
             {"rollouts/diversity", 0.8 - 0.1 * progressAt(step)},
             {"rollouts/duplicates", 0.0}}};
}

using Plant = std::function<void(Json& values, std::int64_t step)>;

/// All alarms of 40 steps with something planted in each row.
std::vector<Alarm> alarmsOf(const Recipe& recipe, const Plant& plant) {
    AlarmWatch watch(recipe);
    std::vector<Alarm> all = watch.see({0, {{"heldout/mulan", 0.4}}});
    for (std::int64_t step = 1; step <= 40; ++step) {
        MetricRow row = healthyRow(step);
        plant(row.values, step);
        for (Alarm& alarm : watch.see(row)) {
            all.push_back(std::move(alarm));
        }
    }
    return all;
}

std::vector<std::string> namesOf(const std::vector<Alarm>& alarms) {
    std::vector<std::string> names;
    for (const Alarm& alarm : alarms) {
        names.push_back(alarm.name);
    }
    return names;
}

const std::map<std::string, double> both = {{"mulan", 1.0}, {"quality", 1.0}};

TEST(AlarmWatch, isSilentForAHealthyRun) {
    EXPECT_EQ(namesOf(alarmsOf(recipeOf(both), [](Json&, std::int64_t) {})), std::vector<std::string>());
}

/// Something planted, and the one alarm that it must raise.
struct Case {
    std::string name;
    Plant plant;
    std::string alarm;
    std::string metric;  ///< that the evidence names; empty: none
};

class AlarmWatchOf : public testing::TestWithParam<Case> {};

TEST_P(AlarmWatchOf, raisesItsOneAlarm) {
    const std::vector<Alarm> alarms = alarmsOf(recipeOf(both), GetParam().plant);
    ASSERT_EQ(namesOf(alarms), std::vector<std::string>{GetParam().alarm});
    EXPECT_GT(alarms.front().step, 5) << "not before there is something to compare";
    if (!GetParam().metric.empty()) {
        EXPECT_EQ(alarms.front().finding.numbers.at("metric"), GetParam().metric);
    }
    EXPECT_EQ(alarms.front().finding.message.back(), '.') << alarms.front().finding.message;
    EXPECT_NE(alarms.front().finding.measure, "");
    const auto& known = alarmNames();
    EXPECT_NE(std::find(known.begin(), known.end(), alarms.front().name), known.end());
}

double late(std::int64_t step) {
    return step > 20 ? 1.0 : 0.0;
}

INSTANTIATE_TEST_SUITE_P(
    Planted, AlarmWatchOf,
    testing::Values(
        Case{"aHeldOutRewardFallsOnTheSteps",
             [](Json& row, std::int64_t step) {
                 row["rewards/preference/mean"] = 0.1 - progressAt(step) + wobble(step);
             },
             "held_out_falls", "rewards/preference/mean"},
        Case{"aHeldOutRewardFallsOnTheFixedPrompts",
             [](Json& row, std::int64_t step) {
                 if (step == 30) {
                     row["heldout/preference_change"] = -0.5;
                     row["heldout/preference_change_se"] = 0.1;
                 }
             },
             "held_out_falls", "heldout/preference"},
        Case{"theRewardsBecomeEqual",
             [](Json& row, std::int64_t step) { row["objective/scores_std"] = 0.3 - 0.28 * late(step); },
             "reward_spread", "objective/scores_std"},
        Case{"oneTermCarriesTheGain",
             [](Json& row, std::int64_t step) {
                 row["rewards/quality/weighted"] = 0.6 + 0.6 * progressAt(step);
                 row["rewards/mulan/weighted"] = 0.4;
             },
             "one_component", ""},
        Case{"theClipsGetLouder",
             [](Json& row, std::int64_t step) { row["rollouts/level_db"] = -20.0 + 9.0 * late(step); }, "level",
             "rollouts/level_db"},
        Case{"theClipsGetQuieter",
             [](Json& row, std::int64_t step) { row["rollouts/level_db"] = -20.0 - 9.0 * late(step); }, "level",
             "rollouts/level_db"},
        Case{"theClipsFallSilent",
             [](Json& row, std::int64_t step) { row["rollouts/silence"] = 0.1 + 0.4 * late(step); }, "silence",
             "rollouts/silence"},
        Case{"theClipsGetShorter",
             [](Json& row, std::int64_t step) { row["rollouts/sounding_seconds"] = 5.0 - 2.0 * late(step); }, "length",
             "rollouts/sounding_seconds"},
        Case{"theClipsRepeatThemselves",
             [](Json& row, std::int64_t step) { row["rollouts/repetition"] = 0.3 + 0.5 * late(step); }, "repetition",
             "rollouts/repetition"},
        Case{"theClipsBecomeAlike",
             [](Json& row, std::int64_t step) { row["rollouts/diversity"] = 0.8 - 0.6 * late(step); }, "diversity",
             "rollouts/diversity"},
        Case{"someClipsAreTheSame", [](Json& row, std::int64_t step) { row["rollouts/duplicates"] = 0.5 * late(step); },
             "duplicates", "rollouts/duplicates"},
        Case{"theDivergenceGoesBeyondItsBudget",
             [](Json& row, std::int64_t step) { row["objective/kl"] = 90.0 * progressAt(step); }, "kl_budget",
             "objective/kl"}),
    [](const auto& tested) { return tested.param.name; });

TEST(AlarmWatch, takesNoFallForAHeldOutAlarmWhileTheTrainedRewardDoesNotRise) {
    const auto plant = [](Json& row, std::int64_t step) {
        row["rewards/preference/mean"] = 0.1 - progressAt(step) + wobble(step);
        row["heldout/preference_change"] = -0.5;
        row["heldout/preference_change_se"] = 0.1;
        row["objective/scores"] = 1.0 + wobble(step);
    };
    EXPECT_TRUE(alarmsOf(recipeOf(both), plant).empty());
}

TEST(AlarmWatch, doesNotMindWhatChanceExplains) {
    const auto plant = [](Json& row, std::int64_t step) {
        row["rewards/preference/mean"] = 0.1 + 20.0 * wobble(step);
        row["heldout/preference_change"] = -0.5;
        row["heldout/preference_change_se"] = 0.2;
    };
    EXPECT_TRUE(alarmsOf(recipeOf(both), plant).empty()) << "2.5 standard errors, of 3";
}

TEST(AlarmWatch, watchesATrainedTermOnTheFixedPromptsWhereTheRecipeSaysSo) {
    const auto plant = [](Json& row, std::int64_t) {
        row["heldout/mulan_change"] = -0.5;
        row["heldout/mulan_change_se"] = 0.1;
    };
    Recipe recipe = recipeOf(both);
    EXPECT_TRUE(alarmsOf(recipe, plant).empty());
    recipe.alarms.heldOut = {"mulan"};
    EXPECT_FALSE(alarmsOf(recipe, plant).empty());
}

TEST(AlarmWatch, needsTwoTermsForOneToCarryAllTheGain) {
    const auto plant = [](Json& row, std::int64_t) { row["rewards/mulan/weighted"] = row["objective/scores"]; };
    EXPECT_TRUE(alarmsOf(recipeOf({{"mulan", 1.0}}), plant).empty());
}

TEST(AlarmWatch, turnsOffTheAlarmsWhoseLimitIsZero) {
    Recipe recipe = recipeOf(both);
    recipe.alarms.klBudgetNats = 0.0;
    recipe.alarms.levelDb = 0.0;
    const auto plant = [](Json& row, std::int64_t step) {
        row["objective/kl"] = 900.0;
        row["rollouts/level_db"] = -20.0 + 9.0 * late(step);
    };
    EXPECT_TRUE(alarmsOf(recipe, plant).empty());
}

TEST(AlarmWatch, tellsOfTheSameThingAgainOnlyAfterItWasGone) {
    const auto twice = [](Json& row, std::int64_t step) {
        row["rollouts/duplicates"] = step < 8 || step > 30 ? 1.0 : 0.0;
    };
    const std::vector<Alarm> alarms = alarmsOf(recipeOf(both), twice);
    ASSERT_EQ(namesOf(alarms), (std::vector<std::string>{"duplicates", "duplicates"}));
    EXPECT_EQ(alarms[0].step, 5);
    EXPECT_EQ(alarms[1].step, 32) << "the second of five equal clips' steps passes a quarter";
}

TEST(AlarmWatch, isTheSameForRowsThatWereReadAgain) {
    const auto grow = [](std::int64_t step) {
        MetricRow row = healthyRow(step);
        row.values["objective/kl"] = 3.0 * static_cast<double>(step);
        return row;
    };
    AlarmWatch straight(recipeOf(both));
    AlarmWatch again(recipeOf(both));
    for (std::int64_t step = 1; step <= 22; ++step) {
        EXPECT_TRUE(straight.see(grow(step)).empty()) << step;
        (void)again.see({step, Json::parse(grow(step).values.dump())});
    }
    EXPECT_EQ(straight.see(grow(23)).size(), 1U) << "19 to 23: 63 nats in the mean";
    EXPECT_EQ(again.see(grow(23)).size(), 1U);
}

TEST(AlarmWatch, passesOverWhatIsNotANumber) {
    const auto plant = [](Json& row, std::int64_t step) {
        if (step % 2 == 0) {
            row["objective/kl"] = std::nan("");
            row["rollouts/level_db"] = nullptr;
            row.erase("rollouts/silence");
        }
    };
    EXPECT_TRUE(alarmsOf(recipeOf(both), plant).empty());
}

}  // namespace
}  // namespace musicrl
