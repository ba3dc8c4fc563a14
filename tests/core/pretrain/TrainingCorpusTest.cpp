// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/TrainingCorpus.h"

#include "audio/AudioFile.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

MusicCapsRow row(const std::string& id, bool heldOut = false) {
    MusicCapsRow made;
    made.id = id;
    made.caption = "A tone called " + id + ".";
    made.audiosetEval = heldOut;
    return made;
}

Clip stereo(const Clip& mono) {
    Clip clip{mono.sampleRateHz, 2, {}};
    for (const float sample : mono.samples) {
        clip.samples.insert(clip.samples.end(), {sample, sample});
    }
    return clip;
}

TEST(TrainingCorpus, takesAnyLengthRateAndChannelsAndPassesOverMissingFiles) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "audio");
    writeAudioFile(folder / "audio/short.wav", makeSine(440.0, 0.5, 16000, 0.5));
    writeAudioFile(folder / "audio/long.flac", stereo(makeSine(440.0, 90.0, 44100, 0.5)));
    writeAudioFile(folder / "audio/broken.wav", makeSine(440.0, 1.0, 16000, 0.5));
    std::filesystem::resize_file(folder / "audio/broken.wav", 10);
    writeAudioFile(folder / "audio/measured.ogg", makeSine(440.0, 2.0, 22050, 0.5));
    writeMusicCaps(folder / "corpus.csv",
                   {row("short"), row("gone"), row("long"), row("broken"), row("measured", true)});

    const TrainingCorpus corpus(folder.path(), 16000, JobContext());
    ASSERT_EQ(corpus.size(Split::Train), 2U);
    ASSERT_EQ(corpus.size(Split::HeldOut), 1U);
    EXPECT_EQ(corpus.row(Split::Train, 0).id, "short");
    EXPECT_EQ(corpus.row(Split::Train, 1).id, "long");
    EXPECT_EQ(corpus.wave(Split::Train, 0).size(0), 8000);
    EXPECT_NEAR(static_cast<double>(corpus.wave(Split::Train, 1).size(0)), 90.0 * 16000.0, 2.0);
    EXPECT_NEAR(corpus.wave(Split::Train, 1).slice(0, 16000, 32000).square().mean().item<double>(), 0.125, 0.002);

    Random random(1);
    const torch::Tensor padded = corpus.crop(Split::Train, 0, 16000, random);
    ASSERT_EQ(padded.size(0), 16000);
    EXPECT_GT(padded.slice(0, 0, 8000).abs().max().item<double>(), 0.4);
    EXPECT_EQ(padded.slice(0, 8000).abs().max().item<double>(), 0.0);
}

TEST(TrainingCorpus, holdsOutEveryTenthRowWhereNoneIsFlagged) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "audio");
    std::vector<MusicCapsRow> rows;
    for (int i = 0; i < 20; ++i) {
        rows.push_back(row(std::to_string(i)));
        writeAudioFile(folder / "audio" / (rows.back().id + ".wav"), makeSine(440.0, 0.1, 16000, 0.5));
    }
    writeMusicCaps(folder / "corpus.csv", rows);
    const TrainingCorpus corpus(folder.path(), 16000, JobContext());
    ASSERT_EQ(corpus.size(Split::HeldOut), 2U);
    EXPECT_EQ(corpus.row(Split::HeldOut, 0).id, "9");
    EXPECT_EQ(corpus.row(Split::HeldOut, 1).id, "19");
}

TEST(TrainingCorpus, findsAStrangersTableAndFilesBesideIt) {
    const TemporaryFolder folder;
    writeAudioFile(folder / "one.wav", makeSine(440.0, 0.1, 16000, 0.5));
    writeAudioFile(folder / "two.wav", makeSine(440.0, 0.1, 16000, 0.5));
    writeMusicCaps(folder / "my music.csv", {row("one"), row("two", true)});
    EXPECT_EQ(TrainingCorpus(folder.path(), 16000, JobContext()).size(Split::Train), 1U);
    writeMusicCaps(folder / "another.csv", {row("one"), row("two", true)});
    expectError(ErrorKind::NotFound, "corpus.csv",
                [&] { (void)TrainingCorpus(folder.path(), 16000, JobContext()); });
}

TEST(TrainingCorpus, saysWhatIsWrongWhereNothingCanBeUsed) {
    const TemporaryFolder folder;
    writeMusicCaps(folder / "corpus.csv", {row("gone")});
    expectError(ErrorKind::BadInput, "There is no gone.flac",
                [&] { (void)TrainingCorpus(folder.path(), 16000, JobContext()); });
}

}  // namespace
}  // namespace musicrl
