// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "pretrain/corpus/Composition.h"
#include "pretrain/corpus/Genres.h"
#include "pretrain/corpus/Harmony.h"

#include <string>
#include <vector>

namespace musicrl {

/// What all the players of a piece look at.
struct Sheet {
    const Genre& genre;
    const Mood& mood;
    const Rhythms& rhythms;     ///< of the metre chosen
    std::vector<Chord> chords;  ///< one a bar, as many as there are bars
    int tonic = 0;
    bool minor = false;
    int beatsPerBar = 4;
    double tempoBpm = 120.0;    ///< slow pieces use the calmer rhythms, fast ones the livelier
    double busyness = 0.5;      ///< the mood's, within what is playable at the tempo

    [[nodiscard]] double barStart(std::size_t bar) const { return static_cast<double>(bar) * beatsPerBar; }
};

/// Chords in one rhythm throughout, around a centre key. \return notes in the order of time
[[nodiscard]] std::vector<Note> arrangeChords(const Sheet& sheet, int centreKey, Random& random);

/// A bass line in one rhythm throughout, from the low E of a bass upwards.
[[nodiscard]] std::vector<Note> arrangeBass(const Sheet& sheet, Random& random);

/// One groove throughout; a fill of toms ends every fourth bar. Hand percussion plays it on congas, bongos and shaker.
[[nodiscard]] std::vector<Note> arrangeDrums(const Sheet& sheet, const std::string& kit, Random& random);

/// The sounds of a drum kit that end a piece.
[[nodiscard]] std::vector<int> finalStrokes(const std::string& kit);

/// A melody in phrases A A' B A': chord tones on strong beats, mostly steps between them.
[[nodiscard]] std::vector<Note> arrangeMelody(const Sheet& sheet, int centreKey, Random& random);

}  // namespace musicrl
