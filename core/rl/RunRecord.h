// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "rl/FinetuneState.h"
#include "run/RunDirectory.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace musicrl {

/// The rows, events and checkpoints that a run leaves in its folder, each on disk before it is published.
///
/// Thread-safety: one thread, the job's.
class RunRecord {
public:
    /// Whether this process writes the folder; of several that learn together one does, and the others only read.
    enum class Role { Writer, Reader };

    RunRecord(RunDirectory directory, Role role) : directory_(std::move(directory)), writes_(role == Role::Writer) {}

    [[nodiscard]] const RunDirectory& directory() const { return directory_; }

    /// \throws Error(Io)
    MetricRow addRow(std::int64_t step, Json values, const JobContext& context) const;

    /// \param details  keys of the event besides its name and step \throws Error(Io)
    void addEvent(std::int64_t step, const std::string& name, const Json& details = Json::object()) const;

    /// Nothing where there is one of this step.
    /// \param save  writes what learned into the folder \throws Error(Io)
    void addCheckpoint(const FinetuneState& state, const std::function<void(const std::filesystem::path&)>& save,
                       const JobContext& context);

    /// Takes the folder back to its newest checkpoint, or to its beginning.
    /// \param load  reads what learned from the checkpoint's folder
    /// \return      where the run then is; nothing at its beginning
    /// \throws Error(BadInput) for a checkpoint that does not fit, Error(Io)
    [[nodiscard]] std::optional<FinetuneState> goBack(const std::function<void(const std::filesystem::path&)>& load);

private:
    RunDirectory directory_;
    bool writes_;
    std::int64_t savedStep_ = 0;
};

}  // namespace musicrl
