// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "base/Hash.h"
#include "job/runJob.h"
#include "record/ClipRecipe.h"
#include "record/MusicCaps.h"
#include "run/JsonLines.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/makeSine.h"
#include "tasks/QualityBenchTask.h"

#include <gmock/gmock.h>
#include <map>
#include <memory>

namespace musicrl {
namespace {

using testing::HasSubstr;

/// Six tones of a second, all but two held out.
void writeCorpus(const std::filesystem::path& folder, double lowestHz) {
    std::vector<MusicCapsRow> rows;
    for (int i = 0; i < 6; ++i) {
        MusicCapsRow row;
        row.id = "clip-" + std::to_string(i);
        row.caption = "tone number " + std::to_string(i);
        row.audiosetEval = i >= 2;
        writeAudioFile(folder / "audio" / (row.id + ".wav"), makeSine(lowestHz + 100.0 * i, 1.0));
        rows.push_back(std::move(row));
    }
    writeMusicCaps(folder / "corpus.csv", rows);
}

class QualityBench : public testing::Test {
protected:
    static void SetUpTestSuite() { classifierFolder_ = std::make_unique<TemporaryFolder>(); }
    static void TearDownTestSuite() { classifierFolder_.reset(); }

    void SetUp() override {
        writeTinyModel(folder_ / "model");
        std::filesystem::create_directories(folder_ / "corpus" / "audio");
        writeCorpus(folder_ / "corpus", 200.0);
        folder_.write(
            "prompts.jsonl",
            R"({"id": "a", "prompt": "slow flute", "genre": "folk", "tempo": "slow", "instrument": "flute", "form": "tags"})"
            "\n"
            R"({"id": "b", "prompt": "fast cello", "genre": "folk", "tempo": "fast", "instrument": "cello", "form": "tags"})"
            "\n");
    }

    [[nodiscard]] QualityBenchConfig config() const {
        QualityBenchConfig made{
            .model = (folder_ / "model").string(),
            .corpus = folder_ / "corpus",
            .otherCorpus = {},
            .prompts = folder_ / "prompts.jsonl",
            .out = folder_ / "out" / "bench.json",
            .clipsFolder = folder_ / "clips",
            .classifierFolder = classifierFolder_->path(),
            .clips = 3,
            .clipSeconds = 3.0,
            .batchClips = 2,
            .device = "cpu",
            .classifier = {.trainClips = 4, .codedClips = 2, .testClips = 4, .steps = 1, .batch = 2, .clipSeconds = 4.0}};
        return made;
    }

    [[nodiscard]] std::map<std::string, Json> measuresOf(const QualityBenchConfig& chosen) {
        clipsMade_ = 0;
        const JobContext context({}, [this](const JobMessage& message) {
            const auto* file = std::get_if<FileWritten>(&message);
            clipsMade_ += file != nullptr && file->kind == "clip" ? 1 : 0;
        });
        const JobOutcome outcome = runJob(makeQualityBenchJob(chosen), context);
        EXPECT_EQ(outcome.message, "");
        std::map<std::string, Json> measures;
        results_ = readJsonFile(chosen.out);
        for (const Json& measure : results_.at("measures")) {
            measures[measure.at("name").get<std::string>()] = measure;
        }
        return measures;
    }

    static inline std::unique_ptr<TemporaryFolder> classifierFolder_;  ///< one for all: making it is half the time
    TemporaryFolder folder_;
    Json results_;
    int clipsMade_ = 0;
};

TEST_F(QualityBench, writesEveryMeasureWithItsThresholdAndWhereItWasMade) {
    const std::map<std::string, Json> measures = measuresOf(config());
    const std::vector<std::string> names = {
        "bundle/mib",         "clips/clipped",     "clips/silent",          "clips/stuck",
        "codec/codes_used",   "codec/mel_ratio",   "instrument/classifier", "instrument/named",
        "mulan/top10_of_100", "mulan/top1_of_100", "quality/spearman",      "speed/clip_seconds"};
    ASSERT_EQ(measures.size(), names.size());
    for (const std::string& name : names) {
        ASSERT_TRUE(measures.contains(name)) << name;
        const Json& measure = measures.at(name);
        EXPECT_TRUE(measure.at("threshold").is_number());
        EXPECT_TRUE(measure.at("value").is_number() == measure.at("met").is_boolean()) << measure.dump();
        EXPECT_TRUE(measure.at("value").is_number() ||
                    measure.at("note").get<std::string>().starts_with("not measured"))
            << measure.dump();
    }
    EXPECT_EQ(results_.at("seeds").at("clips"), 1);
    EXPECT_EQ(results_.at("model").at("hash").get<std::string>().size(), 64U);
    EXPECT_GE(results_.at("machine").at("threads").get<int>(), 1);
    EXPECT_TRUE(results_.at("created").is_string());
}

TEST_F(QualityBench, measuresWhatCanBeKnownOfATinyModel) {
    const std::map<std::string, Json> measures = measuresOf(config());
    EXPECT_TRUE(measures.at("bundle/mib").at("met").get<bool>());
    EXPECT_GT(measures.at("bundle/mib").at("value").get<double>(), 0.0);
    EXPECT_EQ(measures.at("codec/codes_used").at("detail").at("by_level").size(), 4U);
    EXPECT_THAT(measures.at("codec/mel_ratio").at("note").get<std::string>(), HasSubstr("no other was given"));
    EXPECT_THAT(measures.at("mulan/top1_of_100").at("note").get<std::string>(),
                HasSubstr("4 held-out clips are fewer than 100"));
    EXPECT_GT(measures.at("speed/clip_seconds").at("value").get<double>(), 0.0);
}

TEST_F(QualityBench, measuresTheOtherSoundFontWhereThereIsOne) {
    std::filesystem::create_directories(folder_ / "other" / "audio");
    writeCorpus(folder_ / "other", 300.0);
    QualityBenchConfig chosen = config();
    chosen.otherCorpus = folder_ / "other";
    chosen.clips = 0;
    const std::map<std::string, Json> measures = measuresOf(chosen);
    EXPECT_THAT(measures.at("codec/mel_ratio").at("note").get<std::string>(), HasSubstr("of the other sound font"));
    EXPECT_TRUE(measures.at("quality/spearman").at("detail").contains("other_sound_font"));
    EXPECT_TRUE(measures.at("clips/silent").at("value").is_null()) << "no clips, no share";
}

TEST_F(QualityBench, listsItsClipsAndGoesOnWithThem) {
    (void)measuresOf(config());
    EXPECT_EQ(clipsMade_, 3);
    const std::vector<Json> rows = finishedLines(readFrom(folder_ / "clips" / "clips.jsonl", 0)).objects;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].at("text"), rows[2].at("text"));
    EXPECT_EQ(rows[2].at("seed"), 2) << "the first prompt's second turn";
    EXPECT_EQ(rows[1].at("tempo"), "fast");
    std::map<std::string, std::string> hashes;
    for (const Json& row : rows) {
        const std::filesystem::path file = folder_ / "clips" / row.at("file").get<std::string>();
        EXPECT_NEAR(readAudioFile(file).durationSeconds(), 3.0, 1e-3);
        EXPECT_EQ(readClipRecord(file).recipe.prompt.text, row.at("text"));
        hashes[file.string()] = sha256OfFile(file);
    }
    const std::filesystem::path lost = folder_ / "clips" / rows[1].at("file").get<std::string>();
    std::filesystem::remove(lost);
    (void)measuresOf(config());
    EXPECT_EQ(clipsMade_, 1) << "only the one that was lost";
    EXPECT_TRUE(std::filesystem::exists(lost));
    hashes.erase(lost.string());
    for (const auto& [file, hash] : hashes) {
        EXPECT_EQ(sha256OfFile(file), hash);
    }
}

TEST_F(QualityBench, refusesWhatItCannotMeasure) {
    QualityBenchConfig chosen = config();
    chosen.corpus = folder_ / "nowhere";
    EXPECT_THAT(runJob(makeQualityBenchJob(chosen), JobContext()).message, HasSubstr("nowhere"));
    chosen = config();
    chosen.model = "none";
    EXPECT_EQ(runJob(makeQualityBenchJob(chosen), JobContext()).kind, ErrorKind::NotFound);
    chosen = config();
    chosen.batchClips = 0;
    EXPECT_EQ(runJob(makeQualityBenchJob(chosen), JobContext()).kind, ErrorKind::BadInput);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out" / "bench.json"));
}

}  // namespace
}  // namespace musicrl
