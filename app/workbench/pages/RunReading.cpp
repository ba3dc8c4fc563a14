// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RunReading.h"

#include "base/Error.h"
#include "base/Log.h"
#include "run/CheckpointIndex.h"
#include "run/RunDirectory.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::vector<std::int64_t> sampleSteps(const fs::path& runFolder) {
    std::vector<std::int64_t> steps;
    for (const Checkpoint& step : listCheckpoints(runFolder / "samples")) {
        steps.push_back(step.step);
    }
    return steps;
}

/// Clips come one by one, so the steps alone do not tell whether one is new.
std::size_t sampleFiles(const fs::path& runFolder) {
    std::size_t count = 0;
    for (const Checkpoint& step : listCheckpoints(runFolder / "samples")) {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(step.folder, ignored)) {
            count += entry.path().extension() == ".json" ? 1 : 0;
        }
    }
    return count;
}

std::uintmax_t eventBytesOf(const fs::path& runFolder) {
    std::error_code missing;
    const std::uintmax_t bytes = fs::file_size(runFolder / "events.jsonl", missing);
    return missing ? 0 : bytes;
}

}  // namespace

RunView readRun(const fs::path& folder) {
    const RunDirectory run = RunDirectory::open(folder);
    RunView view;
    view.id = QString::fromStdString(folder.string());
    view.name = QString::fromStdString(folder.filename().string());
    view.recipe = run.recipe();
    view.reader = std::make_shared<MetricsReader>(run.metricsPath());
    view.rows = view.reader->readNew();
    view.samplesAt = sampleSteps(folder);
    view.sampleFiles = sampleFiles(folder);
    view.checkpoints = listCheckpoints(folder / "checkpoints").size();
    view.eventBytes = eventBytesOf(folder);  // first, so that what comes meanwhile is read again
    view.alarms = readAlarms(run);
    return view;
}

std::vector<fs::path> listRuns(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (RunDirectory::exists(entry.path())) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::vector<RunView> readRuns(const std::vector<fs::path>& folders) {
    std::vector<RunView> runs;
    for (const fs::path& path : folders) {
        try {
            runs.push_back(readRun(path));
        } catch (const Error& error) {
            logWarning(error.what());
        }
    }
    return runs;
}

std::optional<RunNews> readNews(const QString& id, MetricsReader& reader, std::uintmax_t eventBytes) {
    const fs::path folder = id.toStdString();
    RunNews news;
    news.id = id;
    try {
        news.rows = reader.readNew();
        news.startedOver = reader.startedOver();
        news.samplesAt = sampleSteps(folder);
        news.sampleFiles = sampleFiles(folder);
        news.checkpoints = listCheckpoints(folder / "checkpoints").size();
        news.eventBytes = eventBytesOf(folder);
        if (news.eventBytes != eventBytes) {
            news.alarms = readAlarms(RunDirectory::open(folder));
        }
    } catch (const Error&) {
        if (RunDirectory::exists(folder)) {
            throw;
        }
    }
    return RunDirectory::exists(folder) ? std::optional(std::move(news)) : std::nullopt;
}

RunSeries seriesOf(const RunView& run, int colorIndex) {
    return {run.id, run.name, colorIndex, run.rows, run.samplesAt, alarmMarks(run.alarms)};
}

}  // namespace musicrl
