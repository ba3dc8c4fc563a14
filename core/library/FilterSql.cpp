// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/FilterSql.h"

#include "base/LowerCase.h"

namespace musicrl {
namespace {

std::string columnOf(ClipField field) {
    switch (field) {
        case ClipField::Model:
            return "model";
        case ClipField::Run:
            return "run";
        case ClipField::Step:
            return "step";
        case ClipField::Seed:
            return "seed";
        case ClipField::Seconds:
            return "seconds";
        case ClipField::Mulan:
            return "mulan";
        case ClipField::Mos:
            return "mos";
        case ClipField::Preference:
            return "preference";
        case ClipField::Kl:
            return "kl";
        case ClipField::Mix:
            return "mix";
        case ClipField::Votes:
        case ClipField::Rated:
            return "votes";
        case ClipField::Scored:
            return "mix";
        case ClipField::Starred:
            return "starred";
    }
    return {};
}

std::string signOf(Relation comparison) {
    switch (comparison) {
        case Relation::Equal:
            return "=";
        case Relation::Less:
            return "<";
        case Relation::LessOrEqual:
            return "<=";
        case Relation::Greater:
            return ">";
        case Relation::GreaterOrEqual:
            return ">=";
    }
    return {};
}

// A plus before a column keeps SQLite from taking its index, by which it would look every clip up, one by one.

std::string flagText(const FlagTerm& term) {
    if (term.field == ClipField::Rated) {
        return term.isWanted ? "+votes > 0" : "+votes = 0";
    }
    if (term.field == ClipField::Starred) {
        return term.isWanted ? "+starred > 0" : "+starred = 0";
    }
    return term.isWanted ? "+mix IS NOT NULL" : "+mix IS NULL";
}

/// Joins conditions by AND and numbers the places of their values.
class ConditionBuilder {
public:
    void add(const std::string& condition, bool isExcluded = false) {
        const std::string whole = isExcluded ? "NOT (" + condition + ")" : condition;
        condition_.text += condition_.text.empty() ? whole : " AND " + whole;
    }
    /// \return the place of the value in the text
    std::string place(std::variant<double, std::string> value) {
        condition_.values.push_back(std::move(value));
        return ":v" + std::to_string(condition_.values.size() - 1);
    }
    SqlCondition take() {
        if (condition_.text.empty()) {
            condition_.text = "1";
        }
        return std::move(condition_);
    }

private:
    SqlCondition condition_;
};

/// In FTS5 a quote inside of quotes is written twice.
std::string ftsPhrase(const WordTerm& term) {
    std::string phrase = "\"";
    for (const char letter : term.text) {
        phrase += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    }
    return phrase + (term.isPhrase ? "\"" : "\"*");
}

}  // namespace

SqlCondition fieldCondition(const ClipFilter& filter) {
    ConditionBuilder builder;
    for (const NumberTerm& term : filter.numbers) {
        const std::string value = builder.place(term.value);
        builder.add("+" + columnOf(term.field) + " " + signOf(term.comparison) + " " + value, term.isExcluded);
    }
    for (const FlagTerm& term : filter.flags) {
        builder.add(flagText(term));
    }
    for (const TextTerm& term : filter.texts) {
        const std::string value = builder.place(lowerCase(term.text));
        const std::string test = term.isWhole ? "lower(name) IN (" + value + ", " + value + " || ' · base')"
                                              : "instr(lower(name), " + value + ") > 0";
        builder.add("coalesce(" + columnOf(term.field) + ", '') IN (SELECT name FROM clip_name WHERE " + test + ")",
                    term.isExcluded);
    }
    return builder.take();
}

std::string wordQuery(const ClipFilter& filter, bool excluded) {
    std::string query;
    for (const WordTerm& term : filter.words) {
        if (term.isExcluded == excluded) {
            query += (query.empty() ? "" : (excluded ? " OR " : " AND ")) + ftsPhrase(term);
        }
    }
    return query;
}

SqlCondition wordCondition(const ClipFilter& filter) {
    ConditionBuilder builder;
    for (const WordTerm& term : filter.words) {
        const std::string value = builder.place(lowerCase(term.text));
        builder.add("instr(lower(title), " + value + ") > 0", term.isExcluded);
    }
    return builder.take();
}

}  // namespace musicrl
