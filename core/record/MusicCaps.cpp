// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/MusicCaps.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "record/Csv.h"
#include "record/Prompt.h"
#include "record/PythonList.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace musicrl {
namespace {

/// One row of the table, its fields by name.
class RowReader {
public:
    RowReader(const CsvTable& table, std::size_t row, const std::filesystem::path& path)
        : table_(table), row_(table.rows[row]), where_(path.string() + ", line " + std::to_string(table.rowLines[row])) {}

    /// Empty when the table has no such column.
    [[nodiscard]] std::string text(const char* column) const {
        const int index = table_.columnIndex(column);
        return index < 0 ? std::string() : row_[static_cast<std::size_t>(index)];
    }

    template <typename Number>
    void number(const char* column, Number& value) const {
        const std::string given = text(column);
        const auto [end, fault] = std::from_chars(given.data(), given.data() + given.size(), value);
        if (!given.empty() && (fault != std::errc() || end != given.data() + given.size())) {
            refuse(std::string(column) + " is \"" + given + "\", which is no number.");
        }
    }

    [[nodiscard]] bool flag(const char* column) const {
        const std::string given = text(column);
        if (given == "True" || given == "true" || given == "1") {
            return true;
        }
        if (!given.empty() && given != "False" && given != "false" && given != "0") {
            refuse(std::string(column) + " is \"" + given + "\", but must be True or False.");
        }
        return false;
    }

    [[noreturn]] void refuse(const std::string& reason) const { throw Error(ErrorKind::BadInput, where_ + ": " + reason); }
    [[nodiscard]] const std::string& where() const { return where_; }

private:
    const CsvTable& table_;
    const std::vector<std::string>& row_;
    std::string where_;
};

MusicCapsRow rowFrom(const RowReader& reader) {
    MusicCapsRow row;
    row.id = reader.text("ytid");
    reader.number("start_s", row.startSeconds);
    reader.number("end_s", row.endSeconds);
    row.labels = reader.text("audioset_positive_labels");
    if (const std::string list = reader.text("aspect_list"); !isBlank(list)) {
        row.aspects = textsFromPythonList(list, reader.where());
    }
    row.caption = reader.text("caption");
    reader.number("author_id", row.author);
    row.balancedSubset = reader.flag("is_balanced_subset");
    row.audiosetEval = reader.flag("is_audioset_eval");
    row.facts = reader.text("facts");
    if (isBlank(row.id) || isBlank(row.caption)) {
        reader.refuse("ytid and caption must not be empty.");
    }
    if (!(row.startSeconds >= 0.0 && row.endSeconds > row.startSeconds)) {
        reader.refuse("end_s must be after start_s.");
    }
    return row;
}

std::string numberText(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::vector<std::string> fieldsOf(const MusicCapsRow& row) {
    const auto flagText = [](bool flag) { return std::string(flag ? "True" : "False"); };
    return {row.id,
            numberText(row.startSeconds),
            numberText(row.endSeconds),
            row.labels,
            pythonListText(row.aspects),
            row.caption,
            std::to_string(row.author),
            flagText(row.balancedSubset),
            flagText(row.audiosetEval)};
}

}  // namespace

std::vector<MusicCapsRow> readMusicCaps(const std::filesystem::path& path) {
    const CsvTable table = readCsv(path);
    for (const char* column : {"ytid", "caption"}) {
        if (table.columnIndex(column) < 0) {
            throw Error(ErrorKind::BadInput, path.string() + " has no column \"" + column + "\": it is no table in MusicCaps' columns.");
        }
    }
    std::vector<MusicCapsRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        rows.push_back(rowFrom(RowReader(table, i, path)));
    }
    return rows;
}

void writeMusicCaps(const std::filesystem::path& path, const std::vector<MusicCapsRow>& rows) {
    CsvTable table{{"ytid", "start_s", "end_s", "audioset_positive_labels", "aspect_list", "caption", "author_id",
                    "is_balanced_subset", "is_audioset_eval"},
                   {}};
    const bool withFacts = std::any_of(rows.begin(), rows.end(), [](const MusicCapsRow& row) { return !row.facts.empty(); });
    if (withFacts) {
        table.columns.emplace_back("facts");
    }
    for (const MusicCapsRow& row : rows) {
        table.rows.push_back(fieldsOf(row));
        if (withFacts) {
            table.rows.back().push_back(row.facts);
        }
    }
    writeFileAtomically(path, csvText(table));
}

}  // namespace musicrl
