// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/CaptionParts.h"

#include "base/LowerCase.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

bool isUpper(char letter) {
    return letter >= 'A' && letter <= 'Z';
}
bool isLower(char letter) {
    return letter >= 'a' && letter <= 'z';
}
bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}
/// Bytes beyond ASCII belong to words.
bool isLetter(char letter) {
    return isUpper(letter) || isLower(letter) || (letter & 0x80) != 0;
}
bool isStop(char letter) {
    return letter == '.' || letter == '!' || letter == '?';
}

/// Finds where sentences end.
class SentenceCutter {
public:
    explicit SentenceCutter(const std::string& text) : text_(text) {}

    std::vector<std::string> cut() {
        std::vector<std::string> sentences;
        std::size_t first = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (!isStop(text_[i])) {
                continue;
            }
            const std::size_t stop = i;
            const std::size_t end = endOfStops(i);
            if (endsSentence(stop, end)) {
                add(sentences, first, end);
                first = end;
            }
            i = end - 1;
        }
        add(sentences, first, text_.size());
        return sentences;
    }

private:
    /// Behind the stops that begin at \p at and the quotes and brackets that they close.
    [[nodiscard]] std::size_t endOfStops(std::size_t at) const {
        while (at < text_.size() && isStop(text_[at])) {
            ++at;
        }
        for (bool closed = true; closed && at < text_.size();) {
            closed = false;
            for (const char* close : {"\"", "'", ")", "]", "\u2019", "\u201D"}) {
                if (text_.compare(at, std::string(close).size(), close) == 0) {
                    at += std::string(close).size();
                    closed = true;
                    break;
                }
            }
        }
        return at;
    }

    [[nodiscard]] bool endsSentence(std::size_t stop, std::size_t end) const {
        if (end >= text_.size()) {
            return true;
        }
        return text_[end] == ' ' ? !isAbbreviation(stop, end) && !isWithin(end) : beginsRunTogether(stop, end);
    }

    /// Whether the stop belongs to a quote or an aside, behind which the sentence goes on: He says "stop." again.
    [[nodiscard]] bool isWithin(std::size_t end) const {
        return !isStop(text_[end - 1]) && end + 1 < text_.size() && isLower(text_[end + 1]);
    }

    /// The word before the stop: "e.g" of "e.g. drums".
    [[nodiscard]] std::string wordBefore(std::size_t stop) const {
        std::size_t first = stop;
        while (first > 0 && (isLetter(text_[first - 1]) || isDigit(text_[first - 1]) || text_[first - 1] == '.')) {
            --first;
        }
        return lowerCase(text_.substr(first, stop - first));
    }

    [[nodiscard]] bool isAbbreviation(std::size_t stop, std::size_t blank) const {
        static const std::set<std::string> always = {"e.g", "i.e", "vs",   "mr", "mrs",    "ms",
                                                     "dr",  "st",  "feat", "ft", "approx", "incl"};
        const std::string word = wordBefore(stop);
        const char next = blank + 1 < text_.size() ? text_[blank + 1] : '\0';
        return text_[stop] == '.' &&
               (always.count(word) > 0 || (word == "etc" && isLower(next)) || (word == "no" && isDigit(next)));
    }

    /// Whether a sentence begins right behind the stop.
    [[nodiscard]] bool beginsRunTogether(std::size_t stop, std::size_t next) const {
        static const std::set<std::string> openers = {"a",   "an",  "the", "this",  "that", "it", "he",
                                                      "she", "his", "her", "there", "they", "no"};
        const std::string before = wordBefore(stop);
        const bool afterWord =
            before.empty() || (before.size() > 1 && before.find('.') == std::string::npos && !isDigit(before.back()));
        std::size_t end = next;
        while (end < text_.size() && isLetter(text_[end])) {
            ++end;
        }
        const std::string word = text_.substr(next, end - next);
        const bool capital = !word.empty() && isUpper(word[0]) && std::none_of(word.begin() + 1, word.end(), isUpper);
        return afterWord && (capital || openers.count(word) > 0);
    }

    void add(std::vector<std::string>& sentences, std::size_t first, std::size_t end) const {
        const std::size_t begin = text_.find_first_not_of(' ', first);
        if (begin >= end) {
            return;
        }
        const std::string piece = text_.substr(begin, text_.find_last_not_of(' ', end - 1) + 1 - begin);
        if (std::any_of(piece.begin(), piece.end(), isLetter)) {
            sentences.push_back(piece);
        }
    }

    const std::string& text_;
};

}  // namespace

std::vector<std::string> sentencesOf(const std::string& caption) {
    return SentenceCutter(caption).cut();
}

std::string tagOf(const std::string& aspect) {
    constexpr const char* around = " .,;";
    const std::size_t first = aspect.find_first_not_of(around);
    if (first == std::string::npos) {
        return {};
    }
    const std::string tag = aspect.substr(first, aspect.find_last_not_of(around) + 1 - first);
    const bool says =
        std::any_of(tag.begin(), tag.end(), [](char letter) { return isLetter(letter) || isDigit(letter); });
    return says ? tag : std::string();
}

}  // namespace musicrl
