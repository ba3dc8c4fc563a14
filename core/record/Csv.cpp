// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/Csv.h"

#include "base/Error.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace musicrl {
namespace {

/// Reads RFC 4180 field by field.
class CsvParser {
public:
    CsvParser(const std::string& text, std::string name) : text_(text), name_(std::move(name)) {
        if (text_.compare(0, 3, "\xEF\xBB\xBF") == 0) {
            at_ = 3;
        }
    }

    [[nodiscard]] bool atEnd() const { return at_ >= text_.size(); }

    std::vector<std::string> nextRow() {
        countLines();
        rowStart_ = at_;
        std::vector<std::string> fields;
        do {
            fields.push_back(at_ < text_.size() && text_[at_] == '"' ? quotedField() : plainField());
        } while (takeComma());
        takeLineBreak();
        return fields;
    }

    /// Of the row that was read last.
    [[nodiscard]] std::size_t line() const { return line_; }

    [[noreturn]] void refuse(const std::string& reason) const {
        throw Error(ErrorKind::BadInput, name_ + ", line " + std::to_string(line_) + ": " + reason);
    }

private:
    std::string plainField() {
        const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
        std::string field = text_.substr(at_, end - at_);
        at_ = end;
        if (!field.empty() && field.back() == '\r' && (atEnd() || text_[at_] == '\n')) {
            field.pop_back();
        }
        return field;
    }

    std::string quotedField() {
        std::string field;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                field += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                field += text_[at_++];
            } else {
                ++at_;
                checkFieldEnd();
                return field;
            }
        }
        refuse("a quoted field has no closing quote.");
    }

    void checkFieldEnd() const {
        if (!atEnd() && std::string_view(",\r\n").find(text_[at_]) == std::string_view::npos) {
            refuse("there is text after a field's closing quote; quotes inside a field are doubled.");
        }
    }

    bool takeComma() {
        const bool found = !atEnd() && text_[at_] == ',';
        at_ += found ? 1 : 0;
        return found;
    }

    void takeLineBreak() {
        at_ += !atEnd() && text_[at_] == '\r' ? 1 : 0;
        at_ += !atEnd() && text_[at_] == '\n' ? 1 : 0;
    }

    /// Brings line_ up to where the next row begins.
    void countLines() {
        const auto from = text_.begin() + static_cast<std::ptrdiff_t>(rowStart_);
        line_ += static_cast<std::size_t>(std::count(from, text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
    }

    const std::string& text_;
    std::string name_;
    std::size_t at_ = 0;
    std::size_t rowStart_ = 0;
    std::size_t line_ = 1;  ///< of the file, on which the current row begins
};

std::string quotedWhereNeeded(const std::string& field) {
    const bool plain = field.find_first_of(",\"\r\n") == std::string::npos &&
                       (field.empty() || (field.front() != ' ' && field.back() != ' '));
    if (plain) {
        return field;
    }
    std::string quoted = "\"";
    for (const char letter : field) {
        quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return quoted + "\"";
}

std::string lineOf(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        line += (i == 0 ? "" : ",") + quotedWhereNeeded(fields[i]);
    }
    return line + "\n";
}

}  // namespace

int CsvTable::columnIndex(const std::string& name) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

CsvTable readCsv(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        throw Error(ErrorKind::BadInput, path.string() + " is a folder, not a table.");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::NotFound, "Cannot read " + path.string() + ": no such file, or no permission.");
    }
    std::ostringstream content;
    content << file.rdbuf();
    const std::string text = content.str();
    CsvParser parser(text, path.string());
    if (parser.atEnd()) {
        throw Error(ErrorKind::BadInput, path.string() + " is empty: a table starts with a line of column names.");
    }
    CsvTable table{parser.nextRow(), {}, {}};
    while (!parser.atEnd()) {
        std::vector<std::string> row = parser.nextRow();
        if (row.size() == 1 && row.front().empty() && table.columns.size() > 1) {
            continue;  // a blank line
        }
        if (row.size() != table.columns.size()) {
            parser.refuse("it has " + std::to_string(row.size()) + " fields, the first line has " +
                          std::to_string(table.columns.size()) + ".");
        }
        table.rows.push_back(std::move(row));
        table.rowLines.push_back(parser.line());
    }
    return table;
}

std::string csvText(const CsvTable& table) {
    std::string text = lineOf(table.columns);
    for (const std::vector<std::string>& row : table.rows) {
        text += lineOf(row);
    }
    return text;
}

}  // namespace musicrl
