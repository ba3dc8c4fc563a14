// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Csv.h"

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// A figure's CSV file, asked for by column.
class FigureTable {
public:
    /// \throws Error(NotFound), Error(BadInput)
    explicit FigureTable(const std::filesystem::path& file) : file_(file), table_(readCsv(file)) {}

    [[nodiscard]] std::size_t rows() const { return table_.rows.size(); }
    /// \throws Error(BadInput) when there is no such column
    [[nodiscard]] const std::string& text(std::size_t row, const std::string& column) const;
    /// NaN for an empty field. \throws Error(BadInput) also when it is no number
    [[nodiscard]] double number(std::size_t row, const std::string& column) const;
    /// The different texts of a column, in order.
    [[nodiscard]] std::vector<std::string> distinct(const std::string& column) const;

private:
    std::filesystem::path file_;
    CsvTable table_;
};

}  // namespace musicrl
