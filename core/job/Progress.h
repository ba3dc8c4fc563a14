// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>

namespace musicrl {

/// How far a job is: done of total units, with what it is doing now.
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0 when unknown
    std::string what;        ///< such as "training the codec"
};

/// One line of a run's metrics: names as in ARCHITECTURE.md ("objective/kl"), values finite or NaN.
struct MetricRow {
    std::int64_t step = 0;
    Json values = Json::object();
};

/// A file that is complete on disk.
struct FileWritten {
    std::filesystem::path path;
    std::string kind;  ///< "clip", "checkpoint", "table", "figure", ...
};

/// A finding of a job that is no file and no metric, such as a clip's scores: kind "score" has {"file", "scores"}.
struct ResultRow {
    std::string kind;
    Json values = Json::object();
};

using JobMessage = std::variant<Progress, MetricRow, FileWritten, ResultRow>;

}  // namespace musicrl
