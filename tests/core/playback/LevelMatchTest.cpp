// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/LevelMatch.h"
#include "playback/PreparedTrial.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace musicrl {
namespace {

constexpr double studyLufs = -23.0;

/// A sine of 997 Hz: by ITU-R BS.1770-4 a stereo one of full scale less L dB has a loudness of -L LUFS.
ClipPtr sine(double dbfs, int channels, double seconds, int rate = 48000) {
    Clip clip{.sampleRateHz = rate, .channels = channels, .samples = {}};
    const double amplitude = std::pow(10.0, dbfs / 20.0);
    for (int frame = 0; frame < static_cast<int>(seconds * rate); ++frame) {
        const auto sample = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * 997.0 * frame / rate));
        clip.samples.insert(clip.samples.end(), static_cast<std::size_t>(channels), sample);
    }
    return std::make_shared<const Clip>(std::move(clip));
}

TEST(LevelMatch, bringsClipsToTheWishWhenAllAreLouder) {
    const std::array clips = {Loudness{.integratedLufs = -20.0, .truePeakDbtp = -9.0},
                              Loudness{.integratedLufs = -12.0, .truePeakDbtp = -2.0}};
    const TrialLevels levels = matchLevels(clips, studyLufs);
    EXPECT_TRUE(levels.matched);
    EXPECT_DOUBLE_EQ(levels.targetLufs, -23.0);
    EXPECT_DOUBLE_EQ(levels.gainsDb[0], -3.0);
    EXPECT_DOUBLE_EQ(levels.gainsDb[1], -11.0);
    EXPECT_DOUBLE_EQ(levels.peakGuardDb, 0.0);
}

TEST(LevelMatch, goesDownToTheQuietestClipRatherThanBoostIt) {
    const std::array clips = {Loudness{.integratedLufs = -31.0, .truePeakDbtp = -20.0},
                              Loudness{.integratedLufs = -12.0, .truePeakDbtp = -2.0},
                              Loudness{.integratedLufs = -25.0, .truePeakDbtp = -9.0}};
    const TrialLevels levels = matchLevels(clips, studyLufs);
    EXPECT_DOUBLE_EQ(levels.targetLufs, -31.0);
    EXPECT_EQ(levels.gainsDb, (std::vector<double>{0.0, -19.0, -6.0}));
}

TEST(LevelMatch, bringsAllDownEquallyForOneTruePeak) {
    const std::array clips = {Loudness{.integratedLufs = -23.0, .truePeakDbtp = 0.5},  // very dynamic
                              Loudness{.integratedLufs = -13.0, .truePeakDbtp = -3.0}};
    const TrialLevels levels = matchLevels(clips, studyLufs);
    EXPECT_DOUBLE_EQ(levels.peakGuardDb, 1.5);
    EXPECT_DOUBLE_EQ(levels.gainsDb[0], -1.5);  // its peak ends at -1 dBTP
    EXPECT_DOUBLE_EQ(levels.gainsDb[1], -11.5);
    EXPECT_DOUBLE_EQ(levels.targetLufs, -24.5);
}

TEST(LevelMatch, saysWhyItDoesNotMatchSilenceAndStillGuardsThePeaks) {
    const std::array clips = {Loudness{.integratedLufs = -10.0, .truePeakDbtp = 1.0}, Loudness{}};
    const TrialLevels levels = matchLevels(clips, studyLufs);
    EXPECT_FALSE(levels.matched);
    EXPECT_EQ(levels.gainsDb, (std::vector<double>{-2.0, -2.0}));
    EXPECT_NE(levels.reason.find("clip B is silent or shorter than 0.4 s"), std::string::npos) << levels.reason;
}

TEST(PreparedTrial, measuresMonoAsDualMonoAndStereoByTheStandardsSine) {
    const PreparedTrial trial = prepareTrial({sine(-18.0, 2, 3.0), sine(-23.0, 1, 3.0)}, std::nullopt, -14.0, 48000);
    ASSERT_TRUE(trial.levels.matched);
    EXPECT_NEAR(trial.levels.integratedLufs[0].value(), -18.0, 0.05);
    EXPECT_NEAR(trial.levels.integratedLufs[1].value(), -23.0, 0.05);
    EXPECT_NEAR(trial.levels.gainsDb[0], -5.0, 0.05);
    EXPECT_DOUBLE_EQ(trial.levels.gainsDb[1], 0.0);
    EXPECT_NEAR(trial.levels.truePeaksDbtp[0], -18.0, 0.1);
}

TEST(PreparedTrial, measuresAndCutsTheTrialsSpanAlone) {
    Clip loudThenQuiet = *sine(-10.0, 1, 2.0);
    const ClipPtr quiet = sine(-30.0, 1, 2.0);
    loudThenQuiet.samples.insert(loudThenQuiet.samples.end(), quiet->samples.begin(), quiet->samples.end());
    const auto clip = std::make_shared<const Clip>(std::move(loudThenQuiet));
    const PreparedTrial trial = prepareTrial({clip, clip}, TrialSpan{2.0, 4.0}, -23.0, 48000);
    EXPECT_NEAR(trial.levels.integratedLufs[0].value(), -30.0, 0.05);
    EXPECT_EQ(trial.clips[0].playable->frames(), 2 * 48000);
    EXPECT_EQ(trial.clips[0].playable->samples[1], quiet->samples[1]);
}

TEST(PreparedTrial, keepsTheSourceBesideWhatTheOutputGets) {
    const ClipPtr clip = sine(-23.0, 1, 1.0, 16000);
    const PreparedTrial same = prepareTrial({clip}, std::nullopt, -23.0, 16000);
    EXPECT_EQ(same.clips[0].playable, clip);
    const PreparedTrial other = prepareTrial({clip}, std::nullopt, -23.0, 44100);
    EXPECT_EQ(other.clips[0].source, clip);
    EXPECT_EQ(other.clips[0].playable->sampleRateHz, 44100);
}

TEST(PreparedTrial, doesNotMatchAClipBelowTheLengthOfABlock) {
    const PreparedTrial trial = prepareTrial({sine(-12.0, 1, 0.3), sine(-20.0, 1, 2.0)}, std::nullopt, -23.0, 48000);
    EXPECT_FALSE(trial.levels.matched);
    EXPECT_NE(trial.levels.reason.find("clip A"), std::string::npos);
    EXPECT_EQ(trial.levels.gainsDb, (std::vector<double>{0.0, 0.0}));
}

}  // namespace
}  // namespace musicrl
