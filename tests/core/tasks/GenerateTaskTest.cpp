// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "job/runJob.h"
#include "record/Csv.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "tasks/GenerateTask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

struct Heard {
    JobOutcome outcome;
    std::vector<fs::path> clips;
    std::vector<fs::path> tables;
};

Heard run(const GenerateConfig& config, const std::function<void()>& onClip = {}, std::stop_token stop = {}) {
    Heard heard;
    const JobContext context(stop, [&](const JobMessage& message) {
        if (const auto* file = std::get_if<FileWritten>(&message)) {
            EXPECT_TRUE(fs::exists(file->path));
            if (file->kind != "clip") {
                heard.tables.push_back(file->path);
                return;
            }
            EXPECT_TRUE(fs::exists(recordPathFor(file->path)));
            heard.clips.push_back(file->path);
            if (onClip) {
                onClip();
            }
        }
    });
    heard.outcome = runJob(makeGenerateJob(config), context);
    return heard;
}

class GenerateTask : public testing::Test {
protected:
    void SetUp() override {
        writeTinyModel(folder_ / "model");
        config_.model = (folder_ / "model").string();
        config_.prompts = {{"p", "Slow calm piano", 0.5, 7}};
        config_.device = "cpu";
        config_.outFolder = folder_ / "clips";
    }

    void expectRefusal(const GenerateConfig& config, ErrorKind kind, const std::string& part) {
        const Heard heard = run(config);
        EXPECT_EQ(heard.outcome.ending, JobEnding::Failed);
        EXPECT_EQ(heard.outcome.kind, kind) << heard.outcome.message;
        EXPECT_THAT(heard.outcome.message, testing::HasSubstr(part));
        EXPECT_FALSE(fs::exists(config_.outFolder)) << "nothing may be left behind";
    }

    TemporaryFolder folder_;
    GenerateConfig config_;
};

TEST_F(GenerateTask, writesClipsOfTheAskedLengthWithTheirRecords) {
    config_.count = 2;
    const Heard heard = run(config_);
    ASSERT_EQ(heard.outcome.message, "");
    ASSERT_EQ(heard.clips.size(), 2U);
    EXPECT_EQ(heard.clips[0].filename(), "slow-calm-piano-7.flac");
    EXPECT_EQ(heard.clips[1].filename(), "slow-calm-piano-8.flac");
    EXPECT_EQ(readAudioInfo(heard.clips[0]).frames, 8000);
    const ClipRecord record = readClipRecord(heard.clips[1]);
    EXPECT_EQ(record.recipe.prompt.seed, 8U);
    EXPECT_EQ(record.recipe.modelName, "tiny");
    EXPECT_EQ(record.recipe.modelHash.size(), 64U);
    EXPECT_EQ(record.sha256, sha256OfFile(heard.clips[1]));
    EXPECT_NE(record.scores.value().find("mulan"), nullptr);
    EXPECT_NE(record.scores.value().find("quality"), nullptr);
    const Json tag = Json::parse(readAudioComment(heard.clips[1]));
    EXPECT_EQ(tag, toJson(record.recipe));
}

TEST_F(GenerateTask, givesTheSameBytesAgain) {
    config_.count = 3;
    config_.batchClips = 2;
    const Heard first = run(config_);
    config_.outFolder = folder_ / "again";
    const Heard second = run(config_);
    ASSERT_EQ(first.clips.size(), 3U);
    ASSERT_EQ(second.clips.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(sha256OfFile(first.clips[i]), sha256OfFile(second.clips[i]));
    }
    EXPECT_NE(sha256OfFile(first.clips[0]), sha256OfFile(first.clips[1]));
}

TEST_F(GenerateTask, keepsPromptsOfEqualNamesApart) {
    config_.prompts = {{"a", "Slow calm piano", 0.2, 7}, {"b", "slow, calm piano!", 0.4, 7}};
    config_.score = false;
    const Heard heard = run(config_);
    ASSERT_EQ(heard.clips.size(), 2U);
    EXPECT_EQ(heard.clips[1].filename(), "slow-calm-piano-7-2.flac");
    EXPECT_EQ(readAudioInfo(heard.clips[1]).frames, 6400);
    EXPECT_FALSE(readClipRecord(heard.clips[1]).scores.has_value());
}

TEST_F(GenerateTask, keepsTheBestOfEachPromptsCandidates) {
    config_.prompts = {{"p", "Slow calm piano", 0.5, 7}, {"q", "fast loud drums", 0.5, 7}};
    config_.count = 6;
    config_.rewardWeights = {{"quality", 2.0}};
    const Heard all = run(config_);
    ASSERT_EQ(all.clips.size(), 12U);
    EXPECT_TRUE(all.tables.empty());
    config_.count = 2;
    config_.bestOf = 3;
    config_.batchClips = 2;  // candidates of a clip come in several batches
    config_.outFolder = folder_ / "best";
    const Heard best = run(config_);
    ASSERT_EQ(best.outcome.message, "");
    ASSERT_EQ(best.clips.size(), 4U);
    for (std::size_t kept = 0; kept < 4; ++kept) {
        const double total = readClipRecord(best.clips[kept]).scores->total;
        for (std::size_t i = 3 * kept; i < 3 * kept + 3; ++i) {
            const RewardBreakdown scores = readClipRecord(all.clips[i]).scores.value();
            EXPECT_GE(total, scores.total - 1e-5);
            EXPECT_NEAR(scores.total, 2.0 * (scores.find("quality")->raw - 1.0) / 4.0, 1e-6) << "MuLan does not count";
        }
    }
    const std::uint64_t seed = readClipRecord(best.clips[1]).recipe.prompt.seed;
    EXPECT_TRUE(seed >= 10 && seed < 13) << "the second three candidates";
    EXPECT_EQ(best.clips[1].filename(), "slow-calm-piano-" + std::to_string(seed) + ".flac");
    ASSERT_EQ(best.tables.size(), 1U);
    EXPECT_EQ(best.tables[0].filename(), "best-of-3.csv");
    const CsvTable curve = readCsv(best.tables[0]);
    ASSERT_EQ(curve.rows.size(), 3U);
    EXPECT_GT(std::stod(curve.rows[2][2]), std::stod(curve.rows[0][2]));
}

TEST_F(GenerateTask, replacesNoOtherClipUnasked) {
    const fs::path file = run(config_).clips.at(0);
    const std::string before = sha256OfFile(file);
    config_.score = false;
    EXPECT_EQ(run(config_).clips, std::vector<fs::path>{file}) << "the same clip again";
    EXPECT_EQ(sha256OfFile(file), before);
    EXPECT_TRUE(readClipRecord(file).scores) << "the same clip keeps its scores";

    config_.temperature = 1.5;
    config_.others = OtherClips::Refuse;
    EXPECT_THAT(run(config_).outcome.message, testing::HasSubstr("is there already, a clip of tiny · base"));
    config_.others = OtherClips::KeepBoth;
    EXPECT_EQ(run(config_).clips.at(0).filename(), "slow-calm-piano-7-2.flac");
    EXPECT_EQ(sha256OfFile(file), before);
    EXPECT_TRUE(readClipRecord(file).scores);
    config_.others = OtherClips::Replace;
    EXPECT_EQ(run(config_).clips, std::vector<fs::path>{file});
    EXPECT_NE(sha256OfFile(file), before);
    EXPECT_FALSE(readClipRecord(file).scores) << "of the other clip";
}

TEST_F(GenerateTask, refusesBeforeTheFirstOfManyClips) {
    config_.count = 3;
    config_.prompts[0].seed = 8;
    (void)run(config_);
    config_.prompts[0].seed = 6;
    config_.fineIterations += 1;
    config_.others = OtherClips::Refuse;
    EXPECT_THAT(run(config_).outcome.message, testing::HasSubstr("slow-calm-piano-8.flac"));
    EXPECT_FALSE(fs::exists(config_.outFolder / "slow-calm-piano-6.flac"));
}

TEST_F(GenerateTask, usesACheckpointsWeights) {
    const Heard base = run(config_);
    writeTinyModel(folder_ / "other", 2);
    fs::create_directory(folder_ / "step-1");
    fs::copy_file(folder_ / "other/language/model.safetensors", folder_ / "step-1/policy.safetensors");
    config_.checkpoint = (folder_ / "step-1").string();
    config_.outFolder = folder_ / "tuned";
    const Heard tuned = run(config_);
    ASSERT_EQ(tuned.outcome.message, "");
    EXPECT_NE(readAudioFile(base.clips.at(0)).samples, readAudioFile(tuned.clips.at(0)).samples);
    EXPECT_EQ(readClipRecord(tuned.clips[0]).recipe.checkpoint, config_.checkpoint);
}

TEST_F(GenerateTask, keepsFinishedClipsWhenItIsStopped) {
    config_.count = 3;
    config_.batchClips = 1;
    std::stop_source stop;
    const Heard heard = run(
        config_, [&] { stop.request_stop(); }, stop.get_token());
    EXPECT_EQ(heard.outcome.ending, JobEnding::Stopped);
    ASSERT_EQ(heard.clips.size(), 1U);
    EXPECT_EQ(readAudioInfo(heard.clips[0]).frames, 8000);
    EXPECT_EQ(std::distance(fs::directory_iterator(config_.outFolder), fs::directory_iterator()), 2);
}

TEST_F(GenerateTask, refusesWhatCannotBeMadeBeforeItWritesAnything) {
    const auto with = [&](const auto& change) {
        GenerateConfig config = config_;
        change(config);
        return config;
    };
    expectRefusal(with([](GenerateConfig& c) { c.prompts.clear(); }), ErrorKind::BadInput, "no prompt");
    expectRefusal(with([](GenerateConfig& c) { c.prompts[0].text = " \n"; }), ErrorKind::BadInput, "empty");
    expectRefusal(with([](GenerateConfig& c) { c.prompts[0].durationSeconds = 0.0; }), ErrorKind::BadInput, "up to 10");
    expectRefusal(with([](GenerateConfig& c) { c.prompts[0].durationSeconds = 10.5; }), ErrorKind::BadInput, "10.5 s");
    expectRefusal(with([](GenerateConfig& c) { c.count = 0; }), ErrorKind::BadInput, "at least 1");
    expectRefusal(with([](GenerateConfig& c) { c.bestOf = 0; }), ErrorKind::BadInput, "at least 1");
    expectRefusal(with([](GenerateConfig& c) { c.bestOf = 2, c.score = false; }), ErrorKind::BadInput, "scored");
    expectRefusal(with([](GenerateConfig& c) { c.rewardWeights = {{"mulann", 1.0}}; }), ErrorKind::BadInput, "mulann");
    expectRefusal(with([](GenerateConfig& c) { c.temperature = 0.0; }), ErrorKind::BadInput, "temperature");
    expectRefusal(with([](GenerateConfig& c) { c.model = "nobody"; }), ErrorKind::NotFound, "nobody");
    fs::copy(folder_ / "model", folder_ / "judge", fs::copy_options::recursive);
    fs::remove_all(folder_ / "judge/language");
    expectRefusal(with([&](GenerateConfig& c) { c.model = (folder_ / "judge").string(); }), ErrorKind::BadInput,
                  "makes no music");
    expectRefusal(with([](GenerateConfig& c) { c.checkpoint = "/nowhere"; }), ErrorKind::NotFound, "/nowhere");
    const fs::path file = folder_.write("file", "");
    expectRefusal(with([&](GenerateConfig& c) { c.outFolder = file / "clips"; }), ErrorKind::Io, "file");
}

}  // namespace
}  // namespace musicrl
