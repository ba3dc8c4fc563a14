// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Hash.h"
#include "job/runJob.h"
#include "run/MetricsLog.h"
#include "support/ToyRun.h"

#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

/// Rows without what a clock measured.
inline std::vector<std::string> rowsOf(const RunDirectory& run) {
    std::vector<std::string> lines;
    for (const MetricRow& row : readMetricRows(run.metricsPath())) {
        Json values = Json::object();
        for (const auto& [name, value] : row.values.items()) {
            if (name.rfind("time/", 0) != 0) {
                values[name] = value;
            }
        }
        lines.push_back(std::to_string(row.step) + " " + values.dump());
    }
    return lines;
}

inline std::map<std::string, std::string> weightsOf(const RunDirectory& run) {
    std::map<std::string, std::string> hashes;
    for (const char* name : {"policy.safetensors", "value.safetensors", "optimizer.safetensors", "state.json"}) {
        const std::filesystem::path file = run.newestCheckpoint().value() / name;
        hashes[name] = std::filesystem::exists(file) ? sha256OfFile(file) : "";
    }
    return hashes;
}

inline double meanOf(const RunDirectory& run, const std::string& name, std::size_t first, std::size_t count) {
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    double sum = 0.0;
    for (std::size_t i = first; i < first + count; ++i) {
        sum += rows.at(i).values.at(name).get<double>();
    }
    return sum / static_cast<double>(count);
}

inline double valueOf(const RunDirectory& run, std::size_t row, const std::string& name) {
    return readMetricRows(run.metricsPath()).at(row).values.at(name).get<double>();
}

inline bool hasEvent(const RunDirectory& run, const std::string& name) {
    for (const Json& event : run.events()) {
        if (event.at("event") == name) {
            return true;
        }
    }
    return false;
}

inline void expectSameRun(const RunDirectory& run, const RunDirectory& other) {
    EXPECT_EQ(rowsOf(run), rowsOf(other));
    EXPECT_EQ(weightsOf(run), weightsOf(other));
}

/// Runs until \p when says so of a message, and asks for a stop there.
inline JobOutcome runAndStop(const ToyRun& setting, const RunDirectory& directory, const std::function<bool(const JobMessage&)>& when) {
    std::stop_source stop;
    const JobContext context(stop.get_token(), [&](const JobMessage& message) {
        if (when(message)) {
            stop.request_stop();
        }
    });
    return runJob([&](const JobContext& inner) { setting.run(directory, inner); }, context);
}

inline bool isRow(const JobMessage& message, std::int64_t step) {
    const auto* row = std::get_if<MetricRow>(&message);
    return row != nullptr && row->step == step;
}

}  // namespace musicrl
