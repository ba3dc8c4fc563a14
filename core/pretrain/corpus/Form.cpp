// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Form.h"

#include "pretrain/corpus/Instruments.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

namespace musicrl {
namespace {

constexpr double shortestWithForm = 12.0;  // seconds
constexpr double longestIntro = 4.0;       // seconds
constexpr double slowing = 0.5;            // the last beat of a ritardando lasts half as long again
constexpr double early = 0.06;             // beats by which a player may be ahead of the sheet

/// Beats that a ritardando adds.
double addedBy(double slowDownBeats) { return slowDownBeats * slowing / 2.0; }

/// The last moment, in beats, as the sheet has it and before slowing down.
double sheetEnd(const Form& form, int beatsPerBar) {
    return static_cast<double>(form.bars) * beatsPerBar - form.cutBeats;
}

/// When a beat of the sheet is played.
double playedBeat(const Form& form, double end, double beat) {
    const double into = beat - (end - form.slowDownBeats);
    return form.slowDownBeats <= 0.0 || into <= 0.0 ? beat : beat + slowing * into * into / (2.0 * form.slowDownBeats);
}

/// As many beats as come nearest to the wish without leaving its class.
void fitTempo(Form& form, double wishedBpm, int beatsPerBar, double bodySeconds) {
    const auto wished = static_cast<int>(std::lround(wishedBpm * bodySeconds / 60.0 - addedBy(form.slowDownBeats)));
    for (const int change : {0, -1, 1, -2, 2}) {
        const int beats = std::max(beatsPerBar, wished + change);
        form.tempoBpm = (beats + addedBy(form.slowDownBeats)) * 60.0 / bodySeconds;
        form.bars = static_cast<std::size_t>((beats + beatsPerBar - 1) / beatsPerBar);
        form.cutBeats = static_cast<int>(form.bars) * beatsPerBar - beats;
        if (form.tempoBpm >= 50.0 && form.tempoBpm <= 180.0 && tempoClass(form.tempoBpm) == tempoClass(wishedBpm)) {
            return;
        }
    }
}

/// At a bar line between 1 and 4 s; in mid-bar when bars are longer.
double introOf(const Form& form, int beatsPerBar, Random& random) {
    const double secondsPerBeat = 60.0 / form.tempoBpm;
    std::vector<double> barLines;
    for (int beat = beatsPerBar - form.cutBeats; beat * secondsPerBeat <= longestIntro; beat += beatsPerBar) {
        if (beat * secondsPerBeat >= 1.0) {
            barLines.push_back(beat);
        }
    }
    return barLines.empty() ? 2.0 : barLines[random.index(barLines.size())];
}

/// Before \p entry a player is silent; a long note that sounds over it starts there.
void enterAt(std::vector<Note>& notes, double entry) {
    for (Note& note : notes) {
        const double left = note.startBeats + note.lengthBeats - entry;
        if (note.startBeats < entry - early && left > 0.45) {
            note.startBeats = entry;
            note.lengthBeats = left;
        }
    }
    std::erase_if(notes, [entry](const Note& note) { return note.startBeats < entry - early; });
    for (Note& note : notes) {
        note.startBeats = std::max(note.startBeats, 0.0);
    }
}

void cutUpbeat(Composition& piece, int cutBeats) {
    for (Part& part : piece.parts) {
        for (Note& note : part.notes) {
            note.startBeats -= cutBeats;
        }
        enterAt(part.notes, 0.0);
    }
}

/// All players, or those who do not wait for the end of the intro: at least one of several waits, never all.
std::vector<Part*> playIntro(Composition& piece, double introBeats, Random& random) {
    std::vector<Part*> players;
    for (Part& part : piece.parts) {
        players.push_back(&part);
    }
    if (introBeats <= 0.0 || players.size() < 2) {
        return players;
    }
    random.shuffle(players);
    const std::size_t starting = 1 + random.index(players.size() - 1);
    for (std::size_t i = starting; i < players.size(); ++i) {
        enterAt(players[i]->notes, introBeats);
    }
    piece.introBeats = introBeats;
    players.resize(starting);
    return players;
}

double firstBeat(const Part& part) {
    double first = std::numeric_limits<double>::max();
    for (const Note& note : part.notes) {
        first = std::min(first, note.startBeats);
    }
    return first;
}

/// When every rhythm begins with a rest, the first sounds come at once: a clip starts with music.
void startAtOnce(const std::vector<Part*>& players, double secondsPerBeat) {
    double first = std::numeric_limits<double>::max();
    for (const Part* part : players) {
        first = std::min(first, firstBeat(*part));
    }
    if (first * secondsPerBeat < 0.1) {
        return;
    }
    for (Part* part : players) {
        for (Note& note : part->notes) {
            if (note.startBeats < first + early) {
                note.lengthBeats += note.startBeats;
                note.startBeats = 0.0;
            }
        }
    }
}

/// The tonic's chord tone nearest to a key.
int nearestTone(const Chord& chord, int tonic, int key) {
    int best = key;
    int bestDistance = 12;
    for (int near = key - 6; near <= key + 6; ++near) {
        const int above = ((near - tonic - chord.root) % 12 + 12) % 12;
        const bool tone = std::find(chord.intervals.begin(), chord.intervals.end(), above) != chord.intervals.end();
        if (tone && std::abs(near - key) < bestDistance) {
            best = near;
            bestDistance = std::abs(near - key);
        }
    }
    return best;
}

std::vector<int> finalKeys(const Part& part, const Sheet& sheet) {
    const Chord home = chordFromNumeral(sheet.minor ? "i" : "I", sheet.minor);
    switch (part.role) {
        case Role::Melody: return {nearestTone(home, sheet.tonic, part.notes.back().key)};
        case Role::Chords: return voicing(home, sheet.tonic, 60);
        case Role::Bass: return {28 + ((sheet.tonic - 28) % 12 + 12) % 12};
        case Role::Drums: return finalStrokes(part.instrument);
    }
    return {};
}

/// Everyone's last note, held until shortly before the clip's end.
void endOnChord(Composition& piece, const Sheet& sheet, double atBeats, double seconds) {
    const double lengthBeats = (seconds - 0.3) / piece.secondsPerBeat() - atBeats;
    for (Part& part : piece.parts) {
        const std::vector<int> keys = finalKeys(part, sheet);
        std::erase_if(part.notes, [atBeats](const Note& note) { return note.startBeats > atBeats - early; });
        for (Note& note : part.notes) {
            note.lengthBeats = std::min(note.lengthBeats, atBeats - note.startBeats);
        }
        for (const int key : keys) {
            const auto velocity = static_cast<int>(std::lround(sheet.mood.velocity));
            part.notes.push_back({atBeats, part.role == Role::Drums ? 0.5 : lengthBeats, key, velocity});
        }
    }
}

void slowDown(Composition& piece, const Form& form, double end) {
    for (Part& part : piece.parts) {
        for (Note& note : part.notes) {
            const double stop = playedBeat(form, end, note.startBeats + note.lengthBeats);
            note.startBeats = playedBeat(form, end, note.startBeats);
            note.lengthBeats = std::max(0.05, stop - note.startBeats);
        }
    }
}

/// Factor of the velocities; \p place runs from 0 at the clip's start to 1 at its end.
double strengthAt(const std::string& dynamics, double place) {
    if (dynamics == "soft") {
        return 0.72;
    }
    if (dynamics == "loud") {
        return 1.18;
    }
    if (dynamics == "crescendo") {
        return 0.6 + 0.6 * place;
    }
    return dynamics == "diminuendo" ? 1.15 - 0.5 * place : 1.0;
}

void applyDynamics(Composition& piece, double seconds) {
    const double clipBeats = seconds / piece.secondsPerBeat();
    for (Part& part : piece.parts) {
        for (Note& note : part.notes) {
            const double strength = strengthAt(piece.dynamics, std::min(1.0, note.startBeats / clipBeats));
            note.velocity = std::clamp(static_cast<int>(std::lround(note.velocity * strength)), 20, 127);
        }
    }
}

}  // namespace

Form planForm(double wishedBpm, int beatsPerBar, double seconds, Random& random) {
    Form form{.tempoBpm = std::round(wishedBpm), .seconds = seconds};
    form.ends = seconds >= shortestWithForm && random.chance(0.8);
    if (form.ends) {
        form.slowDownBeats = random.chance(0.5) ? (wishedBpm < 70.0 ? 2.0 : beatsPerBar) : 0.0;
        fitTempo(form, wishedBpm, beatsPerBar, seconds - random.uniform(1.8, 2.2));
    } else {
        form.bars = static_cast<std::size_t>(std::ceil(seconds * form.tempoBpm / 60.0 / beatsPerBar));
    }
    if (seconds >= shortestWithForm && random.chance(0.65)) {
        form.introBeats = introOf(form, beatsPerBar, random);
    }
    return form;
}

void shapeForm(Composition& piece, const Sheet& sheet, const Form& form, Random& random) {
    const double end = sheetEnd(form, sheet.beatsPerBar);
    cutUpbeat(piece, form.cutBeats);
    startAtOnce(playIntro(piece, form.introBeats, random), piece.secondsPerBeat());
    if (form.ends) {
        slowDown(piece, form, end);
        endOnChord(piece, sheet, playedBeat(form, end, end), form.seconds);
        piece.ending = form.slowDownBeats > 0.0 ? "ritardando" : "held chord";
    }
    applyDynamics(piece, form.seconds);
}

}  // namespace musicrl
