// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/CorpusTask.h"

#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "base/Json.h"
#include "job/runJob.h"
#include "pretrain/corpus/Renderer.h"
#include "record/MusicCaps.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace musicrl {
namespace {

CorpusConfig smallCorpus(const std::filesystem::path& folder) {
    CorpusConfig config;
    config.clips = 8;
    config.clipSeconds = 2.0;
    config.heldOutShare = 0.25;
    config.seed = 3;
    config.outFolder = folder;
    return config;
}

/// SHA-256 of every file of the corpus by its name.
std::map<std::string, std::string> hashesOf(const std::filesystem::path& folder) {
    std::map<std::string, std::string> hashes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            hashes[entry.path().filename().string()] = sha256OfFile(entry.path());
        }
    }
    return hashes;
}

class CorpusTaskTest : public testing::Test {
protected:
    void SetUp() override {
        try {
            Renderer::requireAvailable(defaultSoundFont());
        } catch (const Error& error) {
            GTEST_SKIP() << error.what();
        }
    }
    TemporaryFolder folder_;
};

TEST_F(CorpusTaskTest, writesTheSameBytesOnAnyNumberOfThreads) {
    CorpusConfig one = smallCorpus(folder_.path() / "one");
    one.threads = 1;
    CorpusConfig three = smallCorpus(folder_.path() / "three");
    three.threads = 3;
    ASSERT_EQ(runJob(makeCorpusJob(one), JobContext()).message, "");
    ASSERT_EQ(runJob(makeCorpusJob(three), JobContext()).message, "");
    EXPECT_EQ(hashesOf(one.outFolder), hashesOf(three.outFolder));
    EXPECT_EQ(hashesOf(one.outFolder).size(), 10U);  // eight clips, the table, the settings
}

TEST_F(CorpusTaskTest, keepsHeldOutCaptionsAndPiecesToThemselves) {
    const CorpusConfig config = smallCorpus(folder_.path());
    ASSERT_EQ(runJob(makeCorpusJob(config), JobContext()).message, "");
    std::set<std::string> train, heldOut, audio;
    for (const MusicCapsRow& row : readMusicCaps(config.outFolder / "corpus.csv")) {
        (row.audiosetEval ? heldOut : train).insert(row.caption);
        const std::filesystem::path file = config.outFolder / "audio" / (row.id + ".flac");
        const AudioFileInfo info = readAudioInfo(file);
        EXPECT_EQ(info.sampleRateHz, 16000);
        EXPECT_EQ(info.channels, 1);
        EXPECT_EQ(info.frames, 32000);
        audio.insert(sha256OfFile(file));
        EXPECT_FALSE(Json::parse(row.facts).at("instruments").empty());
        EXPECT_FALSE(row.aspects.empty());
    }
    EXPECT_EQ(heldOut.size(), 2U);
    EXPECT_EQ(audio.size(), 8U);
    for (const std::string& caption : heldOut) {
        EXPECT_EQ(train.count(caption), 0U) << caption;
    }
}

TEST_F(CorpusTaskTest, rendersTheHeldOutSplitAloneAsInTheWhole) {
    const CorpusConfig whole = smallCorpus(folder_.path() / "whole");
    CorpusConfig part = smallCorpus(folder_.path() / "part");
    part.split = CorpusSplit::HeldOut;
    ASSERT_EQ(runJob(makeCorpusJob(whole), JobContext()).message, "");
    ASSERT_EQ(runJob(makeCorpusJob(part), JobContext()).message, "");
    const std::vector<MusicCapsRow> all = readMusicCaps(whole.outFolder / "corpus.csv");
    const std::vector<MusicCapsRow> rows = readMusicCaps(part.outFolder / "corpus.csv");
    ASSERT_EQ(rows.size(), 2U);
    std::map<std::string, std::string> hashes = hashesOf(whole.outFolder);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].id, all[i + 6].id);
        EXPECT_EQ(rows[i].caption, all[i + 6].caption);
        const std::string file = rows[i].id + ".flac";
        EXPECT_EQ(sha256OfFile(part.outFolder / "audio" / file), hashes[file]);
    }
    EXPECT_EQ(hashesOf(part.outFolder).size(), 4U);  // two clips, the table, the settings
}

TEST_F(CorpusTaskTest, goesOnWhereItWasStopped) {
    const CorpusConfig config = smallCorpus(folder_.path() / "stopped");
    std::stop_source stop;
    const JobContext stopping(stop.get_token(), [&stop](const JobMessage& message) {
        if (std::holds_alternative<Progress>(message) && std::get<Progress>(message).done >= 2) {
            stop.request_stop();
        }
    });
    EXPECT_EQ(runJob(makeCorpusJob(config), stopping).ending, JobEnding::Stopped);
    EXPECT_FALSE(std::filesystem::exists(config.outFolder / "corpus.csv"));
    ASSERT_EQ(runJob(makeCorpusJob(config), JobContext()).message, "");
    const CorpusConfig whole = smallCorpus(folder_.path() / "whole");
    ASSERT_EQ(runJob(makeCorpusJob(whole), JobContext()).message, "");
    EXPECT_EQ(hashesOf(config.outFolder), hashesOf(whole.outFolder));
}

TEST_F(CorpusTaskTest, refusesAFolderWithACorpusOfOtherSettings) {
    CorpusConfig config = smallCorpus(folder_.path());
    config.clips = 1;
    ASSERT_EQ(runJob(makeCorpusJob(config), JobContext()).message, "");
    config.seed = 4;
    const JobOutcome outcome = runJob(makeCorpusJob(config), JobContext());
    EXPECT_EQ(outcome.kind, ErrorKind::BadInput);
    EXPECT_NE(outcome.message.find("other settings"), std::string::npos) << outcome.message;
}

TEST(CorpusTask, sharesNoCaptionAndNoPieceBetweenTheSplits) {
    CorpusConfig config;
    config.clips = 6000;
    config.heldOutShare = 0.4;
    config.outFolder = "/nowhere";
    std::set<std::string> captions, facts;
    std::size_t train = 0, heldOut = 0;
    for (const MusicCapsRow& row : corpusRows(config, JobContext())) {
        if (row.audiosetEval) {
            ++heldOut;
            ASSERT_EQ(captions.count(row.caption), 0U) << row.caption;
            ASSERT_EQ(facts.count(row.facts), 0U) << row.facts;
        } else {
            ++train;
            captions.insert(row.caption);
            facts.insert(row.facts);
        }
    }
    EXPECT_EQ(train, 3600U);
    EXPECT_EQ(heldOut, 2400U);
    EXPECT_LT(captions.size(), train) << "no caption came twice by chance, so that the test proves nothing";
}

TEST(CorpusTask, refusesSettingsOutOfRange) {
    CorpusConfig config;
    config.outFolder = "/nowhere";
    config.clips = 0;
    EXPECT_EQ(runJob(makeCorpusJob(config), JobContext()).kind, ErrorKind::BadInput);
    config.clips = 1;
    config.clipSeconds = 0.0;
    EXPECT_EQ(runJob(makeCorpusJob(config), JobContext()).kind, ErrorKind::BadInput);
}

}  // namespace
}  // namespace musicrl
