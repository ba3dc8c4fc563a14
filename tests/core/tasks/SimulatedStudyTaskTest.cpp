// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/StudyFixture.h"
#include "job/runJob.h"
#include "study/CreateStudy.h"
#include "support/TinyModelFolder.h"
#include "tasks/SimulatedStudyTask.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A study of two raters of the panel.
class SimulatedStudyTask : public testing::Test {
protected:
    SimulatedStudyTask()
        : store_(createStudy(fixture_.design(2, 2, {{"raters", {"simulated-1", "simulated-2"}}}),
                             fixture_.studyFolder(), [](std::size_t, std::size_t) {})) {
        writeTinyModel(fixture_.folder() / "judge", 1);
        fixture_.folder().write("panel.toml", "judge = \"" + (fixture_.folder() / "judge").string() + R"("
[taste.hiss]
likes = "less"
centre = -30.0
scale = 10.0
weight = 2.0
[train]
simulated-1 = 11
[test]
simulated-2 = 12
)");
    }

    [[nodiscard]] std::string failure() const {
        SimulatedStudyConfig config;
        config.folder = fixture_.studyFolder();
        config.panel = fixture_.folder() / "panel.toml";
        config.device = "cpu";
        return runJob(makeSimulatedStudyJob(config), JobContext()).message;
    }

    StudyFixture fixture_;
    StudyStore store_;
};

TEST_F(SimulatedStudyTask, leavesToAPersonWhatAPersonRates) {
    store_.saveProfile({.pseudonym = "simulated-2", .fluency = "native"});
    EXPECT_THAT(failure(), HasSubstr("A person rates as \"simulated-2\""));
    EXPECT_EQ(store_.status().judgements, 0);
    EXPECT_FALSE(store_.profile("simulated-2")->simulated);
}

TEST_F(SimulatedStudyTask, ratesNoOtherClipsThanThePlans) {
    fs::copy_file(store_.nextTrial("simulated-1")->clips[0].file, store_.currentTrial("simulated-1")->clips[0].file,
                  fs::copy_options::overwrite_existing);
    EXPECT_THAT(failure(), HasSubstr("is not the one that the study was planned with"));
    EXPECT_EQ(store_.status().judgements, 0);
}

}  // namespace
}  // namespace musicrl
