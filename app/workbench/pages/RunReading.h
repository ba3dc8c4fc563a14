// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/RunAlarms.h"
#include "job/Progress.h"
#include "run/MetricsLog.h"
#include "run/Recipe.h"
#include "widgets/plots/RunSeries.h"

#include <QString>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace musicrl {

/// What the Train page knows of a run folder.
struct RunView {
    QString id;  ///< the folder
    QString name;
    Recipe recipe;
    std::vector<MetricRow> rows;
    std::vector<std::int64_t> samplesAt;
    std::size_t sampleFiles = 0;
    std::size_t checkpoints = 0;
    std::vector<RunAlarm> alarms;
    std::uintmax_t eventBytes = 0;          ///< size of events.jsonl when alarms were read
    std::shared_ptr<MetricsReader> reader;  ///< stands behind rows; for the next look, one at a time
};

/// What came to a run since the last look.
struct RunNews {
    QString id;
    std::vector<MetricRow> rows;
    bool startedOver = false;  ///< rows are all there is: the run went back to a checkpoint
    std::vector<std::int64_t> samplesAt;
    std::size_t sampleFiles = 0;
    bool samplesChanged = false;
    std::size_t checkpoints = 0;
    std::optional<std::vector<RunAlarm>> alarms;  ///< all there are, where events.jsonl has changed
    std::uintmax_t eventBytes = 0;
};

/// \throws Error(NotFound), Error(BadInput) when the folder holds no run that can be read
[[nodiscard]] RunView readRun(const std::filesystem::path& folder);

/// The folders in this one that hold a run, by name.
[[nodiscard]] std::vector<std::filesystem::path> listRuns(const std::filesystem::path& folder);

/// Those runs; one that cannot be read is told of in the log and passed over.
[[nodiscard]] std::vector<RunView> readRuns(const std::vector<std::filesystem::path>& folders);

/// \param eventBytes  the size of events.jsonl when it was last read
/// \return            nothing when the run is gone
[[nodiscard]] std::optional<RunNews> readNews(const QString& id, MetricsReader& reader, std::uintmax_t eventBytes);

/// A run as the plots draw it.
[[nodiscard]] RunSeries seriesOf(const RunView& run, int colorIndex);

}  // namespace musicrl
