// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Genres.h"

#include "base/Error.h"

namespace musicrl {
namespace {

// Keys of the General MIDI percussion map.
constexpr int kick = 36, rim = 37, snare = 38, clap = 39, closedHat = 42, pedalHat = 44, openHat = 46, ride = 51,
              tambourine = 54, shaker = 70;

Genre ambient() {
    return {.name = "ambient", .lowestBpm = 50, .highestBpm = 100, .threeFourShare = 0.2,
            .major = {"Imaj7 iii7 IVmaj7 I", "I V vi IV", "I Isus IV I"},
            .minor = {"i VI III VII", "i7 VImaj7 i7 iv7", "i VII VI VII"},
            .melody = {"flute", "choir", "music box", "vibraphone", "cello", "marimba", "piano"},
            .chords = {"synth pad", "strings", "choir", "harp", "electric piano"},
            .bass = {"synth bass", "cello"},
            .moods = {"calm", "dreamy", "sad", "dark"},
            .fourFour = {.chords = {"x---------------", "1---2---3---2---", "x-------x-------"},
                         .bass = {"1---------------", "1-------3-------"}},
            .threeFour = {.chords = {"x-----------", "1---2---3---"}, .bass = {"1-----------"}}};
}

Genre classical() {
    return {.name = "classical", .lowestBpm = 54, .highestBpm = 168, .threeFourShare = 0.35,
            .major = {"I IV V I", "I vi ii V", "I V I V7", "I ii V7 I"},
            .minor = {"i iv V i", "i VI iv V7", "i V i V7"},
            .melody = {"violin", "flute", "oboe", "clarinet", "piano", "trumpet", "cello", "harpsichord"},
            .chords = {"strings", "harp", "piano", "harpsichord"},
            .bass = {"cello", "double bass"},
            .moods = {"calm", "happy", "sad", "romantic", "playful"},
            .fourFour = {.chords = {"1-3-2-3-1-3-2-3-", "x---x---x---x---", "1-2-3-4-3-2-1-2-", "x-------x-------"},
                         .bass = {"1-------3-------", "1---3---1---3---", "1---------------"}},
            .threeFour = {.chords = {"....x---x---", "1-2-3-4-3-2-", "x-----------"}, .bass = {"1-----------", "1---3---3---"}}};
}

Genre jazz() {
    return {.name = "jazz", .lowestBpm = 60, .highestBpm = 180, .swing = 0.64, .threeFourShare = 0.12, .drumsShare = 0.85,
            .major = {"ii7 V7 Imaj7 Imaj7", "Imaj7 vi7 ii7 V7", "iii7 vi7 ii7 V7"},
            .minor = {"i7 iv7 V7 i7", "i7 VImaj7 iv7 V7"},
            .melody = {"saxophone", "trumpet", "clarinet", "vibraphone", "piano"},
            .chords = {"piano", "electric guitar", "organ", "electric piano"},
            .bass = {"double bass"},
            .drums = {"brushed drums", "drums"},
            .moods = {"relaxed", "happy", "romantic", "energetic", "playful", "sad"},
            .fourFour = {.chords = {"x-....x-........", "..x-....x-....x-", "x---......x-....", "......x-x---...."},
                         .bass = {"1---2---3---a---", "1---3---4---a---", "1---3---2---a---"},
                         .grooves = {{{ride, "X...x.x.X...x.x."}, {pedalHat, "....x.......x..."}, {kick, "o.......o......."}},
                                     {{ride, "X...x.x.X...x.x."}, {pedalHat, "....x.......x..."}, {snare, "......o.......o."}}}},
            .threeFour = {.chords = {"....x-..x-..", "x-......x-.."}, .bass = {"1---3---a---", "1---2---3---"},
                          .grooves = {{{ride, "X...x.x.x.x."}, {pedalHat, "....x......."}, {kick, "o..........."}}}}};
}

Genre rock() {
    return {.name = "rock", .lowestBpm = 64, .highestBpm = 176, .drumsShare = 1.0, .drumsLead = true, .pentatonic = true,
            .major = {"I V vi IV", "I IV V IV", "I5 IV5 V5 V5"},
            .minor = {"i VI III VII", "i5 VII5 VI5 VII5", "i5 i5 iv5 VII5"},
            .melody = {"electric guitar", "distorted guitar", "organ", "piano", "synth lead"},
            .chords = {"distorted guitar", "electric guitar", "organ"},
            .bass = {"electric bass"},
            .drums = {"drums"},
            .moods = {"energetic", "happy", "dark", "romantic"},
            .fourFour = {.chords = {"x-x-x-x-x-x-x-x-", "x---x-x-x---x-x-", "x-----x-x-------"},
                         .bass = {"1-1-1-1-1-1-1-1-", "1---1-1-1---3-3-", "1-----1-1---8---"},
                         .grooves = {{{kick, "X.......X.x....."}, {snare, "....X.......X..."}, {closedHat, "x.x.x.x.x.x.x.x."}},
                                     {{kick, "X.....x.X......."}, {snare, "....X.......X..."}, {openHat, "x...x...x...x..."}},
                                     {{kick, "X..x....X.x....."}, {snare, "....X.......X..x"}, {ride, "x.x.x.x.x.x.x.x."}}}}};
}

Genre techno() {
    return {.name = "techno", .lowestBpm = 104, .highestBpm = 156, .drumsShare = 1.0, .drumsLead = true, .pentatonic = true,
            .major = {"I I IV IV", "I vi IV V"},
            .minor = {"i i VI VII", "i i i i", "i iv i VII"},
            .melody = {"synth lead", "marimba", "electric piano", "choir"},
            .chords = {"synth pad", "synth lead", "strings", "piano"},
            .bass = {"synth bass"},
            .drums = {"electronic drums"},
            .moods = {"energetic", "dark", "happy", "dreamy", "playful"},
            .fourFour = {.chords = {"..x-..x-..x-..x-", "x..x..x.x..x..x.", "x---------------", "1.2.3.2.1.2.3.4."},
                         .bass = {"..1-..1-..1-..1-", "1.1.8.1.1.1.8.1.", "1-.1..1-1-.1..8-"},
                         .grooves = {{{kick, "X...X...X...X..."}, {openHat, "..x...x...x...x."}, {clap, "....x.......x..."}},
                                     {{kick, "X...X...X...X..."}, {closedHat, "x.xxx.xxx.xxx.xx"}, {snare, "....x.......x..."}},
                                     {{kick, "X...X...X...X..x"}, {openHat, "..x...x...x...x."}, {closedHat, "xoxoxoxoxoxoxoxo"}}}}};
}

Genre hipHop() {
    return {.name = "hip hop", .lowestBpm = 64, .highestBpm = 108, .swing = 0.56, .drumsShare = 1.0, .drumsLead = true,
            .pentatonic = true,
            .major = {"Imaj7 vi7 ii7 V7", "IVmaj7 iii7 vi7 vi7"},
            .minor = {"i7 iv7 i7 VI", "i VI iv V", "i7 i7 VImaj7 VII"},
            .melody = {"electric piano", "flute", "vibraphone", "trumpet", "music box"},
            .chords = {"electric piano", "piano", "strings", "electric guitar"},
            .bass = {"synth bass", "electric bass"},
            .drums = {"electronic drums", "drums"},
            .moods = {"relaxed", "dark", "sad", "energetic"},
            .fourFour = {.chords = {"x-------x---....", "x-----..x-----..", "..x-....x-......", "x---------------"},
                         .bass = {"1-....1-..1-....", "1-----..1-1-....", "1--1....3-....8-"},
                         .grooves = {{{kick, "X.....x...X....."}, {snare, "....X.......X..."}, {closedHat, "x.x.x.x.x.x.x.x."}},
                                     {{kick, "X..x......X..x.."}, {clap, "....X.......X..."}, {closedHat, "x.xxx.x.x.x.xxx."}},
                                     {{kick, "X.........Xx...."}, {snare, "....X..o....X..."}, {closedHat, "x.x.x.x.x.x.x.x."}}}}};
}

Genre folk() {
    return {.name = "folk", .lowestBpm = 56, .highestBpm = 168, .threeFourShare = 0.35, .drumsShare = 0.4,
            .major = {"I IV I V", "I V vi IV", "I I IV V", "I ii IV I"},
            .minor = {"i VII i v", "i VI VII i", "i iv VII III"},
            .melody = {"violin", "accordion", "flute", "harmonica", "banjo", "acoustic guitar"},
            .chords = {"acoustic guitar", "banjo", "accordion", "harp"},
            .bass = {"double bass"},
            .drums = {"drums", "hand percussion"},
            .moods = {"happy", "calm", "sad", "playful", "energetic"},
            .fourFour = {.chords = {"x---x-x---x-x-x-", "1-2-3-2-1-2-3-2-", "1---x---3---x---", "x-x-x-x-x-x-x-x-"},
                         .bass = {"1-------3-------", "1---1---3---3---"},
                         .grooves = {{{kick, "x.......x......."}, {tambourine, "....x.......x..."}, {shaker, "o.o.o.o.o.o.o.o."}}}},
            .threeFour = {.chords = {"1---x---x---", "1-2-3-2-3-2-", "x---x-x-x---"}, .bass = {"1-----------", "1-------3---"},
                          .grooves = {{{kick, "x..........."}, {tambourine, "....x...x..."}}}}};
}

Genre bossaNova() {
    return {.name = "bossa nova", .lowestBpm = 72, .highestBpm = 160, .drumsShare = 0.8,
            .major = {"Imaj7 vi7 ii7 V7", "Imaj7 Imaj7 ii7 V7", "IVmaj7 iii7 ii7 V7"},
            .minor = {"i7 iv7 VII7 III", "i7 i7 iv7 V7"},
            .melody = {"flute", "saxophone", "vibraphone", "piano", "clarinet", "acoustic guitar", "marimba"},
            .chords = {"acoustic guitar", "electric piano", "piano"},
            .bass = {"double bass", "electric bass"},
            .drums = {"brushed drums", "drums", "hand percussion", "hand percussion"},
            .moods = {"relaxed", "romantic", "happy", "calm"},
            .fourFour = {.chords = {"x---x-..x-x---x-", "x-..x---..x-x---", "..x---x-..x---x-"},
                         .bass = {"1-----3-3-----1-", "1-----3-1-----3-"},
                         .grooves = {{{kick, "x.....xox.....xo"}, {rim, "x.....x.....x..."}, {shaker, "xoxoxoxoxoxoxoxo"}},
                                     {{kick, "x.....x.x.....x."}, {rim, "....x.....x....."}, {closedHat, "x.x.x.x.x.x.x.x."}}}}};
}

Genre blues() {
    return {.name = "blues", .lowestBpm = 52, .highestBpm = 150, .swing = 0.667, .drumsShare = 0.9, .pentatonic = true,
            .major = {"I7 IV7 I7 V7", "I7 I7 IV7 I7", "I7 IV7 V7 I7"},
            .minor = {"i7 iv7 i7 V7", "i7 i7 iv7 i7"},
            .melody = {"harmonica", "electric guitar", "saxophone", "piano"},
            .chords = {"piano", "organ", "electric guitar", "acoustic guitar"},
            .bass = {"electric bass", "double bass"},
            .drums = {"drums", "brushed drums"},
            .moods = {"relaxed", "sad", "energetic", "happy", "dark"},
            .fourFour = {.chords = {"x-x-x-x-x-x-x-x-", "x---..x-x---..x-", "..x-..x-..x-..x-"},
                         .bass = {"1---2---3---4---", "1-1-3-3-4-4-3-3-", "1---1---3---a---"},
                         .grooves = {{{kick, "X.......X......."}, {snare, "....X.......X..."}, {closedHat, "x.x.x.x.x.x.x.x."}},
                                     {{kick, "X.....x.X......."}, {snare, "....X.......X..."}, {ride, "x...x.x.x...x.x."}}}}};
}

Genre reggae() {
    return {.name = "reggae", .lowestBpm = 60, .highestBpm = 104, .swing = 0.54, .drumsShare = 1.0, .drumsLead = true,
            .major = {"I IV I V", "I V vi IV", "I ii I ii"},
            .minor = {"i VII i VII", "i iv i v", "i VI VII i"},
            .melody = {"organ", "trumpet", "saxophone", "harmonica", "flute"},
            .chords = {"electric guitar", "organ", "piano"},
            .bass = {"electric bass"},
            .drums = {"drums", "drums", "hand percussion"},
            .moods = {"relaxed", "happy", "dreamy"},
            .fourFour = {.chords = {"....x.......x...", "..x...x...x...x.", "....x.x.....x.x."},
                         .bass = {"1---..1-3-1-....", "....1-1-2-3-....", "1-..1-..3---2-.."},
                         .grooves = {{{kick, "........X......."}, {rim, "........X......."}, {closedHat, "x.x.X.x.x.x.X.x."}},
                                     {{kick, "X...X...X...X..."}, {rim, "........X......."}, {closedHat, "x.x.x.x.x.x.x.xo"}}}}};
}

}  // namespace

const std::vector<Genre>& genres() {
    static const std::vector<Genre> table = {ambient(), classical(), jazz(),  rock(),  techno(),
                                             hipHop(),  folk(),      bossaNova(), blues(), reggae()};
    return table;
}

const Mood& moodNamed(const std::string& name) {
    static const std::vector<Mood> table = {
        {.name = "calm", .minorShare = 0.3, .fastestBpm = 112, .velocity = 62, .busyness = 0.15},
        {.name = "dreamy", .minorShare = 0.35, .fastestBpm = 125, .velocity = 66, .busyness = 0.3, .registerShift = 5},
        {.name = "sad", .minorShare = 1.0, .fastestBpm = 108, .velocity = 64, .busyness = 0.2, .registerShift = -4},
        {.name = "dark", .minorShare = 1.0, .velocity = 84, .busyness = 0.4, .registerShift = -9},
        {.name = "romantic", .minorShare = 0.3, .fastestBpm = 125, .velocity = 72, .busyness = 0.35},
        {.name = "relaxed", .minorShare = 0.3, .fastestBpm = 138, .velocity = 72, .busyness = 0.4},
        {.name = "happy", .minorShare = 0.0, .slowestBpm = 72, .velocity = 90, .busyness = 0.65, .registerShift = 3},
        {.name = "playful", .minorShare = 0.05, .slowestBpm = 76, .velocity = 84, .busyness = 0.85, .registerShift = 5},
        {.name = "energetic", .minorShare = 0.5, .slowestBpm = 92, .velocity = 108, .busyness = 0.85},
    };
    for (const Mood& mood : table) {
        if (mood.name == name) {
            return mood;
        }
    }
    throw Error(ErrorKind::Internal, "There is no mood \"" + name + "\" in the composer's table.");
}

}  // namespace musicrl
