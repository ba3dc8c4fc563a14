// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/CaptionTokens.h"

#include "base/Error.h"
#include "base/Fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace musicrl {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isNumber(const std::string& word) {
    return !word.empty() && word.size() <= 9 && std::all_of(word.begin(), word.end(), isDigit);
}

/// FNV-1a, so that a word has the same bucket on every platform.
std::uint64_t hashOf(const std::string& word) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : word) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return hash;
}

/// What the word may be in another form: "pianos" → "piano", "slowly" → "slow", "driving" → "driv", "drive".
std::vector<std::string> otherForms(const std::string& word) {
    static constexpr std::array<std::string_view, 6> endings = {"s", "es", "ing", "ed", "ly", "'s"};
    std::vector<std::string> forms;
    for (const std::string_view ending : endings) {
        if (word.size() > ending.size() + 2 && word.ends_with(ending)) {
            const std::string stem = word.substr(0, word.size() - ending.size());
            forms.push_back(stem);
            forms.push_back(stem + "e");
        }
    }
    forms.push_back(word + "s");
    return forms;
}

}  // namespace

CaptionTokens::CaptionTokens(std::vector<std::string> words, std::int64_t buckets, std::int64_t maxLength)
    : words_(std::move(words)), buckets_(buckets), maxLength_(maxLength) {
    if (buckets_ < 1 || maxLength_ < 2) {
        throw Error(ErrorKind::BadInput, "Caption vocabulary: there must be a bucket and room for two tokens.");
    }
    for (const std::string& word : words_) {
        const auto id = firstBucketId + buckets_ + static_cast<std::int64_t>(ids_.size());
        if (word.empty() || !ids_.emplace(word, id).second) {
            throw Error(ErrorKind::BadInput,
                        "Caption vocabulary: the word \"" + word + "\" is empty or stands there twice.");
        }
    }
}

std::int64_t CaptionTokens::size() const {
    return firstBucketId + buckets_ + static_cast<std::int64_t>(words_.size());
}

std::vector<std::int64_t> CaptionTokens::encode(const std::string& text) const {
    std::vector<std::int64_t> ids = {startId};
    for (const std::string& word : wordsOf(text)) {
        if (static_cast<std::int64_t>(ids.size()) == maxLength_) {
            break;
        }
        ids.push_back(idOf(word));
    }
    return ids;
}

std::int64_t CaptionTokens::idOf(const std::string& word) const {
    if (const auto found = ids_.find(word); found != ids_.end()) {
        return found->second;
    }
    if (isNumber(word)) {
        if (const std::string* nearest = nearestNumber(word)) {
            return ids_.at(*nearest);
        }
    } else {
        for (const std::string& form : otherForms(word)) {
            if (const auto found = ids_.find(form); found != ids_.end()) {
                return found->second;
            }
        }
    }
    return firstBucketId + static_cast<std::int64_t>(hashOf(word) % static_cast<std::uint64_t>(buckets_));
}

const std::string* CaptionTokens::nearestNumber(const std::string& number) const {
    const double wanted = std::stod(number);
    double smallest = 0.1 * wanted;
    const std::string* nearest = nullptr;
    for (const std::string& word : words_) {
        if (isNumber(word) && std::abs(std::stod(word) - wanted) <= smallest) {
            const double distance = std::abs(std::stod(word) - wanted);
            if (nearest == nullptr || distance < smallest) {
                nearest = &word;
            }
            smallest = distance;
        }
    }
    return nearest;
}

std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        while (word.ends_with('\'')) {
            word.pop_back();
        }
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
        word.clear();
    };
    for (const char c : text) {
        if (!word.empty() && isDigit(c) != isDigit(word.back()) && (isDigit(c) || isLetter(c))) {
            finish();  // "120bpm" is a number and a word
        }
        if (isLetter(c) || isDigit(c) || (c == '\'' && !word.empty())) {
            word.push_back(lower(c));
        } else {
            finish();
        }
    }
    finish();
    return words;
}

CaptionTokens buildCaptionTokens(const std::vector<std::string>& texts, std::int64_t minCount, std::int64_t buckets,
                                 std::int64_t maxLength) {
    std::map<std::string, std::int64_t> counts;
    for (const std::string& text : texts) {
        for (const std::string& word : wordsOf(text)) {
            ++counts[word];
        }
    }
    std::vector<std::string> words;
    for (const auto& [word, count] : counts) {
        if (count >= minCount) {
            words.push_back(word);
        }
    }
    std::stable_sort(words.begin(), words.end(),
                     [&](const std::string& a, const std::string& b) { return counts[a] > counts[b]; });
    return CaptionTokens(std::move(words), buckets, maxLength);
}

Json toJson(const CaptionTokens& tokens) {
    return Json{
        {"format", 1}, {"buckets", tokens.buckets()}, {"max_length", tokens.maxLength()}, {"words", tokens.words()}};
}

CaptionTokens captionTokensFromJson(const Json& json, const std::string& where) {
    std::int64_t format = 1;
    std::int64_t buckets = 1;
    std::int64_t maxLength = 2;
    std::vector<std::string> words;
    Fields fields(json, where);
    fields.integer("format", format, 1, 1);
    fields.integer("buckets", buckets, 1, 1'000'000);
    fields.integer("max_length", maxLength, 2, 4096);
    fields.texts("words", words);
    fields.finish();
    try {
        return CaptionTokens(std::move(words), buckets, maxLength);
    } catch (const Error& error) {
        throw Error(error.kind(), where + ": " + error.what());
    }
}

}  // namespace musicrl
