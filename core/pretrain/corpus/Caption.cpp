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

    /// "drums", "strings" take a verb in the plural.
    [[nodiscard]] bool plural() const { return instrument->phrase == instrument->name && instrument->name.ends_with('s'); }
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

/// "a slow tempo".
std::string tempoPhrase(Telling& telling) {
    return "a " + tempoClass(telling.piece.tempoBpm) + telling.pick({" tempo", " tempo", " pace"});
}

/// "piano", "solo piano".
std::string leadName(Telling& telling) {
    const std::string& name = telling.players[0].instrument->name;
    return telling.solo() && telling.random.chance(0.5) ? "solo " + name : name;
}

std::string shortPrompt(Telling& telling) {
    const Player& lead = telling.players[0];
    switch (telling.random.index(8)) {
        case 0: return telling.tempo + " " + telling.mood + " " + leadName(telling);
        case 1: return telling.tempo + " " + telling.genre + " with " + lead.instrument->phrase;
        case 2: return telling.tempo + " " + telling.genre + ", " + telling.mood + ", " + leadName(telling);
        case 3: return leadName(telling) + ", " + telling.tempo + ", " + telling.mood;
        case 4: return telling.mood + " " + telling.genre + ": " + instrumentList(telling);
        case 5: return telling.tempo + " " + telling.genre + ": " + instrumentList(telling);
        case 6: return telling.mood + " " + leadName(telling) + " at " + tempoPhrase(telling);
        default: return telling.genre + " " + leadName(telling) + ", " + tempoClass(telling.piece.tempoBpm) + " tempo";
    }
}

/// "jazz tune"; "club track", not "club music track".
std::string kindOf(const Telling& telling, const std::string& what) {
    const std::string& genre = telling.genre;
    return (genre.ends_with(" music") ? genre.substr(0, genre.size() - 6) : genre) + " " + what;
}

std::string oneSentence(Telling& telling) {
    const std::string what = kindOf(telling, telling.pick({"piece", "track", "tune", "instrumental"}));
    const std::string when = timeClause(telling);
    switch (telling.random.index(9)) {
        case 0:
            return sentenceCase(withArticle(telling.tempo)) + ", " + telling.mood + " " + what + when + " with " +
                   instrumentList(telling) + ".";
        case 1:
            return "This is " + withArticle(telling.mood) + " " + what + " at " + tempoPhrase(telling) + ", featuring " +
                   instrumentList(telling) + ".";
        case 2:
            return sentenceCase(telling.mood) + " and " + telling.tempo + " " + telling.genre + when + " featuring " +
                   instrumentList(telling) + ".";
        case 3:
            return "The " + what + " is " + telling.mood + " and " + telling.tempo + when + ", with " + instrumentList(telling) + ".";
        case 4:
            return sentenceCase(playing(telling, telling.players[0])) + " in " + withArticle(telling.tempo) + ", " +
                   telling.mood + " " + what + ".";
        case 5:
            return sentenceCase(withArticle(telling.mood)) + " " + what + when + ", played at " + tempoPhrase(telling) + " by " +
                   instrumentList(telling) + ".";
        case 6:
            return sentenceCase(instrumentList(telling)) + " in " + withArticle(telling.tempo) + " " + what + " that sounds " +
                   telling.mood + ".";
        case 7:
            return "Instrumental " + telling.genre + " at " + tempoPhrase(telling) + " with " + instrumentList(telling) + ", " +
                   telling.mood + " in mood.";
        default:
            return sentenceCase(instrumentList(telling)) + ": " + telling.mood + " " + telling.genre + ", " + telling.tempo + ".";
    }
}

std::string opening(Telling& telling) {
    const std::string what = kindOf(telling, telling.pick({"piece", "track", "instrumental", "recording"}));
    const std::string when = timeClause(telling);
    switch (telling.random.index(4)) {
        case 0: return "This is " + withArticle(telling.tempo) + " " + what + when + ".";
        case 1: return "A " + telling.pick({"short", "simple"}) + " " + what + when + ", " + telling.tempo + ".";
        case 2: return "This " + what + " has " + tempoPhrase(telling) + ".";
        default: return "The recording features " + withArticle(telling.tempo) + " " + kindOf(telling, "instrumental") + when + ".";
    }
}

std::string closing(Telling& telling) {
    switch (telling.random.index(5)) {
        case 0: return " The mood is " + telling.mood + ".";
        case 1: return " It sounds " + telling.mood + " and could play in " + telling.pick(placeWords(telling.piece.genre)) + ".";
        case 2: return " The atmosphere is " + telling.mood + ", with a " + telling.pick(densityWords(telling.piece.density)) + ".";
        case 3: return " This music would suit " + telling.pick(placeWords(telling.piece.genre)) + ".";
        default: return " It feels " + telling.mood + ".";
    }
}

std::string severalSentences(Telling& telling) {
    std::string text = opening(telling) + " " + playersSentences(telling);
    const Words& dynamics = dynamicsSentences(telling.piece.dynamics);
    if (!dynamics.empty() && telling.random.chance(0.4)) {
        text += " " + telling.pick(dynamics);
    }
    return telling.random.chance(0.85) ? text + closing(telling) : text;
}

std::string tagOf(const Telling& telling, const Player& player) {
    const Role role = player.roles.front();
    const bool named = (role == Role::Melody || role == Role::Chords) && !player.plural();
    return telling.solo() ? "solo " + player.instrument->name : player.instrument->name + (named ? " " + nameOf(role) : "");
}

std::string tempoTag(Telling& telling) {
    return telling.random.chance(0.7) ? tempoClass(telling.piece.tempoBpm) + " tempo" : telling.tempo;
}

/// What is worth a tag now and then only.
Words details(Telling& telling) {
    Words tags = {telling.piece.beatsPerBar == 3 ? "3/4 time" : "4/4 time", telling.piece.minor ? "minor key" : "major key",
                  telling.pick(densityWords(telling.piece.density))};
    if (const Words& dynamics = dynamicsTags(telling.piece.dynamics); !dynamics.empty()) {
        tags.push_back(telling.pick(dynamics));
    }
    return tags;
}

Words aspectsOf(Telling& telling) {
    Words aspects = details(telling);
    aspects.insert(aspects.end(), {telling.genre, telling.mood, tempoTag(telling)});
    for (const Player& player : telling.players) {
        aspects.push_back(tagOf(telling, player));
    }
    telling.random.shuffle(aspects);
    return aspects;
}

std::string joined(const Words& tags) {
    std::string text;
    for (const std::string& tag : tags) {
        text += (text.empty() ? "" : ", ") + tag;
    }
    return text;
}

/// All of who plays, and some of the rest.
std::string longTagList(Telling& telling) {
    Words tags = {telling.genre, telling.mood};
    if (telling.random.chance(0.95)) {
        tags.push_back(tempoTag(telling));
    }
    for (const Player& player : telling.players) {
        tags.push_back(tagOf(telling, player));
    }
    for (const std::string& detail : details(telling)) {
        if (telling.random.chance(0.35)) {
            tags.push_back(detail);
        }
    }
    telling.random.shuffle(tags);
    return joined(tags);
}

/// The lead, the tempo and one or two things more.
std::string shortTagList(Telling& telling) {
    Words more = details(telling);
    more.insert(more.end(), {telling.genre, telling.mood, telling.genre, telling.mood});
    telling.random.shuffle(more);
    Words tags = {telling.random.chance(0.5) ? tagOf(telling, telling.players[0]) : leadName(telling), tempoTag(telling), more[0]};
    if (more[1] != more[0] && telling.random.chance(0.5)) {
        tags.push_back(more[1]);
    }
    telling.random.shuffle(tags);
    return joined(tags);
}

}  // namespace

Caption describe(const Composition& piece, std::uint64_t seed) {
    Telling telling{piece, playersOf(piece), Random(deriveSeed(seed, "caption")), {}, {}, {}};
    telling.mood = telling.pick(moodWords(piece.mood));
    telling.tempo = telling.pick(tempoWords(tempoClass(piece.tempoBpm)));
    telling.genre = telling.pick(genreWords(piece.genre));
    const Words aspects = aspectsOf(telling);
    const double form = telling.random.uniform();
    if (form < 0.35) {
        return {form < 0.15 ? shortPrompt(telling) : (form < 0.22 ? shortTagList(telling) : longTagList(telling)), aspects};
    }
    return {form < 0.65 ? oneSentence(telling) : severalSentences(telling), aspects};
}

}  // namespace musicrl
