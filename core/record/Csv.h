// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// A table with a header line, RFC 4180: quoted fields, doubled quotes, commas and line breaks inside fields.
struct CsvTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< each as long as columns
    std::vector<std::size_t> rowLines = {};  ///< of a table that was read: the line of its file on which each row begins

    /// \return index, or -1
    [[nodiscard]] int columnIndex(const std::string& name) const;
};

/// \throws Error(NotFound), Error(BadInput) with file, line and reason
[[nodiscard]] CsvTable readCsv(const std::filesystem::path& path);

[[nodiscard]] std::string csvText(const CsvTable& table);

}  // namespace musicrl
