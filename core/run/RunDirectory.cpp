// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RunDirectory.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Toml.h"
#include "base/UtcTime.h"
#include "run/EventFile.h"
#include "run/JsonLines.h"
#include "run/MetricsLog.h"

namespace musicrl {
namespace {

void removeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    if (error) {
        throw Error(ErrorKind::Io, "Cannot remove " + folder.string() + ": " + error.message() + ".");
    }
}

void removeStepsAfter(const std::filesystem::path& folder, std::int64_t step) {
    for (const Checkpoint& later : listCheckpoints(folder)) {
        if (later.step > step) {
            removeFolder(later.folder);
        }
    }
}

/// What a killed run was in the middle of writing.
void removeUnfinished(const std::filesystem::path& checkpointsFolder) {
    std::error_code ignored;
    std::vector<std::filesystem::path> leftovers;
    for (const auto& entry : std::filesystem::directory_iterator(checkpointsFolder, ignored)) {
        if (entry.path().filename().string().rfind(".step-", 0) == 0) {
            leftovers.push_back(entry.path());
        }
    }
    for (const std::filesystem::path& leftover : leftovers) {
        removeFolder(leftover);
    }
}

}  // namespace

bool RunDirectory::exists(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "config.toml", ignored);
}

RunDirectory RunDirectory::create(const std::filesystem::path& folder, const Recipe& recipe) {
    if (exists(folder)) {
        throw Error(ErrorKind::BadInput,
                    "The folder " + folder.string() + " already holds a run: go on with it (--resume), or choose another folder.");
    }
    RunDirectory run(folder, recipe);
    makeFolder(folder);
    writeFileAtomically(run.configPath(), toTomlText(toJson(recipe)));
    run.beginEventsAt(0);
    return run;
}

RunDirectory RunDirectory::open(const std::filesystem::path& folder) {
    if (!exists(folder)) {
        throw Error(ErrorKind::NotFound, "The folder " + folder.string() + " holds no run: there is no config.toml in it.");
    }
    const std::filesystem::path config = folder / "config.toml";
    return {folder, recipeFromJson(readTomlFile(config), config.string())};
}

/// With the recipe, and where there was no event file, with all that metrics.jsonl has so far.
std::filesystem::path RunDirectory::beginEventsAt(std::int64_t firstStep) const {
    const bool isFirst = !newestEventFile(tensorBoardFolder());
    const std::int64_t step = isFirst ? 0 : firstStep;
    const std::filesystem::path file = beginEventFile(tensorBoardFolder(), step);
    appendText(file, step, "recipe", "```\n" + toTomlText(toJson(recipe_)) + "\n```");
    if (isFirst) {
        for (const MetricRow& row : readMetricRows(metricsPath())) {
            appendScalars(file, row);
        }
    }
    return file;
}

void RunDirectory::appendMetrics(const MetricRow& row) const {
    const std::optional<std::filesystem::path> newest = newestEventFile(tensorBoardFolder());
    const std::filesystem::path eventFile = newest ? *newest : beginEventsAt(0);
    appendMetricRow(metricsPath(), row);
    appendScalars(eventFile, row);
}

void RunDirectory::appendEvent(const Json& event) const {
    Json line = {{"time", utcNow()}};
    line.update(event);
    appendJsonLine(eventsPath(), line);
}

std::vector<Json> RunDirectory::events() const {
    return finishedLines(readFrom(eventsPath(), 0)).objects;
}

std::filesystem::path RunDirectory::checkpointFolder(std::int64_t step) const {
    return checkpointsFolder() / stepFolderName(step);
}

std::vector<Checkpoint> RunDirectory::checkpoints() const {
    return listCheckpoints(checkpointsFolder());
}

std::optional<std::filesystem::path> RunDirectory::newestCheckpoint() const {
    const std::vector<Checkpoint> all = checkpoints();
    return all.empty() ? std::nullopt : std::optional(all.back().folder);
}

CheckpointWriter RunDirectory::beginCheckpoint(std::int64_t step) const {
    return {checkpointsFolder(), step};
}

std::filesystem::path RunDirectory::sampleFolder(std::int64_t step) const {
    return samplesFolder() / stepFolderName(step);
}

std::vector<SampleClip> RunDirectory::listSamples() const {
    return listSampleClips(samplesFolder());
}

void RunDirectory::goBackTo(std::int64_t step) const {
    cutMetricRowsAfter(metricsPath(), cutMetricsPath(), step);
    removeStepsAfter(checkpointsFolder(), step);
    removeUnfinished(checkpointsFolder());
    removeStepsAfter(samplesFolder(), step);
    beginEventsAt(step + 1);
}

}  // namespace musicrl
