// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"
#include "pretrain/corpus/Arrangement.h"
#include "pretrain/corpus/Composition.h"

#include <cstddef>

namespace musicrl {

/// How a piece is laid over a clip: upbeat, intro, the ending, and the tempo at which all of it fits.
struct Form {
    double tempoBpm = 120.0;
    std::size_t bars = 8;       ///< to be arranged, the one that the upbeat cuts among them
    int cutBeats = 0;           ///< of the first bar, so that the piece starts with an upbeat; less than a bar
    double introBeats = 0.0;    ///< from the clip's start until all play; at most 4 s
    double slowDownBeats = 0.0; ///< before the final chord, played ever slower
    bool ends = false;          ///< a final chord about 2 s before the clip's end; else the music goes on past it
    double seconds = 30.0;      ///< of the clip
};

/// Lays out a piece. Clips under 12 s are too short for beginnings and endings: they cut through the music.
///
/// \param wishedBpm  the form's tempo lies near it (within 3 % in clips of 30 s), in the same tempoClass() and in [50, 180]
[[nodiscard]] Form planForm(double wishedBpm, int beatsPerBar, double seconds, Random& random);

/// Turns the arranged bars into the piece: cuts the upbeat, lets some players enter after the intro, slows down into the
/// final chord, and gives each note the strength of the piece's dynamics. At least one player starts at once.
void shapeForm(Composition& piece, const Sheet& sheet, const Form& form, Random& random);

}  // namespace musicrl
