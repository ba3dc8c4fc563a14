// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/SampleMeasures.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"
#include "record/Csv.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <set>

namespace musicrl {
namespace {

constexpr const char* fileName = "measures.csv";

std::optional<double> numberIn(const std::string& cell) {
    double value = 0.0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return fault == std::errc() && end == cell.data() + cell.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

SampleMeasures SampleMeasures::read(const std::filesystem::path& sampleFolder) {
    SampleMeasures result;
    try {
        const CsvTable table = readCsv(sampleFolder / fileName);
        const int prompt = table.columnIndex("prompt");
        for (const std::vector<std::string>& row : prompt < 0 ? std::vector<std::vector<std::string>>() : table.rows) {
            Measures& measures = result.clips_[row.at(static_cast<std::size_t>(prompt))];
            for (std::size_t column = 0; column < row.size(); ++column) {
                if (const std::optional<double> value = numberIn(row[column]);
                    value && static_cast<int>(column) != prompt) {
                    measures[table.columns[column]] = *value;
                }
            }
        }
    } catch (const Error&) {
        return {};  // older runs have none, and the clips can be heard without
    }
    return result;
}

void SampleMeasures::write(const std::filesystem::path& sampleFolder) const {
    std::set<std::string> names;
    for (const auto& [prompt, measures] : clips_) {
        for (const auto& [name, value] : measures) {
            names.insert(name);
        }
    }
    CsvTable table;
    table.columns.push_back("prompt");
    table.columns.insert(table.columns.end(), names.begin(), names.end());
    for (const auto& [prompt, measures] : clips_) {
        std::vector<std::string>& row = table.rows.emplace_back(1, prompt);
        for (const std::string& name : names) {
            const auto found = measures.find(name);
            const bool isNumber = found != measures.end() && std::isfinite(found->second);
            row.push_back(isNumber ? Json(found->second).dump() : std::string());
        }
    }
    writeFileAtomically(sampleFolder / fileName, csvText(table));
}

std::vector<MeasuredChange> changesOf(const std::string& measure, const SampleMeasures& before,
                                      const SampleMeasures& now) {
    std::vector<MeasuredChange> changes;
    for (const auto& [prompt, measures] : now.clips()) {
        const auto earlier = before.clips().find(prompt);
        if (earlier != before.clips().end() && measures.contains(measure) && earlier->second.contains(measure)) {
            changes.push_back({prompt, earlier->second.at(measure), measures.at(measure)});
        }
    }
    return changes;
}

}  // namespace musicrl
