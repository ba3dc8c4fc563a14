// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PythonList.h"

#include "base/Error.h"

#include <cstdint>
#include <string_view>

namespace musicrl {
namespace {

class PythonListParser {
public:
    PythonListParser(std::string_view text, const std::string& where) : text_(text), where_(where) {}

    std::vector<std::string> list() {
        std::vector<std::string> items;
        expect('[');
        while (!take(']')) {
            items.push_back(quoted());
            if (!take(',')) {
                expect(']');
                break;
            }
        }
        skipBlanks();
        if (at_ != text_.size()) {
            refuse();
        }
        return items;
    }

private:
    [[noreturn]] void refuse() const {
        throw Error(ErrorKind::BadInput, where_ + ": this is no list of texts like ['warm', 'slow']: " + std::string(text_));
    }

    void skipBlanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
            ++at_;
        }
    }

    bool take(char letter) {
        skipBlanks();
        const bool found = at_ < text_.size() && text_[at_] == letter;
        at_ += found ? 1 : 0;
        return found;
    }

    void expect(char letter) {
        if (!take(letter)) {
            refuse();
        }
    }

    char next() {
        if (at_ >= text_.size()) {
            refuse();
        }
        return text_[at_++];
    }

    std::string quoted() {
        skipBlanks();
        const char quote = next();
        if (quote != '\'' && quote != '"') {
            refuse();
        }
        std::string item;
        for (char letter = next(); letter != quote; letter = next()) {
            item += letter == '\\' ? escaped() : std::string(1, letter);
        }
        return item;
    }

    std::string escaped() {
        const char letter = next();
        switch (letter) {
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'r':
                return "\r";
            case '\\':
            case '\'':
            case '"':
                return std::string(1, letter);
            case 'x':
                return letterOf(2);
            case 'u':
                return letterOf(4);
            case 'U':
                return letterOf(8);
            default:
                refuse();
        }
    }

    /// The letter with the number that follows in hexadecimal digits, as UTF-8.
    std::string letterOf(int digits) {
        std::uint32_t code = 0;
        for (int i = 0; i < digits; ++i) {
            const std::size_t value = std::string_view("0123456789abcdef").find(next());
            if (value == std::string_view::npos) {
                refuse();
            }
            code = code << 4U | static_cast<std::uint32_t>(value);
        }
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
            refuse();
        }
        const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
        const auto tail = [&](unsigned shift) { return byte(0x80U | (code >> shift & 0x3FU)); };
        return code < 0x80      ? std::string{byte(code)}
               : code < 0x800   ? std::string{byte(0xC0U | code >> 6U), tail(0)}
               : code < 0x10000 ? std::string{byte(0xE0U | code >> 12U), tail(6), tail(0)}
                                : std::string{byte(0xF0U | code >> 18U), tail(12), tail(6), tail(0)};
    }

    std::string_view text_;
    const std::string& where_;
    std::size_t at_ = 0;
};

std::string pythonText(const std::string& text) {
    const bool doubled = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
    const char quote = doubled ? '"' : '\'';
    std::string result(1, quote);
    for (const char letter : text) {
        if (letter == '\n' || letter == '\t' || letter == '\r') {
            result += letter == '\n' ? "\\n" : letter == '\t' ? "\\t" : "\\r";
        } else {
            result += letter == quote || letter == '\\' ? std::string("\\") + letter : std::string(1, letter);
        }
    }
    return result + quote;
}

}  // namespace

std::vector<std::string> textsFromPythonList(const std::string& text, const std::string& where) {
    return PythonListParser(text, where).list();
}

std::string pythonListText(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (std::size_t i = 0; i < texts.size(); ++i) {
        list += (i == 0 ? "" : ", ") + pythonText(texts[i]);
    }
    return list + "]";
}

}  // namespace musicrl
