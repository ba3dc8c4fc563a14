// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/Prompt.h"

#include "base/Hash.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr std::size_t longestSlug = 48;
constexpr std::size_t hashDigits = 8;

bool isBlankLetter(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

/// Lower-case ASCII letters and digits, everything between them one '-'.
std::string plainWords(const std::string& text) {
    std::string words;
    for (const char letter : text) {
        const char lower = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
            words += lower;
        } else if (!words.empty() && words.back() != '-') {
            words += '-';
        }
    }
    if (!words.empty() && words.back() == '-') {
        words.pop_back();
    }
    return words;
}

}  // namespace

bool isBlank(const std::string& text) {
    return std::all_of(text.begin(), text.end(), isBlankLetter);
}

bool isUtf8(const std::string& text) {
    try {
        return !Json(text).dump().empty();
    } catch (const Json::exception&) {
        return false;
    }
}

std::string oneLine(const std::string& text) {
    std::string line;
    for (const char letter : text) {
        if (!isBlankLetter(letter)) {
            line += letter;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
    return line;
}

std::string slug(const std::string& text) {
    std::string words = plainWords(text);
    const bool foreign = std::any_of(text.begin(), text.end(), [](char letter) { return (letter & 0x80) != 0; });
    if (!foreign && !words.empty() && words.size() <= longestSlug) {
        return words;
    }
    words.resize(std::min(words.size(), longestSlug - hashDigits - 1));
    const std::string digits = sha256(text).substr(0, hashDigits);
    return words.empty() ? digits : words + (words.back() == '-' ? "" : "-") + digits;
}

Json toJson(const Prompt& prompt) {
    return {{"id", prompt.id}, {"text", prompt.text}, {"seconds", prompt.durationSeconds}, {"seed", prompt.seed}};
}

Prompt promptFromJson(const Json& json, const std::string& where) {
    return {requireKey<std::string>(json, "id", where), requireKey<std::string>(json, "text", where),
            requireKey<double>(json, "seconds", where), requireKey<std::uint64_t>(json, "seed", where)};
}

}  // namespace musicrl
