// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Form.h"

#include "pretrain/corpus/Composer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace musicrl {
namespace {

constexpr double clipSeconds = 30.0;

/// When a part sounds, in seconds, in order.
std::vector<std::pair<double, double>> soundsOf(const Composition& piece, const Part& part) {
    std::vector<std::pair<double, double>> sounds;
    for (const Note& note : part.notes) {
        const double start = note.startBeats * piece.secondsPerBeat();
        sounds.emplace_back(start, start + note.lengthBeats * piece.secondsPerBeat());
    }
    std::sort(sounds.begin(), sounds.end());
    return sounds;
}

/// Strikes that are heard in a stretch of time.
std::ptrdiff_t heardIn(const std::vector<std::pair<double, double>>& sounds, double from, double to) {
    return std::count_if(sounds.begin(), sounds.end(), [&](const auto& sound) { return sound.second > from && sound.first < to; });
}

TEST(Form, letsEveryPlayerBeHeardInEveryWindowOfTenSeconds) {
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        const Composition piece = compose(seed, clipSeconds);
        for (const Part& part : piece.parts) {
            const auto sounds = soundsOf(piece, part);
            for (double from = 0.0; from <= clipSeconds - 10.0; from += 0.5) {
                ASSERT_GE(heardIn(sounds, from, std::min(from + 10.0, clipSeconds - 2.0)), 2)
                    << "seed " << seed << ", " << piece.genre << ", " << part.instrument << " from " << from << " s";
            }
        }
    }
}

TEST(Form, leavesNoPlayerSilentForLongAfterTheIntro) {
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        const Composition piece = compose(seed, clipSeconds);
        for (const Part& part : piece.parts) {
            double heardUntil = piece.introBeats * piece.secondsPerBeat();
            for (const auto& [start, end] : soundsOf(piece, part)) {
                ASSERT_LT(start - heardUntil, 3.0) << "seed " << seed << ", " << part.instrument << " at " << start << " s";
                heardUntil = std::max(heardUntil, end);
            }
            ASSERT_GT(heardUntil, clipSeconds - 3.0) << "seed " << seed << ", " << part.instrument;
        }
    }
}

TEST(Form, startsAtOnceWithAnIntroOfFourSecondsAtMost) {
    int intros = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Composition piece = compose(seed, clipSeconds);
        double first = clipSeconds;
        double last = 0.0;
        for (const Part& part : piece.parts) {
            const double entry = soundsOf(piece, part).front().first;
            first = std::min(first, entry);
            last = std::max(last, entry);
        }
        EXPECT_LT(first, 0.15) << "seed " << seed;
        EXPECT_LE(piece.introBeats * piece.secondsPerBeat(), 4.001) << "seed " << seed;
        if (piece.introBeats > 0.0) {
            ++intros;
            EXPECT_GT(last, 0.9 * piece.introBeats * piece.secondsPerBeat()) << "nobody waits, seed " << seed;
        }
    }
    EXPECT_GT(intros, 200);
    EXPECT_LT(intros, 450);
}

TEST(Form, endsTogetherOnTheTonicShortlyBeforeTheClipDoes) {
    std::map<std::string, int> endings;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Composition piece = compose(seed, clipSeconds);
        if (++endings[piece.ending]; piece.ending == "open") {
            continue;
        }
        const std::set<int> tonicChord = piece.minor ? std::set{0, 3, 7} : std::set{0, 4, 7};
        for (const Part& part : piece.parts) {
            const Note& last = part.notes.back();
            const double start = last.startBeats * piece.secondsPerBeat();
            EXPECT_GE(start, clipSeconds - 2.21);
            EXPECT_LE(start, clipSeconds - 1.79);
            if (part.role != Role::Drums) {
                EXPECT_NEAR(start + last.lengthBeats * piece.secondsPerBeat(), clipSeconds - 0.3, 1e-6);
                EXPECT_EQ(tonicChord.count((last.key - piece.tonic + 120) % 12), 1U) << keyName(piece) << ", key " << last.key;
            }
        }
    }
    for (const char* ending : {"open", "held chord", "ritardando"}) {
        EXPECT_GT(endings[ending], 60) << ending;
    }
}

TEST(Form, keepsNearTheTempoWishedAndInItsClass) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        for (double wished = 50.0; wished <= 180.0; wished += 1.0) {
            Random random(seed);
            const Form form = planForm(wished, seed % 2 == 0 ? 4 : 3, clipSeconds, random);
            EXPECT_NEAR(form.tempoBpm, wished, 0.03 * wished + 1.0);
            EXPECT_EQ(tempoClass(form.tempoBpm), tempoClass(wished)) << wished;
            EXPECT_GE(form.tempoBpm, 50.0);
            EXPECT_LE(form.tempoBpm, 180.0);
        }
    }
}

TEST(Form, slowsDownOnlyInARitardando) {
    for (const bool slowing : {false, true}) {
        Composition piece;
        piece.tempoBpm = 120.0;
        piece.dynamics = "moderate";
        const Genre genre;
        const Mood mood;
        const Rhythms rhythms;
        const Sheet sheet{.genre = genre, .mood = mood, .rhythms = rhythms, .chords = {}};
        Part part{Role::Melody, "flute", {}};
        for (int beat = 0; beat < 52; ++beat) {
            part.notes.push_back({static_cast<double>(beat), 1.0, 72, 80});
        }
        piece.parts = {part};
        Random random(1);
        shapeForm(piece, sheet, {.bars = 13, .slowDownBeats = slowing ? 4.0 : 0.0, .ends = true, .seconds = clipSeconds}, random);
        const std::vector<Note>& notes = piece.parts[0].notes;
        ASSERT_EQ(notes.size(), 53U);
        EXPECT_DOUBLE_EQ(notes[48].startBeats, 48.0);
        EXPECT_DOUBLE_EQ(notes[52].startBeats, slowing ? 53.0 : 52.0);  // four beats last five: the mean of 1 and 1.5, times 4
    }
}

TEST(Form, growsAndFadesAsTheDynamicsSay) {
    int checked = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const Composition piece = compose(seed, clipSeconds);
        if (piece.dynamics != "crescendo" && piece.dynamics != "diminuendo") {
            continue;
        }
        double early = 0.0, late = 0.0, earlyNotes = 0.0, lateNotes = 0.0;
        for (const Note& note : piece.parts.back().notes) {
            const double seconds = note.startBeats * piece.secondsPerBeat();
            early += seconds < 10.0 ? note.velocity : 0, earlyNotes += seconds < 10.0 ? 1 : 0;
            late += seconds > 20.0 ? note.velocity : 0, lateNotes += seconds > 20.0 ? 1 : 0;
        }
        const double growth = (late / lateNotes) / (early / earlyNotes);
        EXPECT_TRUE(piece.dynamics == "crescendo" ? growth > 1.15 : growth < 0.9) << piece.dynamics << ": " << growth;
        ++checked;
    }
    EXPECT_GT(checked, 20);
}

}  // namespace
}  // namespace musicrl
