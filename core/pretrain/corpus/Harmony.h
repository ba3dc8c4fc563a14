// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// A chord in semitones above the tonic.
struct Chord {
    int root = 0;                ///< 0 to 11
    std::vector<int> intervals;  ///< above the root, ascending, starting with 0
};

/// Reads a Roman numeral: upper case is major, lower case minor, then nothing, "7", "maj7", "dim", "sus" or "5";
/// degrees are those of the major scale, or of the natural minor one.
/// \throws Error(Internal) for anything else
[[nodiscard]] Chord chordFromNumeral(const std::string& numeral, bool minor);

/// Numerals separated by blanks.
[[nodiscard]] std::vector<std::string> numeralsOf(const std::string& progression);

/// The keys of a chord around a centre: each of its tones in the octave nearest to it, ascending.
[[nodiscard]] std::vector<int> voicing(const Chord& chord, int tonic, int centreKey);

}  // namespace musicrl
