// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/AudioFile.h"
#include "pretrain/CodecTrainer.h"
#include "record/MusicCaps.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <vector>

namespace musicrl {

constexpr int oneClipRate = 8000;

/// A corpus of two seconds of a broken chord at oneClipRate, the same for learning and for measuring.
inline void writeOneClip(const TemporaryFolder& folder) {
    Clip clip{.sampleRateHz = oneClipRate, .channels = 1, .samples = {}};
    for (int i = 0; i < 2 * oneClipRate; ++i) {
        const double hertz = std::vector<double>{220.0, 277.2, 329.6, 440.0}[static_cast<std::size_t>(i / 2000) % 4];
        const double fade = std::exp(-static_cast<double>(i % 2000) / 1500.0);
        clip.samples.push_back(static_cast<float>(0.4 * fade * std::sin(2.0 * std::numbers::pi * hertz * i / oneClipRate)));
    }
    std::vector<MusicCapsRow> rows(2);
    rows[0].id = "learnt";
    rows[1].id = "measured";
    rows[1].audiosetEval = true;
    for (MusicCapsRow& row : rows) {
        row.caption = "a broken chord";
        writeAudioFile(folder.path() / "audio" / (row.id + ".wav"), clip);
    }
    writeMusicCaps(folder / "corpus.csv", rows);
}

/// \return the codec trainer's measurements after the steps
inline Json trainedCodec(PartTrainer& trainer, std::int64_t from, std::int64_t to) {
    for (std::int64_t step = from; step < to; ++step) {
        Random random(deriveSeed(7, "codec", static_cast<std::uint64_t>(step)));
        (void)trainer.step(step, random);
    }
    return trainer.evaluate();
}

/// Two trainers of one seed, two steps each on the clip.
inline void expectEqualLosses(const Json& settings) {
    const TemporaryFolder folder;
    writeOneClip(folder);
    const TrainingCorpus corpus(folder.path(), oneClipRate, JobContext());
    TrainingSchedule schedule;
    std::vector<double> losses;
    for (int run = 0; run < 2; ++run) {
        const auto trainer = makeCodecTrainer(settings, corpus, 5, torch::kCPU, schedule);
        Random random(3);
        losses.push_back(trainer->step(0, random)["loss"].get<double>());
        losses.push_back(trainer->step(1, random)["loss"].get<double>());
    }
    EXPECT_EQ(losses[0], losses[2]);
    EXPECT_EQ(losses[1], losses[3]);
    EXPECT_NE(losses[0], losses[1]);
}

}  // namespace musicrl
