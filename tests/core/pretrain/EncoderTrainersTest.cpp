// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "embedding/mulan/Mulan.h"
#include "pretrain/CaptionAugmentation.h"
#include "pretrain/MulanTrainer.h"
#include "pretrain/QualityTrainer.h"
#include "reward/QualityModel.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

/// 12 clips of 2 s: a low or a high tone each, loud or quiet.
TrainingCorpus tinyCorpus(const TemporaryFolder& folder) {
    std::vector<MusicCapsRow> rows;
    std::filesystem::create_directory(folder / "audio");
    for (int i = 0; i < 12; ++i) {
        MusicCapsRow row;
        row.id = "clip-" + std::to_string(i);
        row.aspects = {i % 2 == 0 ? "low tone" : "high tone", i % 3 == 0 ? "loud" : "quiet"};
        row.caption = "A " + row.aspects[0] + ". It is " + row.aspects[1] + ".";
        row.audiosetEval = i >= 8;
        const Clip clip = makeSine((i % 2 == 0 ? 200.0 : 2000.0) + i, 2.0, 16000, i % 3 == 0 ? 0.8 : 0.1);
        writeAudioFile(folder / "audio" / (row.id + ".wav"), clip);
        rows.push_back(row);
    }
    writeMusicCaps(folder / "corpus.csv", rows);
    return {folder.path(), 16000, JobContext()};
}

Json tinyMulanSettings() {
    return Json{{"batch", 8},
                {"min_count", 1},
                {"shape", Json{{"window_seconds", 1.0},
                               {"mels", 16},
                               {"hop_samples", 320},
                               {"channels", 4},
                               {"width", 16},
                               {"heads", 2},
                               {"audio_layers", 1},
                               {"text_layers", 1},
                               {"embedding_width", 8},
                               {"rvq_levels", 2},
                               {"rvq_vocabulary", 4}}}};
}

TEST(CaptionAugmentation, describesWithTheRowsOwnWords) {
    MusicCapsRow row;
    row.aspects = {"piano", "slow"};
    row.caption = "A slow piano. It is calm!";
    std::set<std::string> seen;
    Random random(1);
    for (int i = 0; i < 300; ++i) {
        seen.insert(randomDescription(row, random));
    }
    EXPECT_TRUE(seen.contains("A slow piano. It is calm!"));
    EXPECT_TRUE(seen.contains("piano"));
    EXPECT_TRUE(seen.contains("slow, piano"));
    EXPECT_TRUE(seen.contains("A slow piano."));
    EXPECT_TRUE(seen.contains("It is calm! A slow piano."));
    EXPECT_EQ(seen.size(), 8U);  // 4 choices of aspects, 4 of sentences: an order is another text
}

TEST(MulanTrainer, writesAPartWhoseTokensAreInRange) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = tinyCorpus(folder);
    TrainingSchedule schedule;
    const auto trainer = makeMulanTrainer(tinyMulanSettings(), corpus, 3, torch::kCPU, schedule);
    for (int step = 0; step < 3; ++step) {
        Random random(static_cast<std::uint64_t>(step));
        const Json metrics = trainer->step(step, random);
        EXPECT_TRUE(std::isfinite(metrics.at("loss").get<double>()));
    }
    const Json measured = trainer->evaluate();
    EXPECT_LE(measured.at("heldout/cosine_right").get<double>(), 1.0);
    trainer->save(folder / "mulan");
    const auto mulan = loadMulan(folder / "mulan", torch::kCPU);
    const torch::Tensor codes = mulan->conditioningTokens(mulan->embedText({"low tone", "unheard of"}));
    EXPECT_EQ(codes.sizes(), (std::vector<std::int64_t>{2, 2}));
    EXPECT_LT(codes.max().item<std::int64_t>(), 4);
}

TEST(MulanTrainer, takesTheSameStepsFromTheSameSeed) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = tinyCorpus(folder);
    const auto lossesOf = [&](std::uint64_t seed) {
        TrainingSchedule schedule;
        const auto trainer = makeMulanTrainer(tinyMulanSettings(), corpus, seed, torch::kCPU, schedule);
        std::vector<double> losses;
        for (int step = 0; step < 3; ++step) {
            Random random(static_cast<std::uint64_t>(step));
            losses.push_back(trainer->step(step, random).at("loss").get<double>());
        }
        return losses;
    };
    EXPECT_EQ(lossesOf(1), lossesOf(1));
    EXPECT_NE(lossesOf(1), lossesOf(2));
}

TEST(QualityTrainer, learnsABatchByHeartAndWritesItsPart) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = tinyCorpus(folder);
    const Json settings{{"batch", 8},
                        {"crop_seconds", 0.5},
                        {"learning_rate", 0.01},
                        {"shape", Json{{"mels", 16}, {"channels", 4}, {"width", 16}}}};
    TrainingSchedule schedule;
    const auto trainer = makeQualityTrainer(settings, corpus, 3, torch::kCPU, schedule);
    std::vector<double> losses;
    for (int step = 0; step < 25; ++step) {
        Random random(7);  // the same crops and damage each time
        losses.push_back(trainer->step(step, random).at("loss").get<double>());
    }
    EXPECT_LT(losses.back(), 0.5 * losses.front());
    EXPECT_TRUE(trainer->evaluate().contains("heldout/spearman"));
    trainer->save(folder / "quality");
    EXPECT_EQ(loadQuality(folder / "quality", torch::kCPU)->config().mels, 16);
}

TEST(EncoderTrainers, refuseSettingsThatTheyDoNotKnow) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = tinyCorpus(folder);
    TrainingSchedule schedule;
    expectError(ErrorKind::BadInput, "batches", [&] {
        (void)makeMulanTrainer(Json{{"batches", 8}}, corpus, 1, torch::kCPU, schedule);
    });
    expectError(ErrorKind::BadInput, "sample_rate_hz is 24000", [&] {
        (void)makeQualityTrainer(Json{{"shape", Json{{"sample_rate_hz", 24000}}}}, corpus, 1, torch::kCPU, schedule);
    });
}

}  // namespace
}  // namespace musicrl
