// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace musicrl {

/// A sound of the General MIDI set.
struct Instrument {
    std::string name;    ///< as captions say it, such as "electric piano"
    std::string phrase;  ///< with its article: "an electric piano", "strings"
    int program = 0;     ///< General MIDI, counted from 0; of the drum bank for kits
    bool kit = false;    ///< a drum kit: keys are sounds
    int centreKey = 72;  ///< where it sounds best as a melody
    bool solo = false;   ///< can carry melody and accompaniment alone
};

[[nodiscard]] const std::vector<Instrument>& instruments();

/// \throws Error(Internal) for a name that is not in the table
[[nodiscard]] const Instrument& instrumentNamed(const std::string& name);

}  // namespace musicrl
