// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "job/runJob.h"
#include "record/ClipRecipe.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/makeSine.h"
#include "tasks/ScoreTask.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

std::string tinyModel(const TemporaryFolder& folder) {
    writeTinyModel(folder / "model");
    return (folder / "model").string();
}

struct Outcome {
    JobOutcome ending;
    std::vector<ResultRow> rows;
};

Outcome run(const ScoreConfig& config) {
    Outcome outcome;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            outcome.rows.push_back(*row);
        }
    });
    outcome.ending = runJob(makeScoreJob(config), context);
    return outcome;
}

TEST(ScoreTask, scoresEachFileAndKeepsEveryTerm) {
    const TemporaryFolder folder;
    writeAudioFile(folder / "tone.flac", makeSine(440.0, 11.5));
    const Outcome outcome =
        run({.model = tinyModel(folder), .files = {folder / "tone.flac"}, .prompt = "low tone", .device = "cpu"});
    ASSERT_EQ(outcome.ending.ending, JobEnding::Succeeded) << outcome.ending.message;
    ASSERT_EQ(outcome.rows.size(), 1U);
    EXPECT_EQ(outcome.rows[0].kind, "score");
    EXPECT_EQ(outcome.rows[0].values.at("prompt"), "low tone");
    const RewardBreakdown scores = rewardBreakdownFromJson(outcome.rows[0].values.at("scores"), "row");
    ASSERT_NE(scores.find("mulan"), nullptr);
    ASSERT_NE(scores.find("quality"), nullptr);
    ASSERT_EQ(scores.find("mulan")->windows.size(), 2U);
    EXPECT_EQ(scores.find("mulan")->windows[1].startSeconds, 1.5);  // the last 10 s of 11.5
    EXPECT_NEAR(scores.total, scores.find("mulan")->raw + (scores.find("quality")->raw - 1.0) / 4.0, 1e-6);
}

TEST(ScoreTask, reportsABadFileAndGoesOn) {
    const TemporaryFolder folder;
    folder.write("noise.flac", "this is no audio");
    writeAudioFile(folder / "tone.flac", makeSine(440.0, 1.0));
    const Outcome outcome = run({.model = tinyModel(folder),
                                 .files = {folder / "noise.flac", folder / "absent.flac", folder / "tone.flac"},
                                 .prompt = "x",
                                 .device = "cpu"});
    EXPECT_EQ(outcome.ending.ending, JobEnding::Failed);
    EXPECT_THAT(outcome.ending.message, HasSubstr("2 of 3 clips"));
    ASSERT_EQ(outcome.rows.size(), 3U);
    EXPECT_EQ(outcome.rows[0].kind, "error");
    EXPECT_THAT(outcome.rows[0].values.at("file").get<std::string>(), HasSubstr("noise.flac"));
    EXPECT_EQ(outcome.rows[1].kind, "error");
    EXPECT_THAT(outcome.rows[1].values.at("message").get<std::string>(), HasSubstr("absent.flac"));
    EXPECT_EQ(outcome.rows[2].kind, "score");
}

TEST(ScoreTask, takesThePromptFromTheRecordAndKeepsTheScoresThere) {
    const TemporaryFolder folder;
    const std::filesystem::path clip = folder / "tone.flac";
    writeAudioFile(clip, makeSine(440.0, 1.0));
    ScoreConfig config{
        .model = tinyModel(folder), .files = {clip}, .prompt = {}, .keepInRecords = true, .device = "cpu"};
    EXPECT_THAT(run(config).rows.at(0).values.at("message").get<std::string>(), HasSubstr("give the prompt"));
    ClipRecord record;
    record.recipe.prompt = {"1", "high noise", 1.0, 5};
    writeClipRecord(clip, record);
    const Outcome outcome = run(config);
    ASSERT_EQ(outcome.ending.ending, JobEnding::Succeeded) << outcome.ending.message;
    EXPECT_EQ(outcome.rows.at(0).values.at("prompt"), "high noise");
    const ClipRecord after = readClipRecord(clip);
    ASSERT_TRUE(after.scores.has_value());
    EXPECT_EQ(toJson(*after.scores), outcome.rows.at(0).values.at("scores"));
}

TEST(ScoreTask, refusesAnUnknownModelAndAnEmptyList) {
    const Outcome unknown = run({.model = "no-such-model", .files = {"x.flac"}, .prompt = "x", .device = "cpu"});
    EXPECT_EQ(unknown.ending.kind, ErrorKind::NotFound);
    EXPECT_THAT(unknown.ending.message, HasSubstr("no-such-model"));
    EXPECT_THAT(run({}).ending.message, HasSubstr("at least one audio file"));
}

}  // namespace
}  // namespace musicrl
