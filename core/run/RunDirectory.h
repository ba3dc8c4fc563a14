// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"
#include "run/CheckpointIndex.h"
#include "run/Recipe.h"
#include "run/SampleIndex.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace musicrl {

/// A run folder, the only truth about a run: everything is on disk before anyone hears of it.
///
///     config.toml  metrics.jsonl  events.jsonl  metrics.cut.jsonl  tensorboard/events.out.tfevents.*
///     checkpoints/step-00001000/…   samples/step-00001000/<prompt-id>.flac + .json
///
/// Thread-safety: holds paths and the recipe only; one writer, any number of readers in any process.
class RunDirectory {
public:
    /// Makes the folder and writes config.toml. \throws Error(BadInput) when it already holds a run, Error(Io)
    [[nodiscard]] static RunDirectory create(const std::filesystem::path& folder, const Recipe& recipe);
    /// \throws Error(NotFound) when there is no run, Error(BadInput) for a broken config.toml
    [[nodiscard]] static RunDirectory open(const std::filesystem::path& folder);
    /// Whether the folder holds a run.
    [[nodiscard]] static bool exists(const std::filesystem::path& folder);

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] const Recipe& recipe() const { return recipe_; }
    [[nodiscard]] std::filesystem::path configPath() const { return folder_ / "config.toml"; }
    [[nodiscard]] std::filesystem::path metricsPath() const { return folder_ / "metrics.jsonl"; }
    [[nodiscard]] std::filesystem::path cutMetricsPath() const { return folder_ / "metrics.cut.jsonl"; }
    [[nodiscard]] std::filesystem::path eventsPath() const { return folder_ / "events.jsonl"; }
    [[nodiscard]] std::filesystem::path tensorBoardFolder() const { return folder_ / "tensorboard"; }

    /// One line of metrics.jsonl, and its numbers for TensorBoard. \throws Error(Io)
    void appendMetrics(const MetricRow& row) const;
    /// One line of events.jsonl, with the time (UTC) put before the event's own keys. \throws Error(Io)
    void appendEvent(const Json& event) const;
    [[nodiscard]] std::vector<Json> events() const;

    [[nodiscard]] std::filesystem::path checkpointsFolder() const { return folder_ / "checkpoints"; }
    [[nodiscard]] std::filesystem::path checkpointFolder(std::int64_t step) const;
    /// Finished ones, by step.
    [[nodiscard]] std::vector<Checkpoint> checkpoints() const;
    [[nodiscard]] std::optional<std::filesystem::path> newestCheckpoint() const;
    [[nodiscard]] CheckpointWriter beginCheckpoint(std::int64_t step) const;

    [[nodiscard]] std::filesystem::path samplesFolder() const { return folder_ / "samples"; }
    [[nodiscard]] std::filesystem::path sampleFolder(std::int64_t step) const;
    /// By step, then by prompt.
    [[nodiscard]] std::vector<SampleClip> listSamples() const;

    /// Before a run goes on from the checkpoint of \p step: later lines of metrics move to metrics.cut.jsonl, later and
    /// unfinished checkpoints and later samples are removed, since the run will make them again. A new file for
    /// TensorBoard takes the place of what earlier ones say of later steps. \throws Error(Io)
    void goBackTo(std::int64_t step) const;

private:
    RunDirectory(std::filesystem::path folder, Recipe recipe) : folder_(std::move(folder)), recipe_(std::move(recipe)) {}
    std::filesystem::path beginEventsAt(std::int64_t firstStep) const;

    std::filesystem::path folder_;
    Recipe recipe_;
};

}  // namespace musicrl
