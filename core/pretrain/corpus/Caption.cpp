// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Caption.h"

#include "base/Random.h"
#include "pretrain/corpus/CaptionWords.h"
#include "pretrain/corpus/Instruments.h"

#include <algorithm>
#include <array>

namespace musicrl {
namespace {

/// One instrument with all the roles it has.
struct Player {
    const Instrument* instrument = nullptr;
    std::vector<Role> roles;

    /// "drums", "strings": what has no article takes a verb in the plural.
    [[nodiscard]] bool plural() const { return instrument->phrase == instrument->name; }
};

std::vector<Player> playersOf(const Composition& piece) {
    std::vector<Player> players;
    for (const Part& part : piece.parts) {
        const Instrument& instrument = instrumentNamed(part.instrument);
        const auto known = std::find_if(players.begin(), players.end(),
                                        [&](const Player& player) { return player.instrument == &instrument; });
        if (known == players.end()) {
            players.push_back({&instrument, {part.role}});
        } else if (std::find(known->roles.begin(), known->roles.end(), part.role) == known->roles.end()) {
            known->roles.push_back(part.role);
        }
    }
    return players;
}

/// The words chosen for one telling.
struct Telling {
    const Composition& piece;
    std::vector<Player> players;
    Random random;
    std::string mood;
    std::string tempo;
    std::string genre;

    const std::string& pick(const Words& words) { return words[random.index(words.size())]; }
    [[nodiscard]] bool solo() const { return players.size() == 1; }
};

std::string instrumentList(const Telling& telling) {
    Words phrases;
    for (const Player& player : telling.players) {
        phrases.push_back(player.instrument->phrase);
    }
    return telling.solo() ? "solo " + telling.players[0].instrument->name : joinedWithAnd(phrases);
}

/// "a flute plays the melody".
std::string playing(Telling& telling, const Player& player) {
    const std::string& verb = telling.pick(roleVerbs(player.roles.front()));
    return player.instrument->phrase + " " + (player.plural() ? pluralOf(verb) : verb);
}

std::string soloSentence(const Telling& telling) {
    return sentenceCase(telling.players[0].instrument->phrase) + " plays alone, melody and chords together.";
}

/// "A flute plays the melody while a piano provides the harmony. Drums keep the beat."
std::string playersSentences(Telling& telling) {
    if (telling.solo()) {
        return soloSentence(telling);
    }
    std::string text = sentenceCase(playing(telling, telling.players[0])) + (telling.random.chance(0.5) ? " while " : " and ") +
                       playing(telling, telling.players[1]) + ".";
    if (telling.players.size() > 2) {
        Words rest;
        for (std::size_t i = 2; i < telling.players.size(); ++i) {
            rest.push_back(playing(telling, telling.players[i]));
        }
        text += " " + sentenceCase(joinedWithAnd(rest)) + ".";
    }
    return text;
}

std::string timeClause(Telling& telling) {
    const std::string metre = telling.piece.beatsPerBar == 3 ? telling.pick({" in 3/4 time", " in waltz time"}) : std::string();
    return metre.empty() && telling.random.chance(0.3) ? (telling.piece.minor ? " in a minor key" : " in a major key") : metre;
}

std::string shortPrompt(Telling& telling) {
    const std::string& lead = telling.players[0].instrument->name;
    switch (telling.random.index(5)) {
        case 0: return telling.tempo + " " + telling.mood + " " + lead;
        case 1: return telling.mood + " " + telling.genre + " with " + telling.players[0].instrument->phrase;
        case 2: return telling.tempo + " " + telling.genre + ", " + telling.mood + ", " + lead;
        case 3: return telling.tempo + " " + telling.mood + " " + telling.genre;
        default: return telling.mood + " " + telling.genre + ": " + instrumentList(telling);
    }
}

/// "jazz tune"; "club track", not "club music track".
std::string kindOf(const Telling& telling, const std::string& what) {
    const std::string& genre = telling.genre;
    return (genre.ends_with(" music") ? genre.substr(0, genre.size() - 6) : genre) + " " + what;
}

std::string oneSentence(Telling& telling) {
    const std::string what = telling.pick({"piece", "track", "tune", "instrumental"});
    switch (telling.random.index(6)) {
        case 0:
            return sentenceCase(withArticle(telling.tempo)) + ", " + telling.mood + " " + kindOf(telling, what) +
                   timeClause(telling) + " with " + instrumentList(telling) + ".";
        case 1:
            return "This is " + withArticle(telling.mood) + " " + kindOf(telling, what) + " at a " +
                   tempoClass(telling.piece.tempoBpm) + " tempo, featuring " + instrumentList(telling) + ".";
        case 2:
            return sentenceCase(telling.mood) + " and " + telling.tempo + " " + telling.genre + timeClause(telling) +
                   " featuring " + instrumentList(telling) + ".";
        case 3:
            return "The " + kindOf(telling, what) + " is " + telling.mood + " and " + telling.tempo + timeClause(telling) +
                   ", with " + instrumentList(telling) + ".";
        case 4:
            return sentenceCase(playing(telling, telling.players[0])) + " in " + withArticle(telling.tempo) + ", " +
                   telling.mood + " " + kindOf(telling, what) + ".";
        default:
            return sentenceCase(instrumentList(telling)) + ": " + telling.mood + " " + telling.genre + ", " + telling.tempo + ".";
    }
}

std::string severalSentences(Telling& telling) {
    const std::string what = telling.pick({"piece", "track", "instrumental", "recording"});
    std::string text = telling.random.chance(0.5)
                           ? "This is " + withArticle(telling.tempo) + " " + kindOf(telling, what) + timeClause(telling) + ". "
                           : "A " + telling.pick({"short", "simple"}) + " " + kindOf(telling, what) + timeClause(telling) +
                                 ", " + telling.tempo + ". ";
    text += playersSentences(telling);
    switch (telling.random.index(4)) {
        case 0: return text + " The mood is " + telling.mood + ".";
        case 1: return text + " It sounds " + telling.mood + " and could play in " + telling.pick(placeWords(telling.piece.genre)) + ".";
        case 2: return text + " The atmosphere is " + telling.mood + ", with a " + telling.pick(densityWords(telling.piece.density)) + ".";
        default: return text + " It feels " + telling.mood + ".";
    }
}

Words aspectsOf(Telling& telling) {
    Words aspects = {telling.genre, telling.mood, telling.piece.beatsPerBar == 3 ? "3/4 time" : "4/4 time",
                     tempoClass(telling.piece.tempoBpm) + " tempo", telling.piece.minor ? "minor key" : "major key",
                     telling.pick(densityWords(telling.piece.density))};
    for (const Player& player : telling.players) {
        const Role role = player.roles.front();
        const bool named = (role == Role::Melody || role == Role::Chords) && !player.plural();
        aspects.push_back(telling.solo() ? "solo " + player.instrument->name
                                         : player.instrument->name + (named ? " " + nameOf(role) : ""));
    }
    telling.random.shuffle(aspects);
    return aspects;
}

/// All of who plays, and some of the rest.
std::string tagList(Telling& telling, const Words& aspects) {
    std::string text;
    for (const std::string& aspect : aspects) {
        const bool minorDetail = aspect.ends_with("time") || aspect.ends_with("key") || aspect.ends_with("arrangement");
        if (!minorDetail || telling.random.chance(0.4)) {
            text += (text.empty() ? "" : ", ") + aspect;
        }
    }
    return text;
}

}  // namespace

Caption describe(const Composition& piece, std::uint64_t seed) {
    Telling telling{piece, playersOf(piece), Random(deriveSeed(seed, "caption")), {}, {}, {}};
    telling.mood = telling.pick(moodWords(piece.mood));
    telling.tempo = telling.pick(tempoWords(tempoClass(piece.tempoBpm)));
    telling.genre = telling.pick(genreWords(piece.genre));
    const Words aspects = aspectsOf(telling);
    const double form = telling.random.uniform();
    if (form < 0.2) {
        return {shortPrompt(telling), aspects};
    }
    if (form < 0.4) {
        return {tagList(telling, aspects), aspects};
    }
    return {form < 0.7 ? oneSentence(telling) : severalSentences(telling), aspects};
}

}  // namespace musicrl
