// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Arrangement.h"

#include "pretrain/corpus/Rhythm.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace musicrl {
namespace {

constexpr const char* handKit = "hand percussion";

/// A note as a player plays it: a few milliseconds and a little force beside the sheet.
Note played(Random& random, double startBeats, double lengthBeats, int key, double velocity) {
    const double start = std::max(0.0, startBeats + 0.008 * random.normal());
    const auto force = static_cast<int>(std::lround(velocity + 4.0 * random.normal()));
    return {start, std::max(0.05, lengthBeats), std::clamp(key, 0, 127), std::clamp(force, 1, 127)};
}

std::size_t strikesIn(const std::string& pattern) { return strikesOf(pattern).size(); }

std::size_t strikesIn(const Groove& groove) {
    return std::accumulate(groove.begin(), groove.end(), std::size_t{0},
                           [](std::size_t sum, const DrumLine& line) { return sum + strikesIn(line.pattern); });
}

/// Of three or more, not the busiest in a slow piece and not the calmest in a fast one.
template <typename Pattern>
const Pattern& choose(const std::vector<Pattern>& patterns, double tempoBpm, Random& random) {
    std::vector<const Pattern*> byStrikes;
    for (const Pattern& pattern : patterns) {
        byStrikes.push_back(&pattern);
    }
    std::stable_sort(byStrikes.begin(), byStrikes.end(), [](const Pattern* a, const Pattern* b) { return strikesIn(*a) < strikesIn(*b); });
    if (byStrikes.size() > 2 && tempoClass(tempoBpm) != "medium") {
        byStrikes.erase(tempoClass(tempoBpm) == "slow" ? byStrikes.end() - 1 : byStrikes.begin());
    }
    return *byStrikes[random.index(byStrikes.size())];
}

/// The hand drum that takes the place of a kit's sound.
int handDrum(int key) {
    static const std::map<int, int> table = {{36, 64}, {37, 62}, {38, 63}, {39, 63}, {42, 70}, {44, 70}, {46, 54},
                                             {51, 70}, {50, 60}, {48, 61}, {45, 63}, {43, 64}};
    const auto found = table.find(key);
    return found == table.end() ? key : found->second;
}

/// In slow music, hi-hats and shakers leave out what lies between the beats.
bool thinnedOut(const Strike& strike, const DrumLine& line, double tempoBpm) {
    const bool timekeeper = line.key == 42 || line.key == 70 || line.key == 51;
    return tempoBpm < 76.0 && timekeeper && strike.step % 4 != 0;
}

double lengthOf(const Strike& strike) { return 0.25 * strike.steps * 0.95; }

/// Chord tones from the root up, the root's octave last.
int toneKey(const std::vector<int>& ascending, char symbol) {
    const auto wanted = static_cast<std::size_t>(symbol - '1');
    return wanted < ascending.size() ? ascending[wanted] : ascending.front() + 12;
}

void playChord(std::vector<Note>& notes, const Strike& strike, const std::vector<int>& keys, double start, double velocity,
               Random& random) {
    if (strike.symbol != 'x') {
        notes.push_back(played(random, start, lengthOf(strike), toneKey(keys, strike.symbol), velocity));
        return;
    }
    for (const int key : keys) {
        notes.push_back(played(random, start, lengthOf(strike), key, velocity - 6.0));
    }
}

int bassKey(const Strike& strike, const Chord& chord, const Chord& next, int tonic) {
    const auto low = [tonic](int semitones) { return 28 + ((tonic + semitones - 28) % 12 + 12) % 12; };
    const int root = low(chord.root);
    switch (strike.symbol) {
        case '8': return root + 12;
        case 'a': return low(next.root) - 1 < 28 ? low(next.root) + 11 : low(next.root) - 1;
        default: {
            const auto tone = static_cast<std::size_t>(strike.symbol - '1');
            return root + (tone < chord.intervals.size() ? chord.intervals[tone] : 12);
        }
    }
}

void playFill(std::vector<Note>& notes, double barStart, int beatsPerBar, double velocity, Random& random) {
    constexpr int toms[] = {50, 48, 45, 43};
    for (int i = 0; i < 4; ++i) {
        notes.push_back(played(random, barStart + beatsPerBar - 1 + 0.25 * i, 0.2, toms[i], velocity + 4.0));
    }
}

/// A bar of the groove up to a beat.
void playGroove(std::vector<Note>& notes, const Sheet& sheet, const Groove& groove, std::size_t bar, double untilBeat,
                Random& random) {
    for (const DrumLine& line : groove) {
        for (const Strike& strike : strikesOf(line.pattern)) {
            const double beat = beatOfStep(strike.step, sheet.genre.swing);
            const double accent = strike.symbol == 'X' ? 12.0 : (strike.symbol == 'o' ? -24.0 : 0.0);
            if (beat < untilBeat && !thinnedOut(strike, line, sheet.tempoBpm)) {
                notes.push_back(played(random, sheet.barStart(bar) + beat, 0.2, line.key, sheet.mood.velocity + accent));
            }
        }
    }
}

}  // namespace

std::vector<Note> arrangeChords(const Sheet& sheet, int centreKey, Random& random) {
    const std::vector<Strike> strikes = strikesOf(choose(sheet.rhythms.chords, sheet.tempoBpm, random));
    std::vector<Note> notes;
    for (std::size_t bar = 0; bar < sheet.chords.size(); ++bar) {
        const std::vector<int> keys = voicing(sheet.chords[bar], sheet.tonic, centreKey);
        for (const Strike& strike : strikes) {
            const double start = sheet.barStart(bar) + beatOfStep(strike.step, sheet.genre.swing);
            playChord(notes, strike, keys, start, sheet.mood.velocity - 6.0, random);
        }
    }
    return notes;
}

std::vector<Note> arrangeBass(const Sheet& sheet, Random& random) {
    const std::vector<Strike> strikes = strikesOf(choose(sheet.rhythms.bass, sheet.tempoBpm, random));
    std::vector<Note> notes;
    for (std::size_t bar = 0; bar < sheet.chords.size(); ++bar) {
        const Chord& next = sheet.chords[(bar + 1) % sheet.chords.size()];
        for (const Strike& strike : strikes) {
            const double start = sheet.barStart(bar) + beatOfStep(strike.step, sheet.genre.swing);
            const int key = bassKey(strike, sheet.chords[bar], next, sheet.tonic);
            notes.push_back(played(random, start, lengthOf(strike), key, sheet.mood.velocity + 4.0));
        }
    }
    return notes;
}

std::vector<Note> arrangeDrums(const Sheet& sheet, const std::string& kit, Random& random) {
    const Groove& groove = choose(sheet.rhythms.grooves, sheet.tempoBpm, random);
    std::vector<Note> notes;
    for (std::size_t bar = 0; bar < sheet.chords.size(); ++bar) {
        const bool fill = bar % 4 == 3 && sheet.mood.busyness > 0.5;
        playGroove(notes, sheet, groove, bar, fill ? sheet.beatsPerBar - 1 : sheet.beatsPerBar, random);
        if (fill) {
            playFill(notes, sheet.barStart(bar), sheet.beatsPerBar, sheet.mood.velocity, random);
        }
    }
    if (kit == handKit) {
        for (Note& note : notes) {
            note.key = handDrum(note.key);
        }
    }
    return notes;
}

std::vector<int> finalStrokes(const std::string& kit) {
    return kit == handKit ? std::vector{60, 64} : std::vector{36, 49};  // bongo and conga; kick and crash
}

}  // namespace musicrl
