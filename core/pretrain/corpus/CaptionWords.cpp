// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/CaptionWords.h"

#include "base/Error.h"

#include <array>
#include <cctype>
#include <map>

namespace musicrl {
namespace {

const Words& wordsOf(const std::map<std::string, Words>& table, const std::string& key) {
    const auto found = table.find(key);
    if (found == table.end()) {
        throw Error(ErrorKind::Internal, "The caption writer has no words for \"" + key + "\".");
    }
    return found->second;
}

}  // namespace

const Words& moodWords(const std::string& mood) {
    static const std::map<std::string, Words> table = {
        {"calm", {"calm", "peaceful", "gentle", "quiet"}},
        {"dreamy", {"dreamy", "floating", "ethereal", "hazy"}},
        {"sad", {"sad", "melancholic", "mournful", "sorrowful"}},
        {"dark", {"dark", "ominous", "brooding", "menacing"}},
        {"romantic", {"romantic", "tender", "warm", "intimate"}},
        {"relaxed", {"relaxed", "laid-back", "mellow", "easygoing"}},
        {"happy", {"happy", "cheerful", "joyful", "bright"}},
        {"playful", {"playful", "whimsical", "quirky", "light-hearted"}},
        {"energetic", {"energetic", "powerful", "driving", "intense"}},
    };
    return wordsOf(table, mood);
}

const Words& tempoWords(const std::string& tempo) {
    static const std::map<std::string, Words> table = {
        {"slow", {"slow", "slow-paced", "unhurried", "slow-tempo"}},
        {"medium", {"mid-tempo", "medium-tempo", "moderately paced", "medium-paced"}},
        {"fast", {"fast", "fast-paced", "fast-tempo", "up-tempo", "quick"}},
    };
    return wordsOf(table, tempo);
}

const Words& genreWords(const std::string& genre) {
    static const std::map<std::string, Words> table = {
        {"ambient", {"ambient"}},
        {"classical", {"classical", "chamber music"}},
        {"jazz", {"jazz", "swing jazz"}},
        {"rock", {"rock"}},
        {"techno", {"techno", "electronic dance music", "club music"}},
        {"hip hop", {"hip hop", "boom bap", "hip-hop"}},
        {"folk", {"folk", "acoustic folk"}},
        {"bossa nova", {"bossa nova", "Latin music"}},
        {"blues", {"blues", "shuffle blues"}},
        {"reggae", {"reggae", "roots reggae"}},
    };
    return wordsOf(table, genre);
}

const Words& placeWords(const std::string& genre) {
    static const std::map<std::string, Words> table = {
        {"ambient", {"a meditation session", "a documentary about space", "a yoga class"}},
        {"classical", {"a concert hall", "a period drama", "an elegant dinner"}},
        {"jazz", {"a jazz club", "a hotel bar", "an old black-and-white film"}},
        {"rock", {"a rock bar", "a road trip", "an action film"}},
        {"techno", {"a nightclub", "a gym", "a racing game"}},
        {"hip hop", {"a skate video", "a late-night study session", "a city street"}},
        {"folk", {"a village feast", "a campfire", "a country fair"}},
        {"bossa nova", {"a beach bar", "a coffee shop", "an elevator"}},
        {"blues", {"a smoky bar", "a roadhouse", "a long drive"}},
        {"reggae", {"a beach party", "a summer holiday video", "a juice bar"}},
    };
    return wordsOf(table, genre);
}

const Words& roleVerbs(Role role) {
    static const std::array<Words, 4> table = {{
        {"plays the melody", "carries the tune", "takes the lead", "leads with the melody", "plays the lead melody"},
        {"plays the chords", "provides the harmony", "fills in the chords", "accompanies", "plays the accompaniment"},
        {"holds down the bass line", "plays the bass line", "anchors the low end"},
        {"keeps the beat", "drives the rhythm", "provides the rhythm"},
    }};
    return table[static_cast<std::size_t>(role)];
}

const Words& densityWords(const std::string& density) {
    static const std::map<std::string, Words> table = {
        {"sparse", {"sparse arrangement", "minimal arrangement"}},
        {"moderate", {"clear arrangement", "balanced arrangement"}},
        {"dense", {"full arrangement", "rich arrangement"}},
    };
    return wordsOf(table, density);
}

const Words& dynamicsTags(const std::string& dynamics) {
    static const std::map<std::string, Words> table = {
        {"soft", {"played softly", "soft dynamics", "soft volume"}},
        {"moderate", {}},
        {"loud", {"played loudly", "loud dynamics", "loud"}},
        {"crescendo", {"crescendo", "growing louder", "building up"}},
        {"diminuendo", {"diminuendo", "growing softer", "fading away"}},
    };
    return wordsOf(table, dynamics);
}

const Words& dynamicsSentences(const std::string& dynamics) {
    static const std::map<std::string, Words> table = {
        {"soft", {"It is played softly.", "The playing is soft throughout.", "The volume stays low."}},
        {"moderate", {}},
        {"loud", {"It is played loudly.", "The playing is loud and forceful.", "The volume is high throughout."}},
        {"crescendo", {"It grows louder little by little.", "The music builds up in a crescendo."}},
        {"diminuendo", {"It grows softer little by little.", "The music fades in a diminuendo."}},
    };
    return wordsOf(table, dynamics);
}

std::string pluralOf(const std::string& verbPhrase) {
    static const std::map<std::string, std::string> irregular = {{"carries", "carry"}, {"accompanies", "accompany"}};
    const std::size_t end = std::min(verbPhrase.find(' '), verbPhrase.size());
    const std::string verb = verbPhrase.substr(0, end);
    const auto found = irregular.find(verb);
    return (found != irregular.end() ? found->second : verb.substr(0, verb.size() - 1)) + verbPhrase.substr(end);
}

std::string joinedWithAnd(const Words& items) {
    std::string joined;
    for (std::size_t i = 0; i < items.size(); ++i) {
        joined += (i == 0 ? "" : (i + 1 == items.size() ? " and " : ", ")) + items[i];
    }
    return joined;
}

std::string sentenceCase(std::string text) {
    if (!text.empty()) {
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text;
}

std::string withArticle(const std::string& phrase) {
    const bool vowel = !phrase.empty() && std::string("aeiouAEIOU").find(phrase[0]) != std::string::npos;
    return (vowel ? "an " : "a ") + phrase;
}

}  // namespace musicrl
