// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace musicrl {

/// A finished stage of long work, or what is known of one that was interrupted.
struct StageRecord {
    std::string name;
    double seconds = 0.0;              ///< over all sessions; an interrupted one counts to its last note
    std::int64_t peakMemoryBytes = 0;  ///< of the process while the stage ran; 0 where the system does not tell
    std::int64_t sessions = 0;         ///< 1: in one go
    Json result;
};

/// Remembers which stages are done: one file a stage, written when it is, so that a program that was killed at any
/// moment goes on with the stage that it was in.
///
/// Thread-safety: none.
class StageLog {
public:
    /// \param folder  gets <stage>.json, and <stage>.unfinished.json with the time so far while a stage runs
    explicit StageLog(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::optional<StageRecord> find(const std::string& name) const;

    /// Does the work unless the stage is done. Messages of the work pass through.
    /// \param name  fit for a file name
    /// \param work  yields the stage's result; takes up by itself what an interrupted session left
    StageRecord run(const std::string& name, const std::function<Json(const JobContext&)>& work,
                    const JobContext& context) const;

private:
    [[nodiscard]] std::filesystem::path finishedPath(const std::string& name) const;
    [[nodiscard]] std::filesystem::path unfinishedPath(const std::string& name) const;

    std::filesystem::path folder_;
};

}  // namespace musicrl
