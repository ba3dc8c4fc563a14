// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ClipFilter.h"

#include "base/LowerCase.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace musicrl {
namespace {

enum class FieldKind { Text, Number, Flag };

struct FieldName {
    std::string_view name;
    ClipField field;
    FieldKind kind;
};

constexpr std::array<FieldName, 15> fieldNames = {{{"model", ClipField::Model, FieldKind::Text},
                                                   {"run", ClipField::Run, FieldKind::Text},
                                                   {"step", ClipField::Step, FieldKind::Number},
                                                   {"seed", ClipField::Seed, FieldKind::Number},
                                                   {"seconds", ClipField::Seconds, FieldKind::Number},
                                                   {"mulan", ClipField::Mulan, FieldKind::Number},
                                                   {"mos", ClipField::Mos, FieldKind::Number},
                                                   {"preference", ClipField::Preference, FieldKind::Number},
                                                   {"pref", ClipField::Preference, FieldKind::Number},
                                                   {"kl", ClipField::Kl, FieldKind::Number},
                                                   {"mix", ClipField::Mix, FieldKind::Number},
                                                   {"votes", ClipField::Votes, FieldKind::Number},
                                                   {"rated", ClipField::Rated, FieldKind::Flag},
                                                   {"scored", ClipField::Scored, FieldKind::Flag},
                                                   {"starred", ClipField::Starred, FieldKind::Flag}}};

struct OperatorName {
    std::string_view text;
    Relation comparison;
};

/// The longer ones first, so that "<=" is not read as "<".
constexpr std::array<OperatorName, 6> operators = {{{"<=", Relation::LessOrEqual},
                                                    {">=", Relation::GreaterOrEqual},
                                                    {"<", Relation::Less},
                                                    {">", Relation::Greater},
                                                    {"=", Relation::Equal},
                                                    {":", Relation::Equal}}};

/// One term of the line, cut but not yet understood.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isExcluded = false;
    std::string field;  ///< empty for a word or phrase
    std::string sign;   ///< the operator behind the field
    std::string value;
    bool isQuoted = false;
};

bool isSpace(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

bool isOperatorSign(char letter) {
    return letter == ':' || letter == '=' || letter == '<' || letter == '>';
}

/// Letters and digits, and every byte of a letter beyond ASCII: what the index of words keeps.
bool hasLetters(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
               (byte >= 'A' && byte <= 'Z');
    });
}

/// Walks along the line, a piece at a time.
class Cutter {
public:
    explicit Cutter(std::string_view line) : line_(line) {}

    std::optional<Piece> next() {
        while (at_ < line_.size() && isSpace(line_[at_])) {
            ++at_;
        }
        if (at_ >= line_.size()) {
            return std::nullopt;
        }
        Piece piece;
        piece.begin = at_;
        piece.isExcluded = line_[at_] == '-' && at_ + 1 < line_.size() && !isSpace(line_[at_ + 1]);
        at_ += piece.isExcluded ? 1 : 0;
        if (line_[at_] != '"') {
            takeField(piece);
        }
        takeValue(piece);
        piece.end = at_;
        return piece;
    }

private:
    void takeField(Piece& piece) {
        const std::size_t begin = at_;
        std::size_t end = begin;
        while (end < line_.size() && !isSpace(line_[end]) && line_[end] != '"' && !isOperatorSign(line_[end])) {
            ++end;
        }
        if (end >= line_.size() || !isOperatorSign(line_[end])) {
            return;  // a word
        }
        for (const OperatorName& known : operators) {
            if (line_.substr(end).starts_with(known.text)) {
                piece.field = lowerCase(std::string(line_.substr(begin, end - begin)));
                piece.sign = known.text;
                at_ = end + known.text.size();
                return;
            }
        }
    }

    void takeValue(Piece& piece) {
        if (at_ < line_.size() && line_[at_] == '"') {
            piece.isQuoted = true;
            const std::size_t end = std::min(line_.find('"', at_ + 1), line_.size());
            piece.value = line_.substr(at_ + 1, end - at_ - 1);
            at_ = std::min(end + 1, line_.size());
            return;
        }
        const std::size_t begin = at_;
        while (at_ < line_.size() && !isSpace(line_[at_])) {
            ++at_;
        }
        piece.value = line_.substr(begin, at_ - begin);
    }

    std::string_view line_;
    std::size_t at_ = 0;
};

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

std::string writtenAs(const Piece& piece) {
    return piece.field + piece.sign + piece.value;
}

/// \return why the piece cannot be added; empty when it was
using Refusal = std::string;

Refusal addWord(ClipFilter& filter, const Piece& piece) {
    if (!hasLetters(piece.value)) {
        return piece.isQuoted && piece.value.empty() ? Refusal("Between the quotes there is no word yet.")
                                                     : quoted(piece.value) + " has no letter or digit to look for.";
    }
    filter.words.push_back({piece.value, piece.isQuoted, piece.isExcluded});
    return {};
}

Refusal addText(ClipFilter& filter, const Piece& piece, ClipField field) {
    if (piece.sign != ":" && piece.sign != "=") {
        return quoted(piece.field) + " is text: write " + piece.field + ":part or " + piece.field + "=whole.";
    }
    if (piece.value.empty()) {
        return quoted(piece.field + piece.sign) + " wants what to look for right behind it.";
    }
    filter.texts.push_back({field, piece.value, piece.sign == "=", piece.isExcluded});
    return {};
}

Refusal addNumber(ClipFilter& filter, const Piece& piece, ClipField field) {
    const std::string example = ", as in " + piece.field + (piece.sign == ":" ? ":" : piece.sign) + "0.4.";
    if (piece.value.empty()) {
        return quoted(piece.field + piece.sign) + " wants a number right behind it" + example;
    }
    double value = 0.0;
    const char* const end = piece.value.data() + piece.value.size();
    const auto [stopped, fault] = std::from_chars(piece.value.data(), end, value);
    if (fault != std::errc() || stopped != end || !std::isfinite(value)) {
        return quoted(piece.value) + " in " + quoted(writtenAs(piece)) + " is no number: write it with a point" +
               example;
    }
    const auto* known = std::find_if(operators.begin(), operators.end(),
                                     [&](const OperatorName& name) { return name.text == piece.sign; });
    filter.numbers.push_back({field, known->comparison, value, piece.isExcluded});
    return {};
}

Refusal addFlag(ClipFilter& filter, const Piece& piece, ClipField field) {
    const std::string value = lowerCase(piece.value);
    if ((piece.sign != ":" && piece.sign != "=") || (value != "yes" && value != "no")) {
        return "Write " + piece.field + ":yes or " + piece.field + ":no, not " + quoted(writtenAs(piece)) + ".";
    }
    filter.flags.push_back({field, (value == "yes") != piece.isExcluded});
    return {};
}

/// Without "preference", whose short form is there as well.
std::string listOfFields() {
    std::string names;
    for (const FieldName& known : fieldNames) {
        if (known.name != "preference") {
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        }
    }
    return names;
}

Refusal add(ClipFilter& filter, const Piece& piece) {
    if (piece.sign.empty()) {
        return addWord(filter, piece);
    }
    if (piece.field.empty()) {
        return quoted(piece.sign) + " stands right behind a field, without blanks, as in mulan>0.4.";
    }
    const auto* known = std::find_if(fieldNames.begin(), fieldNames.end(),
                                     [&](const FieldName& name) { return name.name == piece.field; });
    if (known == fieldNames.end()) {
        return "There is no field " + quoted(piece.field) + " (there are " + listOfFields() +
               "); in quotes it is looked for as words.";
    }
    switch (known->kind) {
        case FieldKind::Text:
            return addText(filter, piece, known->field);
        case FieldKind::Number:
            return addNumber(filter, piece, known->field);
        case FieldKind::Flag:
            return addFlag(filter, piece, known->field);
    }
    return {};
}

std::string nameOf(ClipField field) {
    const auto* known =
        std::find_if(fieldNames.begin(), fieldNames.end(), [&](const FieldName& name) { return name.field == field; });
    return std::string(known->name);
}

std::string signOf(Relation comparison) {
    const auto* known = std::find_if(operators.begin(), operators.end(),
                                     [&](const OperatorName& name) { return name.comparison == comparison; });
    return std::string(known->text);
}

std::string numberText(double value) {
    std::array<char, 32> digits{};
    const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end};
}

/// In quotes where it would be cut or taken for something else without them.
std::string valueText(const std::string& text) {
    return text.find_first_of(" \t\r\n") == std::string::npos ? text : quoted(text);
}

}  // namespace

ParsedFilter parseClipFilter(std::string_view line) {
    ClipFilter filter;
    Cutter cutter(line);
    while (const std::optional<Piece> piece = cutter.next()) {
        const Refusal refusal = add(filter, *piece);
        if (!refusal.empty()) {
            return {.filter = {}, .fault = FilterFault{piece->begin, piece->end - piece->begin, refusal}};
        }
    }
    return {.filter = std::move(filter), .fault = std::nullopt};
}

std::string toText(const ClipFilter& filter) {
    std::string line;
    const auto add = [&line](bool isExcluded, const std::string& term) {
        line += std::string(line.empty() ? "" : " ") + (isExcluded ? "-" : "") + term;
    };
    for (const TextTerm& term : filter.texts) {
        add(term.isExcluded, nameOf(term.field) + (term.isWhole ? "=" : ":") + valueText(term.text));
    }
    for (const NumberTerm& term : filter.numbers) {
        add(term.isExcluded, nameOf(term.field) + signOf(term.comparison) + numberText(term.value));
    }
    for (const FlagTerm& term : filter.flags) {
        add(false, nameOf(term.field) + (term.isWanted ? ":yes" : ":no"));
    }
    for (const WordTerm& term : filter.words) {
        add(term.isExcluded, term.isPhrase ? quoted(term.text) : term.text);
    }
    return line;
}

}  // namespace musicrl
