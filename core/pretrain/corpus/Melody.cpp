// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Arrangement.h"
#include "pretrain/corpus/Rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace musicrl {
namespace {

/// Rhythms by busyness: long notes, a walk, short notes.
const std::vector<std::string>& melodyPatterns(int beatsPerBar, double busyness) {
    static const std::array<std::vector<std::string>, 3> fourFour = {{
        {"n-------n-------", "n-----n-n-------", "n-----------n---", "n---n-----------"},
        {"n---n-n-n---n---", "n-n-n---n-n-n---", "n---n---n-n-n-n-", "n-..n-n-n-----n-"},
        {"n-n-n-n-n-n-n-n-", "nnn-n-n-n-nnn-n-", "n-nnn-n-n-n-nnn-", "n--n--n-n-n-n-n-"},
    }};
    static const std::array<std::vector<std::string>, 3> threeFour = {{
        {"n-----------", "n-------n---"},
        {"n---n---n---", "n-----n-n---", "n-n-n---n---"},
        {"n-n-n-n-n-n-", "n---n-n-n-n-", "nnn-n-n-n-n-"},
    }};
    const auto level = static_cast<std::size_t>(std::clamp(busyness * 3.0, 0.0, 2.9));
    return beatsPerBar == 3 ? threeFour[level] : fourFour[level];
}

std::vector<int> scaleOf(const Sheet& sheet) {
    if (sheet.genre.pentatonic) {
        return sheet.minor ? std::vector{0, 3, 5, 7, 10} : std::vector{0, 2, 4, 7, 9};
    }
    return sheet.minor ? std::vector{0, 2, 3, 5, 7, 8, 10} : std::vector{0, 2, 4, 5, 7, 9, 11};
}

/// Keys of the scale within a ninth around the centre, ascending.
std::vector<int> ladderOf(const Sheet& sheet, int centreKey) {
    const std::vector<int> scale = scaleOf(sheet);
    std::vector<int> ladder;
    for (int key = centreKey - 10; key <= centreKey + 10; ++key) {
        if (std::find(scale.begin(), scale.end(), ((key - sheet.tonic) % 12 + 12) % 12) != scale.end()) {
            ladder.push_back(key);
        }
    }
    return ladder;
}

/// A bar's idea: its rhythm, and how many rungs each note moves.
struct Motif {
    std::vector<Strike> strikes;
    std::vector<int> moves;
};

Motif inventMotif(const Sheet& sheet, Random& random) {
    const std::vector<std::string>& patterns = melodyPatterns(sheet.beatsPerBar, sheet.busyness + random.uniform(-0.15, 0.15));
    Motif motif{strikesOf(patterns[random.index(patterns.size())]), {}};
    for (std::size_t i = 0; i < motif.strikes.size(); ++i) {
        const int size = random.chance(0.7) ? 1 : 2 + static_cast<int>(random.index(2));
        motif.moves.push_back(random.chance(0.12) ? 0 : (random.chance(0.5) ? size : -size));
    }
    return motif;
}

bool isChordTone(int key, const Chord& chord, int tonic) {
    const int above = ((key - tonic - chord.root) % 12 + 12) % 12;
    return std::any_of(chord.intervals.begin(), chord.intervals.end(), [above](int interval) { return interval % 12 == above; });
}

/// The rung nearest to the given one that belongs to the chord; the rung itself when none does.
int nearestChordRung(const std::vector<int>& ladder, int rung, const Chord& chord, int tonic) {
    int best = rung;
    int bestDistance = static_cast<int>(ladder.size());
    for (int i = 0; i < static_cast<int>(ladder.size()); ++i) {
        const int distance = std::abs(i - rung);
        if (distance < bestDistance && isChordTone(ladder[static_cast<std::size_t>(i)], chord, tonic)) {
            best = i;
            bestDistance = distance;
        }
    }
    return best;
}

}  // namespace

std::vector<Note> arrangeMelody(const Sheet& sheet, int centreKey, Random& random) {
    const std::vector<int> ladder = ladderOf(sheet, centreKey + sheet.mood.registerShift);
    const int top = static_cast<int>(ladder.size()) - 1;
    const std::array<Motif, 3> motifs = {inventMotif(sheet, random), inventMotif(sheet, random), inventMotif(sheet, random)};
    constexpr std::array phrase = {0, 1, 0, 2};
    int rung = top / 2;
    std::vector<Note> notes;
    for (std::size_t bar = 0; bar < sheet.chords.size(); ++bar) {
        const Motif& motif = motifs[static_cast<std::size_t>(phrase[bar % phrase.size()])];
        for (std::size_t i = 0; i < motif.strikes.size(); ++i) {
            const Strike& strike = motif.strikes[i];
            rung += motif.moves[i];
            rung = rung < 0 ? -rung : (rung > top ? 2 * top - rung : rung);  // turns back at the ends of the ladder
            if (strike.step % 8 == 0) {
                rung = nearestChordRung(ladder, rung, sheet.chords[bar], sheet.tonic);
            }
            const double start = sheet.barStart(bar) + beatOfStep(strike.step, sheet.genre.swing);
            const auto force = std::clamp(std::lround(sheet.mood.velocity + 8.0 + 5.0 * random.normal()), 1L, 127L);
            notes.push_back({std::max(0.0, start + 0.008 * random.normal()), 0.25 * strike.steps * 0.93,
                             ladder[static_cast<std::size_t>(rung)], static_cast<int>(force)});
        }
    }
    return notes;
}

}  // namespace musicrl
