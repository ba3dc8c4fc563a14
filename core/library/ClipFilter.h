// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace musicrl {

/// What a clip is asked about by name.
enum class ClipField {
    Model,
    Run,
    Step,
    Seed,
    Seconds,
    Mulan,
    Mos,
    Preference,
    Kl,
    Mix,
    Votes,
    Rated,
    Scored,
    Starred
};

enum class Relation { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

/// A word or phrase of the prompt, or of the file's name for a clip without one. A word is also the beginning of one
/// ("pian" finds "piano"); a phrase is words as they follow each other.
struct WordTerm {
    std::string text;
    bool isPhrase = false;
    bool isExcluded = false;
};

/// model:ru (has it somewhere) or model=ru (is it), whatever the case of ASCII's letters.
struct TextTerm {
    ClipField field = ClipField::Model;
    std::string text;
    bool isWhole = false;
    bool isExcluded = false;
};

/// mulan>0.4; a clip that lacks the number is never found by it, excluded or not.
struct NumberTerm {
    ClipField field = ClipField::Mulan;
    Relation comparison = Relation::Equal;
    double value = 0.0;
    bool isExcluded = false;
};

/// rated:no
struct FlagTerm {
    ClipField field = ClipField::Rated;
    bool isWanted = true;
};

/// What the filter line of the library asks for: clips of which every term holds. Empty asks for all.
struct ClipFilter {
    std::vector<WordTerm> words;
    std::vector<TextTerm> texts;
    std::vector<NumberTerm> numbers;
    std::vector<FlagTerm> flags;

    [[nodiscard]] bool isEmpty() const { return words.empty() && texts.empty() && numbers.empty() && flags.empty(); }
};

/// What of the line cannot be understood.
struct FilterFault {
    std::size_t begin = 0;   ///< of the term, in bytes of the line
    std::size_t length = 0;  ///< in bytes
    std::string message;     ///< one sentence: what, and how it is written
};

struct ParsedFilter {
    ClipFilter filter;  ///< empty when there is a fault
    std::optional<FilterFault> fault;
};

/// Reads a line such as
///
///     model:ru mulan>0.4 piano -drums rated:no "exact phrase" mos>=3.5 seconds<10 run:ru step:40
///
/// Terms stand between blanks and must all hold; a minus in front turns one around. A term is a word, a phrase in
/// quotes, or a field with an operator and a value (in quotes where it has blanks). Fields of text (model, run) take
/// ':' and '='; of numbers (step, seed, seconds, mulan, mos, preference or pref, kl, mix, votes) ':', '=', '<', '<=',
/// '>' and '>='; rated, scored and starred take ':' with yes or no. A quote that is still open ends with the line, so
/// that nothing is wrong while one types.
[[nodiscard]] ParsedFilter parseClipFilter(std::string_view line);

/// The line that is read as this very filter.
[[nodiscard]] std::string toText(const ClipFilter& filter);

}  // namespace musicrl
