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

Json clipsFor(const RunDirectory& run, std::int64_t step, const std::string& measure, Change shownBy) {
    return evidenceClips(run, step, {.message = {}, .numbers = {}, .measure = measure, .shownBy = shownBy});
}

TEST(AlarmEvidence, isTheClipsThatShowItMost) {
    const TemporaryFolder folder;
    const RunDirectory run = runWithMeasures(folder / "run");
    const Json fallen = clipsFor(run, 40, "mulan", Change::Fall);
    ASSERT_EQ(fallen.size(), 3U);
    EXPECT_EQ(fallen[0], Json({{"prompt", "p1"},
                               {"before", "samples/step-00000000/p1.flac"},
                               {"now", "samples/step-00000040/p1.flac"},
                               {"measure", "mulan"},
                               {"before_value", 1.0},
                               {"now_value", -2.0}}));
    EXPECT_EQ(fallen[1].at("prompt"), "p3");
    EXPECT_EQ(fallen[2].at("prompt"), "p0");
    const Json risen = clipsFor(run, 40, "mulan", Change::Rise);
    EXPECT_EQ(risen[0].at("prompt"), "p2");
    EXPECT_EQ(risen[1].at("prompt"), "p0");
    EXPECT_EQ(risen[2].at("prompt"), "p3");
}

TEST(AlarmEvidence, isTheFirstClipsWhereTheMeasureIsNotKnown) {
    const TemporaryFolder folder;
    const RunDirectory run = runWithMeasures(folder / "run");
    for (const char* measure : {"level_db", "kl"}) {
        const Json clips = clipsFor(run, 40, measure, Change::Rise);
        ASSERT_EQ(clips.size(), 3U) << measure;
        EXPECT_EQ(clips[2].at("now"), "samples/step-00000040/p2.flac");
    }
    EXPECT_EQ(clipsFor(run, 20, "mulan", Change::Rise), Json::array());
}

}  // namespace
}  // namespace musicrl
