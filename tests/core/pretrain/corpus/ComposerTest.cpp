// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Composer.h"

#include "pretrain/corpus/Genres.h"
#include "pretrain/corpus/Harmony.h"
#include "pretrain/corpus/Instruments.h"
#include "pretrain/corpus/Rhythm.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace musicrl {
namespace {

std::vector<Composition> manyPieces(std::uint64_t count) {
    std::vector<Composition> pieces;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        pieces.push_back(compose(seed, 10.0));
    }
    return pieces;
}

/// What of a piece can be compared.
Json asJson(const Composition& piece) {
    Json notes = Json::array();
    for (const Part& part : piece.parts) {
        for (const Note& note : part.notes) {
            notes.push_back({note.startBeats, note.lengthBeats, note.key, note.velocity});
        }
    }
    return Json{{"facts", factsOf(piece)}, {"notes", notes}};
}

TEST(Composer, writesTheSamePieceForTheSameSeedOnly) {
    EXPECT_EQ(asJson(compose(11, 10.0)), asJson(compose(11, 10.0)));
    EXPECT_NE(asJson(compose(11, 10.0)), asJson(compose(12, 10.0)));
}

TEST(Composer, usesAllItsGenresAndMostOfItsInstruments) {
    std::set<std::string> genresSeen;
    std::map<Role, std::set<std::string>> played;
    for (const Composition& piece : manyPieces(1000)) {
        genresSeen.insert(piece.genre);
        for (const Part& part : piece.parts) {
            played[part.role].insert(part.instrument);
        }
    }
    EXPECT_EQ(genresSeen.size(), genres().size());
    EXPECT_GE(genresSeen.size(), 8U);
    EXPECT_GE(played[Role::Melody].size(), 18U);
    EXPECT_GE(played[Role::Chords].size(), 10U);
    EXPECT_GE(played[Role::Bass].size(), 4U);
    EXPECT_GE(played[Role::Drums].size(), 4U);
    std::set<std::string> all;
    for (const auto& [role, names] : played) {
        all.insert(names.begin(), names.end());
    }
    EXPECT_EQ(all.size(), instruments().size());
}

TEST(Composer, keepsTemposMetresAndKeysInBounds) {
    for (const Composition& piece : manyPieces(300)) {
        EXPECT_GE(piece.tempoBpm, 50.0);
        EXPECT_LE(piece.tempoBpm, 180.0);
        EXPECT_TRUE(piece.beatsPerBar == 3 || piece.beatsPerBar == 4);
        EXPECT_GE(piece.tonic, 0);
        EXPECT_LT(piece.tonic, 12);
    }
}

TEST(Composer, givesEveryPlayerNotesThroughoutTheClip) {
    for (const Composition& piece : manyPieces(300)) {
        const double beats = 10.0 / piece.secondsPerBeat();
        for (const Part& part : piece.parts) {
            ASSERT_FALSE(part.notes.empty()) << part.instrument;
            double first = 1e9, last = 0.0;
            for (const Note& note : part.notes) {
                first = std::min(first, note.startBeats);
                last = std::max(last, note.startBeats + note.lengthBeats);
                ASSERT_TRUE(note.key >= 0 && note.key <= 127 && note.velocity >= 1 && note.velocity <= 127);
            }
            EXPECT_LT(first, 0.5 * beats) << piece.genre << ", " << part.instrument;
            EXPECT_GT(last, 0.5 * beats) << piece.genre << ", " << part.instrument;
        }
    }
}

TEST(Composer, spreadsTempiModesAndDynamics) {
    std::map<std::string, int> counts;
    const std::vector<Composition> pieces = manyPieces(1000);
    for (const Composition& piece : pieces) {
        ++counts[tempoClass(piece.tempoBpm)];
        ++counts[piece.minor ? "minor" : "major"];
        ++counts[piece.dynamics];
        counts["below 60"] += piece.tempoBpm < 60.0 ? 1 : 0;
        counts["above 165"] += piece.tempoBpm > 165.0 ? 1 : 0;
    }
    for (const char* tempo : {"slow", "medium", "fast"}) {
        EXPECT_GT(counts[tempo], 280) << tempo;
    }
    EXPECT_GT(counts["minor"], 250);
    EXPECT_GT(counts["major"], 250);
    for (const char* dynamics : {"soft", "moderate", "loud", "crescendo", "diminuendo"}) {
        EXPECT_GT(counts[dynamics], 50) << dynamics;
    }
    EXPECT_GT(counts["below 60"], 10);
    EXPECT_GT(counts["above 165"], 10);
}

TEST(Composer, namesTempiByTheBoundsOfTheirClasses) {
    EXPECT_EQ(tempoClass(84.9), "slow");
    EXPECT_EQ(tempoClass(85.0), "medium");
    EXPECT_EQ(tempoClass(125.0), "medium");
    EXPECT_EQ(tempoClass(125.1), "fast");
}

TEST(Composer, playsMelodyAndBassInTheKeySaid) {
    for (const Composition& piece : manyPieces(100)) {
        const std::set<int> scale = piece.minor ? std::set{0, 2, 3, 5, 7, 8, 10} : std::set{0, 2, 4, 5, 7, 9, 11};
        for (const Part& part : piece.parts) {
            for (const Note& note : part.notes) {
                const int above = ((note.key - piece.tonic) % 12 + 12) % 12;
                ASSERT_TRUE(part.role != Role::Melody || scale.count(above) > 0) << keyName(piece) << ", key " << note.key;
            }
        }
    }
}

TEST(Harmony, readsRomanNumerals) {
    EXPECT_EQ(chordFromNumeral("I", false).intervals, (std::vector{0, 4, 7}));
    EXPECT_EQ(chordFromNumeral("vi7", false).root, 9);
    EXPECT_EQ(chordFromNumeral("vi7", false).intervals, (std::vector{0, 3, 7, 10}));
    EXPECT_EQ(chordFromNumeral("VImaj7", true).root, 8);
    EXPECT_EQ(chordFromNumeral("VImaj7", true).intervals, (std::vector{0, 4, 7, 11}));
    EXPECT_THROW((void)chordFromNumeral("H7", false), std::exception);
}

TEST(Genres, haveReadableProgressionsAndPatternsOfTheRightLength) {
    for (const Genre& genre : genres()) {
        const auto checkRhythms = [&](const Rhythms& rhythms, std::size_t steps) {
            ASSERT_FALSE(rhythms.chords.empty()) << genre.name;
            ASSERT_FALSE(rhythms.bass.empty()) << genre.name;
            ASSERT_TRUE(genre.drumsShare <= 0.0 || !rhythms.grooves.empty()) << genre.name;
            for (const std::vector<std::string>& patterns : {rhythms.chords, rhythms.bass}) {
                for (const std::string& pattern : patterns) {
                    EXPECT_EQ(pattern.size(), steps) << genre.name << ": " << pattern;
                }
            }
            for (const Groove& groove : rhythms.grooves) {
                for (const DrumLine& line : groove) {
                    EXPECT_EQ(line.pattern.size(), steps) << genre.name << ": " << line.pattern;
                }
            }
        };
        checkRhythms(genre.fourFour, 16);
        if (genre.threeFourShare > 0.0) {
            checkRhythms(genre.threeFour, 12);
        }
        for (const bool minor : {false, true}) {
            for (const std::string& progression : minor ? genre.minor : genre.major) {
                for (const std::string& numeral : numeralsOf(progression)) {
                    EXPECT_NO_THROW((void)chordFromNumeral(numeral, minor)) << genre.name;
                }
            }
        }
        for (const std::string& mood : genre.moods) {
            EXPECT_NO_THROW((void)moodNamed(mood)) << genre.name;
        }
    }
}

TEST(Rhythm, readsStrikesWithTheirLengths) {
    const std::vector<Strike> strikes = strikesOf("x--.1-..");
    ASSERT_EQ(strikes.size(), 2U);
    EXPECT_EQ(strikes[0].steps, 3);
    EXPECT_EQ(strikes[1].symbol, '1');
    EXPECT_EQ(strikes[1].step, 4);
    EXPECT_EQ(strikes[1].steps, 2);
    EXPECT_DOUBLE_EQ(beatOfStep(6, 2.0 / 3.0), 1.0 + 2.0 / 3.0);
}

}  // namespace
}  // namespace musicrl
