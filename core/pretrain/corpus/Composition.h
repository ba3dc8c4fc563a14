// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

enum class Role { Melody, Chords, Bass, Drums };

/// "melody", "chords", "bass" or "drums".
[[nodiscard]] std::string nameOf(Role role);

/// A key of MIDI struck at a time; beats are quarter notes from the start.
struct Note {
    double startBeats = 0.0;
    double lengthBeats = 1.0;
    int key = 60;       ///< MIDI key; for drums the sound of the General MIDI percussion map
    int velocity = 80;  ///< 1 to 127
};

/// What one instrument plays.
struct Part {
    Role role = Role::Melody;
    std::string instrument;  ///< name in the table of Instruments.h
    std::vector<Note> notes;
};

/// A piece, and what is true about it.
struct Composition {
    std::string genre;
    std::string mood;
    double tempoBpm = 120.0;    ///< quarter notes per minute
    int beatsPerBar = 4;        ///< 4 or 3
    int tonic = 0;              ///< semitones above C
    bool minor = false;
    std::string density;        ///< "sparse", "moderate" or "dense"
    std::string dynamics = "moderate";  ///< "soft", "moderate", "loud", "crescendo" or "diminuendo"
    double introBeats = 0.0;    ///< only some of the players play before; 0 when all start together
    std::string ending = "open";  ///< "held chord", "ritardando" (into one), or "open": it goes on past the clip's end
    std::vector<std::string> chords;  ///< Roman numerals, one a bar, repeated to the end
    std::vector<Part> parts;    ///< each with at least one note

    [[nodiscard]] double secondsPerBeat() const { return 60.0 / tempoBpm; }
};

/// "slow" below 85 beats a minute, "medium" up to 125, else "fast".
[[nodiscard]] std::string tempoClass(double tempoBpm);

/// Such as "A minor"; black keys as they are mostly written ("Bb", "F#").
[[nodiscard]] std::string keyName(const Composition& composition);

/// The facts behind a caption: {"genre", "mood", "tempo_bpm", "tempo", "key", "metre", "density", "dynamics",
/// "intro_seconds", "ending", "chords", "lead": the first player's name, "instruments": [{"role", "name"}]}.
[[nodiscard]] Json factsOf(const Composition& composition);

}  // namespace musicrl
