// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Instruments.h"

#include "base/Error.h"

namespace musicrl {

const std::vector<Instrument>& instruments() {
    static const std::vector<Instrument> table = {
        {.name = "piano", .phrase = "a piano", .program = 0, .centreKey = 72, .solo = true},
        {.name = "electric piano", .phrase = "an electric piano", .program = 4, .centreKey = 70, .solo = true},
        {.name = "harpsichord", .phrase = "a harpsichord", .program = 6, .centreKey = 72, .solo = true},
        {.name = "music box", .phrase = "a music box", .program = 10, .centreKey = 82, .solo = true},
        {.name = "vibraphone", .phrase = "a vibraphone", .program = 11, .centreKey = 72},
        {.name = "marimba", .phrase = "a marimba", .program = 12, .centreKey = 68, .solo = true},
        {.name = "organ", .phrase = "an organ", .program = 16, .centreKey = 70},
        {.name = "accordion", .phrase = "an accordion", .program = 21, .centreKey = 72},
        {.name = "harmonica", .phrase = "a harmonica", .program = 22, .centreKey = 72},
        {.name = "acoustic guitar", .phrase = "an acoustic guitar", .program = 24, .centreKey = 64, .solo = true},
        {.name = "electric guitar", .phrase = "an electric guitar", .program = 27, .centreKey = 64},
        {.name = "distorted guitar", .phrase = "a distorted guitar", .program = 30, .centreKey = 64},
        {.name = "double bass", .phrase = "a double bass", .program = 32, .centreKey = 40},
        {.name = "electric bass", .phrase = "an electric bass", .program = 33, .centreKey = 40},
        {.name = "synth bass", .phrase = "a synth bass", .program = 38, .centreKey = 38},
        {.name = "violin", .phrase = "a violin", .program = 40, .centreKey = 76},
        {.name = "cello", .phrase = "a cello", .program = 42, .centreKey = 52},
        {.name = "harp", .phrase = "a harp", .program = 46, .centreKey = 70, .solo = true},
        {.name = "strings", .phrase = "strings", .program = 48, .centreKey = 70},
        {.name = "choir", .phrase = "a choir", .program = 52, .centreKey = 67},
        {.name = "trumpet", .phrase = "a trumpet", .program = 56, .centreKey = 69},
        {.name = "saxophone", .phrase = "a saxophone", .program = 66, .centreKey = 62},
        {.name = "oboe", .phrase = "an oboe", .program = 68, .centreKey = 72},
        {.name = "clarinet", .phrase = "a clarinet", .program = 71, .centreKey = 68},
        {.name = "flute", .phrase = "a flute", .program = 73, .centreKey = 78},
        {.name = "synth lead", .phrase = "a synth lead", .program = 81, .centreKey = 70},
        {.name = "synth pad", .phrase = "a synth pad", .program = 89, .centreKey = 64},
        {.name = "banjo", .phrase = "a banjo", .program = 105, .centreKey = 67, .solo = true},
        {.name = "drums", .phrase = "drums", .program = 0, .kit = true},
        {.name = "electronic drums", .phrase = "electronic drums", .program = 25, .kit = true},
        {.name = "brushed drums", .phrase = "brushed drums", .program = 40, .kit = true},
        {.name = "hand percussion", .phrase = "hand percussion", .program = 0, .kit = true},
    };
    return table;
}

const Instrument& instrumentNamed(const std::string& name) {
    for (const Instrument& instrument : instruments()) {
        if (instrument.name == name) {
            return instrument;
        }
    }
    throw Error(ErrorKind::Internal, "There is no instrument \"" + name + "\" in the composer's table.");
}

}  // namespace musicrl
