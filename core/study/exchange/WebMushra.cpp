// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "record/ClipRecipe.h"
#include "record/Csv.h"
#include "study/exchange/Formats.h"

#include <array>
#include <charconv>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// webMUSHRA's answers, side A being its reference; it has no word for two bad clips.
/// \see audiolabs/webMUSHRA, lib/webmushra/pages/PairedComparisonPage.js
const char* answerOf(PreferenceLabel label) {
    switch (label) {
        case PreferenceLabel::A:
            return "correct";
        case PreferenceLabel::B:
            return "incorrect";
        case PreferenceLabel::Tie:
            return "undecided";
        case PreferenceLabel::BothBad:
        case PreferenceLabel::CannotJudge:
            break;
    }
    return "unknown";
}

PreferenceLabel labelFromAnswer(const std::string& answer, const std::string& where) {
    for (const PreferenceLabel label :
         {PreferenceLabel::A, PreferenceLabel::B, PreferenceLabel::Tie, PreferenceLabel::CannotJudge}) {
        if (answer == answerOf(label)) {
            return label;
        }
    }
    throw Error(ErrorKind::BadInput,
                where + ": choice_answer is \"" + answer + "\", but must be correct, incorrect, undecided or unknown.");
}

class RowReader {
public:
    RowReader(const CsvTable& table, std::size_t row, const fs::path& file, const fs::path& clips)
        : table_(table),
          row_(table.rows[row]),
          where_(file.string() + ", line " + std::to_string(table.rowLines[row])),
          clips_(clips) {}

    [[nodiscard]] ExchangedPair pair(std::size_t number) const {
        ExchangedPair exchanged;
        PreferencePair& pair = exchanged.pair;
        const std::string trial = text("trial_id");
        pair.source = "webmushra";
        pair.study = text("session_test_id");
        pair.trial = trial;
        pair.id = std::to_string(number);
        pair.label = labelFromAnswer(text("choice_answer"), where_);
        pair.a.file = clip(text("choice_reference"), trial);
        pair.b.file = clip(text("choice_non_reference"), trial);
        pair.a.generator = firstOf("generator_reference", "choice_reference");
        pair.b.generator = firstOf("generator_non_reference", "choice_non_reference");
        pair.prompt = promptFor(pair.a.file, trial);
        pair.rater = firstOf("rater", "name");
        pair.criterion = text("question");
        exchanged.note = text("choice_comment");
        exchanged.spentSeconds = seconds();
        return exchanged;
    }

private:
    [[nodiscard]] std::string text(const char* column) const {
        const int index = table_.columnIndex(column);
        return index < 0 ? std::string() : row_[static_cast<std::size_t>(index)];
    }

    [[nodiscard]] std::string firstOf(const char* column, const char* other) const {
        const std::string found = text(column);
        return found.empty() ? text(other) : found;
    }

    [[nodiscard]] fs::path clip(const std::string& name, const std::string& trial) const {
        std::error_code ignored;
        for (const fs::path& base : {clips_ / name, clips_ / trial / name, clips_ / name / trial}) {
            for (const char* extension : {"", ".flac", ".wav"}) {
                const fs::path file = (base.string() + extension);
                if (!name.empty() && fs::is_regular_file(file, ignored)) {
                    return file.lexically_normal();
                }
            }
        }
        throw Error(ErrorKind::NotFound, where_ + ": there is no clip \"" + name + "\" of the trial \"" + trial +
                                             "\" in " + clips_.string() +
                                             "; name the folder of the clips with --clips.");
    }

    /// Its own column, else what the clip's record says, else the trial's name.
    [[nodiscard]] std::string promptFor(const fs::path& file, const std::string& trial) const {
        if (const std::string given = oneLine(text("prompt")); !given.empty()) {
            return given;
        }
        std::error_code ignored;
        if (fs::exists(recordPathFor(file), ignored)) {
            return oneLine(readClipRecord(file).recipe.prompt.text);
        }
        if (isBlank(trial)) {
            throw Error(ErrorKind::BadInput, where_ + ": trial_id is empty, and nothing else tells the prompt.");
        }
        return oneLine(trial);
    }

    [[nodiscard]] std::optional<double> seconds() const {
        const std::string given = text("choice_time");
        double milliseconds = 0.0;
        const auto [end, fault] = std::from_chars(given.data(), given.data() + given.size(), milliseconds);
        if (given.empty()) {
            return std::nullopt;
        }
        if (fault != std::errc() || end != given.data() + given.size()) {
            throw Error(ErrorKind::BadInput, where_ + ": choice_time is \"" + given + "\", which is no number.");
        }
        return milliseconds / 1000.0;
    }

    const CsvTable& table_;
    const std::vector<std::string>& row_;
    std::string where_;
    fs::path clips_;
};

}  // namespace

std::string webMushraText(const std::vector<ExchangedPair>& pairs, const fs::path& folder) {
    // Between session_test_id and trial_id stand the answers to a study's own questionnaire: here what else there is.
    CsvTable table{
        {"session_test_id", "rater", "question", "prompt", "generator_reference", "generator_non_reference", "trial_id",
         "choice_reference", "choice_non_reference", "choice_answer", "choice_time", "choice_comment"},
        {}};
    for (const ExchangedPair& exchanged : pairs) {
        const PreferencePair& pair = exchanged.pair;
        const auto milliseconds = std::llround(1000.0 * exchanged.spentSeconds.value_or(0.0));
        table.rows.push_back({pair.study, pair.rater, pair.criterion, pair.prompt, pair.a.generator, pair.b.generator,
                              pair.trial.empty() ? pair.id : pair.trial, clipName(pair.a.file, folder),
                              clipName(pair.b.file, folder), answerOf(pair.label),
                              exchanged.spentSeconds ? std::to_string(milliseconds) : std::string(), exchanged.note});
    }
    return csvText(table);
}

std::vector<ExchangedPair> webMushraPairs(const fs::path& file, const fs::path& clips) {
    const CsvTable table = readCsv(file);
    for (const char* column : {"trial_id", "choice_reference", "choice_non_reference", "choice_answer"}) {
        if (table.columnIndex(column) < 0) {
            throw Error(ErrorKind::BadInput, file.string() + " has no column \"" + column +
                                                 "\": it is no paired_comparison.csv of webMUSHRA.");
        }
    }
    if (table.rows.empty()) {
        throw Error(ErrorKind::BadInput, file.string() + " holds no row.");
    }
    std::vector<ExchangedPair> pairs;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        pairs.push_back(RowReader(table, i, file, clips).pair(i + 1));
    }
    return pairs;
}

}  // namespace musicrl
