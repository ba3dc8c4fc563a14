// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"
#include "pretrain/corpus/Instruments.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"
#include "tasks/bench/InstrumentClassifier.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

TEST(InstrumentRenders, areLedByTheInstrumentAloneInWhateverGenre) {
    std::set<std::string> genres;
    int alone = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const Composition piece = pieceLedBy("flute", 6.0, seed);
        genres.insert(piece.genre);
        std::size_t flutes = 0;
        for (const Part& part : piece.parts) {
            flutes += part.instrument == "flute" ? 1 : 0;
            EXPECT_TRUE(part.role != Role::Melody || part.instrument == "flute") << "seed " << seed;
        }
        EXPECT_GE(flutes, 1U);
        alone += flutes == piece.parts.size() ? 1 : 0;
    }
    EXPECT_GE(genres.size(), 7U) << "rock and techno, too, though no flute plays there by itself";
    EXPECT_NEAR(alone, 15, 10);
}

TEST(InstrumentRenders, cutOutASpanInWhichTheMelodySounds) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Composition piece = pieceLedBy("trumpet", 6.0, seed);
        const auto melody = std::find_if(piece.parts.begin(), piece.parts.end(),
                                         [](const Part& part) { return part.role == Role::Melody; });
        ASSERT_NE(melody, piece.parts.end());
        EXPECT_FALSE(melody->notes.empty()) << "seed " << seed;
        for (const Note& note : melody->notes) {
            EXPECT_GE(note.startBeats, 0.0);
            EXPECT_LT(note.startBeats * piece.secondsPerBeat(), 6.0);
            EXPECT_NEAR(note.key, instrumentNamed("trumpet").centreKey, 30);
        }
    }
}

TEST(InstrumentRenders, nameOnlyInstrumentsOfTheComposer) {
    EXPECT_EQ(leadInstruments().size(), 10U);
    for (const std::string& name : leadInstruments()) {
        EXPECT_EQ(instrumentNamed(name).name, name);
    }
}

/// Low tones for one class, noise for another.
std::vector<LedClip> tonesAndNoise(std::uint64_t seed) {
    Random random(seed);
    std::vector<LedClip> clips;
    for (int i = 0; i < 12; ++i) {
        clips.push_back({makeSine(random.uniform(150.0, 400.0), 4.5), 2});
        Clip noise{16000, 1, std::vector<float>(72000)};
        std::generate(noise.samples.begin(), noise.samples.end(),
                      [&] { return static_cast<float>(0.2 * random.normal()); });
        clips.push_back({std::move(noise), 7});
    }
    return clips;
}

TEST(InstrumentClassifier, learnsToTellTwoSoundsApartAndIsKept) {
    const TemporaryFolder folder;
    InstrumentClassifier classifier(1);
    classifier.train(tonesAndNoise(1), {.steps = 120, .batch = 8}, JobContext());
    const std::vector<LedClip> unseen = tonesAndNoise(2);
    EXPECT_GT(confusionOn(classifier, unseen).accuracy(), 0.9) << "guessing among ten names a tenth";
    classifier.save(folder.path());
    InstrumentClassifier again(2);
    again.load(folder.path());
    EXPECT_EQ(toJson(confusionOn(again, unseen)), toJson(confusionOn(classifier, unseen)));
}

TEST(InstrumentClassifier, hearsWhatWasDoneToAClip) {
    const InstrumentClassifier untrained(1);
    const std::vector<LedClip> clips = tonesAndNoise(3);
    int heard = 0;
    const Confusion confusion = confusionOn(untrained, clips, [&](const Clip& clip) {
        ++heard;
        return clip;
    });
    EXPECT_EQ(heard, 24);
    EXPECT_EQ(confusion.total(), 24);
}

TEST(InstrumentClassifier, takesAClipOfAnotherRateAndOfAnyLength) {
    const InstrumentClassifier untrained(1);
    EXPECT_LT(untrained.nameLead(makeSine(440.0, 0.3, 44100)), leadInstruments().size());
    EXPECT_LT(untrained.nameLead(makeSine(440.0, 11.0, 24000)), leadInstruments().size());
}

}  // namespace
}  // namespace musicrl
