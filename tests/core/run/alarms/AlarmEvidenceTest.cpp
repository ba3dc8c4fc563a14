// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/SampleMeasures.h"
#include "run/alarms/AlarmEvidence.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <limits>

namespace musicrl {
namespace {

RunDirectory runWithMeasures(const std::filesystem::path& folder) {
    const RunDirectory run = RunDirectory::create(folder, Recipe());
    SampleMeasures before;
    SampleMeasures now;
    const std::vector<double> changes = {0.1, -3.0, 0.5, 0.0};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const std::string prompt = "p" + std::to_string(i);
        before.add(prompt, {{"mulan", 1.0}, {"level_db", -20.0}});
        now.add(prompt, {{"mulan", 1.0 + changes[i]}, {"level_db", std::numeric_limits<double>::quiet_NaN()}});
    }
    before.write(run.sampleFolder(0));
    now.write(run.sampleFolder(40));
    return run;
}

TEST(AlarmEvidence, isTheClipsThatChangedMost) {
    const TemporaryFolder folder;
    const Json clips = evidenceClips(runWithMeasures(folder / "run"), 40, "mulan");
    ASSERT_EQ(clips.size(), 3U);
    EXPECT_EQ(clips[0], Json({{"prompt", "p1"},
                              {"before", "samples/step-00000000/p1.flac"},
                              {"now", "samples/step-00000040/p1.flac"},
                              {"measure", "mulan"},
                              {"before_value", 1.0},
                              {"now_value", -2.0}}));
    EXPECT_EQ(clips[1].at("prompt"), "p2");
    EXPECT_EQ(clips[2].at("prompt"), "p0");
}

TEST(AlarmEvidence, isTheFirstClipsWhereTheMeasureIsNotKnown) {
    const TemporaryFolder folder;
    const RunDirectory run = runWithMeasures(folder / "run");
    for (const char* measure : {"level_db", "kl"}) {
        const Json clips = evidenceClips(run, 40, measure);
        ASSERT_EQ(clips.size(), 3U) << measure;
        EXPECT_EQ(clips[2].at("now"), "samples/step-00000040/p2.flac");
    }
    EXPECT_EQ(evidenceClips(run, 20, "mulan"), Json::array());
}

}  // namespace
}  // namespace musicrl
