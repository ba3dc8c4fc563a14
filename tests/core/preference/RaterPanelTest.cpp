// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "preference/RaterAgreement.h"
#include "preference/RaterPanel.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

const std::string twoRaters = R"(
judge = "judge"
[taste.fit]
likes = "more"
weight = 1.0
weight_spread = 0.5
[taste.brightness]
likes = "near"
weight = 2.0
ideal_spread = 1.0
[manner]
slip = 0.5
[train]
simulated-1 = 11
[test]
simulated-2 = 12
)";

/// A clip whose aspects are as spread as those that the panel was set with, but independent of each other.
ClipImpression anyClip(const SimulatedRater& rater, Random& random) {
    Json json = Json::object();
    for (std::size_t i = 0; i < aspectNames.size(); ++i) {
        json[aspectNames[i]] = rater.taste[i].centre + rater.taste[i].scale * random.normal();
    }
    return clipImpressionFromJson(json, "test");
}

std::vector<PreferencePair> votesOf(const std::vector<SimulatedRater>& raters, int questions) {
    Random random(7);
    std::vector<PreferencePair> votes;
    for (int i = 0; i < questions; ++i) {
        const ClipImpression a = anyClip(raters.front(), random);
        const ClipImpression b = anyClip(raters.front(), random);
        for (const SimulatedRater& rater : raters) {
            PreferencePair vote;
            vote.prompt = std::to_string(i);
            vote.rater = rater.name;
            vote.label = judge(rater, a, b, static_cast<std::uint64_t>(i)).label;
            votes.push_back(vote);
        }
    }
    return votes;
}

TEST(RaterPanel, shipsRatersOfWhomEveryTwoAgreeAboutAsOftenAsPeople) {
    const RaterPanel panel = readRaterPanel(shippedRaterPanel());
    std::vector<SimulatedRater> everybody = panel.train;
    everybody.insert(everybody.end(), panel.test.begin(), panel.test.end());
    ASSERT_EQ(everybody.size(), 6U);
    const std::vector<RaterAgreement> agreements = agreementsOf(votesOf(everybody, 3000));
    ASSERT_EQ(agreements.size(), 15U);
    double mean = 0.0;
    for (const RaterAgreement& two : agreements) {
        EXPECT_GT(two.agreement, 0.57) << two.first << ", " << two.second;
        EXPECT_LT(two.agreement, 0.8) << two.first << ", " << two.second;
        mean += two.agreement / 15.0;
    }
    EXPECT_GT(mean, 0.6);
    EXPECT_LT(mean, 0.75);
}

TEST(RaterPanel, givesTrainAndTestOtherTastes) {
    const RaterPanel panel = readRaterPanel(shippedRaterPanel());
    EXPECT_EQ(panel.judge, "judge");
    EXPECT_EQ(&panel.group("train"), &panel.train);
    EXPECT_EQ(&panel.group("test"), &panel.test);
    expectError(ErrorKind::BadInput, "use train or test", [&] { (void)panel.group("all"); });
    for (const SimulatedRater& train : panel.train) {
        EXPECT_EQ(train.name.rfind("simulated", 0), 0U);
        for (const SimulatedRater& test : panel.test) {
            EXPECT_NE(train.name, test.name);
            EXPECT_NE(train.taste.front().weight, test.taste.front().weight);
        }
    }
}

TEST(RaterPanel, drawsEveryTasteFromItsSeed) {
    const TemporaryFolder folder;
    const RaterPanel panel = readRaterPanel(folder.write("a.toml", twoRaters));
    const RaterPanel again = readRaterPanel(folder.write("b.toml", twoRaters));
    const Taste& one = panel.train.front().taste;
    const Taste& other = panel.test.front().taste;

    EXPECT_EQ(one.front().weight, again.train.front().taste.front().weight);
    EXPECT_NE(one.front().weight, other.front().weight);
    EXPECT_NE(one[3].ideal, other[3].ideal);
    EXPECT_NEAR(one[0].weight * one[0].weight + one[3].weight * one[3].weight, 5.0, 1e-9);
    EXPECT_DOUBLE_EQ(one[2].weight, 0.0);
    EXPECT_DOUBLE_EQ(panel.train.front().manner.slip, 0.5);
}

TEST(RaterPanel, refusesRatersOnBothSidesAndNamesLikePeoples) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& from, const std::string& to, const std::string& message) {
        std::string text = twoRaters;
        text.replace(text.find(from), from.size(), to);
        expectError(ErrorKind::BadInput, message, [&] { (void)readRaterPanel(folder.write("panel.toml", text)); });
    };
    refused("simulated-2 = 12", "simulated-2 = 11", "must not have one taste");
    refused("simulated-2 = 12", "simulated-1 = 12", "must not have one taste");
    refused("simulated-2 = 12", "ann = 12", "must have a name that begins with \"simulated\"");
    refused("simulated-2 = 12", "", "there is no rater");
    refused("simulated-2 = 12", "simulated-2 = -1", "whole number");
    refused("judge = \"judge\"", "", "name the model");
    refused("\"near\"", "\"far\"", "must be one of more, less, near");
    refused("slip", "slap", "the key \"slap\" is unknown");
}

TEST(RaterAgreement, countsWhatTwoRatersSayOfTheSameClips) {
    const auto vote = [](const std::string& rater, const std::string& clip, PreferenceLabel label) {
        PreferencePair pair;
        pair.prompt = "p";
        pair.a.file = clip;
        pair.rater = rater;
        pair.label = label;
        return pair;
    };
    using enum PreferenceLabel;
    const std::vector<RaterAgreement> agreements =
        agreementsOf({vote("x", "1", A), vote("x", "2", A), vote("x", "3", Tie), vote("x", "4", B),
                      vote("x", "5", CannotJudge), vote("y", "4", B), vote("y", "1", A), vote("y", "2", B),
                      vote("y", "3", A), vote("y", "5", A), vote("z", "9", A)});
    ASSERT_EQ(agreements.size(), 1U);
    EXPECT_EQ(agreements[0].first + agreements[0].second, "xy");
    EXPECT_EQ(agreements[0].pairs, 4);
    EXPECT_EQ(agreements[0].decisive, 3);
    EXPECT_NEAR(agreements[0].agreement, 2.0 / 3.0, 1e-12);
}

}  // namespace
}  // namespace musicrl
