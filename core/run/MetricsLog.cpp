// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/MetricsLog.h"

#include "base/AtomicFile.h"
#include "run/JsonLines.h"

#include <limits>
#include <optional>
#include <sys/stat.h>

namespace musicrl {
namespace {

std::optional<MetricRow> rowFromJson(const Json& line) {
    const auto step = line.find("step");
    if (step == line.end() || !step->is_number_integer()) {
        return std::nullopt;
    }
    MetricRow row{step->get<std::int64_t>(), Json::object()};
    for (const auto& [key, value] : line.items()) {
        if (key != "step") {
            row.values[key] = value.is_null() ? Json(std::numeric_limits<double>::quiet_NaN()) : value;
        }
    }
    return row;
}

std::vector<MetricRow> rowsFrom(const std::vector<Json>& lines) {
    std::vector<MetricRow> rows;
    for (const Json& line : lines) {
        if (std::optional<MetricRow> row = rowFromJson(line)) {
            rows.push_back(std::move(*row));
        }
    }
    return rows;
}

std::string linesText(const std::vector<Json>& lines) {
    std::string text;
    for (const Json& line : lines) {
        text += line.dump() + "\n";
    }
    return text;
}

bool isAfter(const Json& line, std::int64_t step) {
    const std::optional<MetricRow> row = rowFromJson(line);
    return row && row->step > step;
}

}  // namespace

void appendMetricRow(const std::filesystem::path& path, const MetricRow& row) {
    Json line = {{"step", row.step}};
    line.update(row.values);
    appendJsonLine(path, line);
}

std::vector<MetricRow> readMetricRows(const std::filesystem::path& path) {
    return rowsFrom(finishedLines(readFrom(path, 0)).objects);
}

std::int64_t cutMetricRowsAfter(const std::filesystem::path& path, const std::filesystem::path& cutPath, std::int64_t step) {
    const std::string text = readFrom(path, 0);
    const FinishedLines lines = finishedLines(text);
    std::vector<Json> kept;
    std::vector<Json> cut;
    for (const Json& line : lines.objects) {
        (isAfter(line, step) ? cut : kept).push_back(line);
    }
    if (cut.empty() && lines.bytes == text.size()) {
        return 0;
    }
    // Copied before they are taken away: a crash in between costs nothing but a doubled line among the cut ones.
    for (const Json& line : cut) {
        appendJsonLine(cutPath, line);
    }
    writeFileAtomically(path, linesText(kept));
    return static_cast<std::int64_t>(cut.size());
}

std::vector<MetricRow> MetricsReader::readNew() {
    startedOver_ = false;
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0) {
        return {};
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (status.st_ino != file_ || size < offset_) {
        startedOver_ = offset_ > 0;
        file_ = status.st_ino;
        offset_ = 0;
    }
    const FinishedLines lines = finishedLines(readFrom(path_, offset_));
    offset_ += lines.bytes;
    return rowsFrom(lines.objects);
}

}  // namespace musicrl
