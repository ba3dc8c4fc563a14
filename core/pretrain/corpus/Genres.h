// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// One drum sound's rhythm over a bar.
struct DrumLine {
    int key = 36;         ///< General MIDI percussion
    std::string pattern;  ///< a character per sixteenth: 'X' accented, 'x' plain, 'o' soft, '.' silent
};
using Groove = std::vector<DrumLine>;

/// Rhythms of one metre; patterns have a character per sixteenth.
///
/// In those of chords and bass: 'x' the whole chord, '1' to '4' its tones from the root up, '8' the root an octave
/// higher, 'a' a semitone below the next chord's root, '-' goes on sounding, '.' silent.
struct Rhythms {
    std::vector<std::string> chords;
    std::vector<std::string> bass;
    std::vector<Groove> grooves = {};
};

/// How a kind of music goes.
struct Genre {
    std::string name;
    double lowestBpm = 60.0;
    double highestBpm = 120.0;
    double swing = 0.5;              ///< where in a beat its second half starts: 0.5 straight, 0.667 triplets
    double threeFourShare = 0.0;     ///< of pieces in 3/4
    double drumsShare = 0.0;         ///< of pieces with drums
    bool drumsLead = false;          ///< even a sparse piece has drums and bass
    bool pentatonic = false;         ///< melodies stay on five tones
    std::vector<std::string> major;  ///< progressions, a chord a bar
    std::vector<std::string> minor;
    std::vector<std::string> melody;  ///< instruments by role
    std::vector<std::string> chords;
    std::vector<std::string> bass;
    std::vector<std::string> drums = {};
    std::vector<std::string> moods;
    Rhythms fourFour;
    Rhythms threeFour = {};
};

[[nodiscard]] const std::vector<Genre>& genres();

/// How a mood shapes a piece.
struct Mood {
    std::string name;
    double minorShare = 0.5;
    double slowestBpm = 50.0;   ///< where the genre allows it
    double fastestBpm = 180.0;
    double velocity = 80.0;
    double busyness = 0.5;   ///< of melodies: 0 long notes, 1 short ones
    int registerShift = 0;   ///< semitones added to melodies
};

/// \throws Error(Internal) for a name that is not in the table
[[nodiscard]] const Mood& moodNamed(const std::string& name);

}  // namespace musicrl
