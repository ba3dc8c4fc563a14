// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "preference/AspectShares.h"
#include "preference/SimulatedRater.h"
#include "support/TonesOrNoise.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

std::size_t aspect(const std::string& name) {
    const auto found = std::find(aspectNames.begin(), aspectNames.end(), name);
    return static_cast<std::size_t>(found - aspectNames.begin());
}

/// Cares for one aspect alone and never slips.
SimulatedRater sureRater(const std::string& name, const AspectTaste& taste) {
    SimulatedRater rater{.name = "simulated-sure", .taste = {}, .manner = {.slip = 0.0, .tieWidth = 0.1}};
    rater.taste[aspect(name)] = taste;
    return rater;
}

ClipImpression heard(const Clip& clip) {
    return {.sound = measureSound(clip), .fit = 0.5, .quality = 3.0};
}

TEST(SimulatedRater, prefersWhatItsTasteSays) {
    const ClipImpression tone = heard(makeSine(400.0, 2.0));
    const ClipImpression noise = heard(makeNoise(1));
    const AspectTaste lessHiss{.liking = Liking::Less, .centre = -30.0, .scale = 10.0, .weight = 1.0};
    const AspectTaste moreHiss{.liking = Liking::More, .centre = -30.0, .scale = 10.0, .weight = 1.0};
    const AspectTaste dark{.liking = Liking::Near, .centre = 0.0, .scale = 1.0, .ideal = -1.5, .weight = 1.0};

    EXPECT_EQ(judge(sureRater("hiss", lessHiss), tone, noise, 1).label, PreferenceLabel::A);
    EXPECT_EQ(judge(sureRater("hiss", lessHiss), noise, tone, 1).label, PreferenceLabel::B);
    EXPECT_EQ(judge(sureRater("hiss", moreHiss), tone, noise, 1).label, PreferenceLabel::B);
    EXPECT_EQ(judge(sureRater("brightness", dark), tone, noise, 1).label, PreferenceLabel::A);
    EXPECT_EQ(judge(sureRater("brightness", dark), tone, tone, 1).label, PreferenceLabel::Tie);
}

TEST(SimulatedRater, hearsFitAndQuality) {
    const AspectTaste more{.liking = Liking::More, .centre = 0.0, .scale = 1.0, .weight = 1.0};
    const ClipImpression better{.sound = {}, .fit = 0.8, .quality = 2.0};
    const ClipImpression worse{.sound = {}, .fit = 0.2, .quality = 1.5};

    EXPECT_EQ(judge(sureRater("fit", more), better, worse, 1).label, PreferenceLabel::A);
    EXPECT_EQ(judge(sureRater("quality", more), worse, better, 1).label, PreferenceLabel::B);
    EXPECT_NEAR(worthOf(sureRater("fit", more), better), 0.8, 1e-12);
}

TEST(SimulatedRater, letsNoAspectCountWithoutBounds) {
    const SimulatedRater rater = sureRater("loudness", {.centre = -20.0, .scale = 2.0, .weight = 0.5});
    ClipImpression loud = heard(makeSine(400.0, 2.0));
    loud.sound.loudnessLufs = 100.0;

    EXPECT_DOUBLE_EQ(worthOf(rater, loud), 1.5);
}

TEST(SimulatedRater, tellsXAsOftenAsTheDifferencingModelHasIt) {
    SimulatedRater rater = sureRater("fit", {.centre = 0.0, .scale = 1.0, .weight = 1.0});
    rater.manner.slip = 0.5;
    const auto below = [](double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); };
    for (const double d : {0.0, 1.0, 2.0, 4.0}) {  // in slips
        const ClipImpression a{.sound = {}, .fit = 0.1, .quality = 3.0};
        const ClipImpression b{.sound = {}, .fit = 0.1 + d * rater.manner.slip, .quality = 3.0};
        constexpr int trials = 8000;
        int right = 0;
        for (int i = 0; i < trials; ++i) {
            const bool isA = i % 2 == 0;
            right += takesXForA(rater, a, b, isA ? a : b, static_cast<std::uint64_t>(i)) == isA ? 1 : 0;
        }
        const double expected = below(d / std::sqrt(2.0)) * below(d / std::sqrt(6.0)) +
                                below(-d / std::sqrt(2.0)) * below(-d / std::sqrt(6.0));
        EXPECT_NEAR(static_cast<double>(right) / trials, expected, 0.02) << d;  // 3.6 standard errors at most
    }
}

TEST(SimulatedRater, answersTheSameForTheSameSeed) {
    SimulatedRater rater = sureRater("fit", {.centre = 0.0, .scale = 1.0, .weight = 1.0});
    rater.manner.slip = 1.0;
    const ClipImpression clip{.sound = {}, .fit = 0.5, .quality = 3.0};
    int changed = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        EXPECT_EQ(judge(rater, clip, clip, seed), judge(rater, clip, clip, seed));
        changed += judge(rater, clip, clip, seed) == judge(rater, clip, clip, seed + 1) ? 0 : 1;
    }
    EXPECT_GT(changed, 30);
}

/// For worths that differ by d, slips of deviation s make the difference normal about d with deviation s √2.
TEST(SimulatedRater, slipsAsOftenAsItsDeviationSays) {
    SimulatedRater rater = sureRater("fit", {.centre = 0.0, .scale = 1.0, .weight = 1.0});
    rater.manner = {.slip = 0.7, .tieWidth = 0.3};
    const ClipImpression better{.sound = {}, .fit = 1.0, .quality = 3.0};
    const ClipImpression worse{.sound = {}, .fit = 0.5, .quality = 3.0};
    const auto below = [](double x) {
        return 0.5 * std::erfc(-(x - 0.5) / (0.7 * std::numbers::sqrt2) / std::numbers::sqrt2);
    };
    constexpr int count = 20000;
    int wins = 0;
    int ties = 0;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const PreferenceLabel label = judge(rater, better, worse, seed).label;
        wins += label == PreferenceLabel::A ? 1 : 0;
        ties += label == PreferenceLabel::Tie ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(wins) / count, 1.0 - below(0.3), 0.015);
    EXPECT_NEAR(static_cast<double>(ties) / count, below(0.3) - below(-0.3), 0.015);
}

TEST(SimulatedRater, givesPointsThatNeverContradictItsChoice) {
    SimulatedRater rater = sureRater("quality", {.centre = 3.0, .scale = 1.0, .weight = 1.0});
    rater.manner = {.slip = 1.0, .tieWidth = 0.5, .averageWorth = 0.0, .worthPerPoint = 1.0};
    Random random(2);
    std::array<int, 6> given{};
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const ClipImpression a{.sound = {}, .fit = 0.0, .quality = random.uniform(1.0, 5.0)};
        const ClipImpression b{.sound = {}, .fit = 0.0, .quality = random.uniform(1.0, 5.0)};
        const SimulatedVerdict verdict = judge(rater, a, b, seed);
        ASSERT_TRUE(verdict.label != PreferenceLabel::A || verdict.ratingA >= verdict.ratingB);
        ASSERT_TRUE(verdict.label != PreferenceLabel::B || verdict.ratingB >= verdict.ratingA);
        ASSERT_TRUE(verdict.label != PreferenceLabel::Tie || verdict.ratingA == verdict.ratingB);
        ++given.at(static_cast<std::size_t>(verdict.ratingA));
    }
    EXPECT_EQ(given[0], 0);
    EXPECT_TRUE(std::all_of(given.begin() + 1, given.end(), [](int times) { return times > 100; }));
}

TEST(AspectShares, addUpToOneAndNameWhatMovedTheRater) {
    SimulatedRater rater = sureRater("fit", {.centre = 0.0, .scale = 1.0, .weight = 1.0});
    rater.taste[aspect("quality")] = {.centre = 3.0, .scale = 1.0, .weight = 0.5};
    AspectShares shares;
    EXPECT_TRUE(shares.json().empty());
    shares.add(rater, {.sound = {}, .fit = 0.9, .quality = 3.0}, {.sound = {}, .fit = 0.3, .quality = 2.4});
    const Json json = shares.json();  // 0.6 by fit and 0.3 by quality
    EXPECT_NEAR(json["fit"].get<double>(), 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(json["quality"].get<double>(), 1.0 / 3.0, 1e-12);
    EXPECT_DOUBLE_EQ(json["hiss"].get<double>(), 0.0);
}

}  // namespace
}  // namespace musicrl
