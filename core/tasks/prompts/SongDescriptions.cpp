// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/prompts/SongDescriptions.h"

#include "base/LowerCase.h"
#include "record/Prompt.h"

#include <algorithm>
#include <regex>
#include <sstream>

namespace musicrl {
namespace {

bool isWordLetter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || (letter & 0x80) != 0;
}

/// Whether \p words stand in \p text as words of their own. Both in lower case.
bool hasWords(const std::string& text, const std::string& words) {
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        if ((at == 0 || !isWordLetter(text[at - 1])) && (end == text.size() || !isWordLetter(text[end]))) {
            return true;
        }
    }
    return false;
}

/// A title of one word may be a word that any description needs ("Jazz"), so it counts only in quotes.
bool givesAway(const std::string& description, const Song& song) {
    const std::string text = lowerCase(description);
    const std::string title = lowerCase(song.title);
    const std::string artist = lowerCase(song.artist);
    const auto quotes = {"\"" + title + "\"", "'" + title + "'", "\u2018" + title + "\u2019",
                         "\u201C" + title + "\u201D"};
    const bool quoted = std::any_of(quotes.begin(), quotes.end(),
                                    [&](const std::string& quote) { return text.find(quote) != std::string::npos; });
    return quoted || (title.find(' ') != std::string::npos && hasWords(text, title)) ||
           (!artist.empty() && hasWords(text, artist));
}

std::string withoutThoughts(std::string answer) {
    for (std::size_t open = answer.find("<think>"); open != std::string::npos; open = answer.find("<think>")) {
        const std::size_t close = answer.find("</think>", open);
        answer.erase(open, close == std::string::npos ? close : close + 8 - open);
    }
    return answer;
}

/// A line without its number or bullet, and without emphasis and quotes around the whole of it.
std::string plainLine(const std::string& line) {
    static const std::regex mark(R"(^\s*(?:[-*+]|\(?\d{1,3}[.):])\s+)");
    std::string text = oneLine(std::regex_replace(line, mark, "", std::regex_constants::format_first_only));
    for (const auto& [open, close] :
         std::initializer_list<std::pair<std::string, std::string>>{{"**", "**"}, {"\"", "\""}, {"\u201C", "\u201D"}}) {
        if (text.size() > open.size() + close.size() && text.starts_with(open) && text.ends_with(close)) {
            text = text.substr(open.size(), text.size() - open.size() - close.size());
        }
    }
    return text;
}

}  // namespace

std::vector<ChatMessage> descriptionRequest(const Song& song, std::int64_t count) {
    const std::string many =
        count == 1 ? "one sentence" : std::to_string(count) + " sentences, each different from the others";
    return {{"system",
             "You describe how music sounds, for somebody who will only read your words. You name genre, mood, tempo, "
             "instruments and "
             "voices as far as you know them. You never name a song, an album, a performer or a year, and you quote no "
             "lyrics."},
            {"user", "Describe the sound of the song \"" + song.title + "\"" +
                         (song.artist.empty() ? "" : " by " + song.artist) + " in " + many +
                         ". Write one sentence a line, without numbers and without anything else."}};
}

std::vector<std::string> descriptionsIn(const std::string& answer, const Song& song, std::int64_t count) {
    std::vector<std::string> descriptions;
    std::istringstream lines(withoutThoughts(answer));
    for (std::string line; std::getline(lines, line) && static_cast<std::int64_t>(descriptions.size()) < count;) {
        const std::string text = plainLine(line);
        const bool spoken =
            std::any_of(text.begin(), text.end(), [](char letter) { return letter == ' ' || (letter & 0x80) != 0; });
        const bool known = std::find(descriptions.begin(), descriptions.end(), text) != descriptions.end();
        if (spoken && !known && text.back() != ':' && isUtf8(text) && !givesAway(text, song)) {
            descriptions.push_back(text);
        }
    }
    return descriptions;
}

}  // namespace musicrl
