// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/StageLog.h"

#include "base/PeakMemory.h"

#include <algorithm>
#include <chrono>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds noteEvery{5};

StageRecord readRecord(const fs::path& file, const std::string& name) {
    const Json json = readJsonFile(file);
    const std::string where = file.string();
    return {name, requireKey<double>(json, "seconds", where),
            requireKey<std::int64_t>(json, "peak_memory_bytes", where),
            requireKey<std::int64_t>(json, "sessions", where), json.value("result", Json())};
}

void writeRecord(const fs::path& file, const StageRecord& record) {
    writeJsonFile(file, {{"seconds", record.seconds},
                         {"peak_memory_bytes", record.peakMemoryBytes},
                         {"sessions", record.sessions},
                         {"result", record.result}});
}

/// A session of a stage on top of the earlier ones.
class StageClock {
public:
    StageClock(fs::path file, StageRecord before) : file_(std::move(file)), before_(std::move(before)) {
        resetPeakMemory();
    }

    [[nodiscard]] StageRecord now() const {
        StageRecord record = before_;
        record.seconds += std::chrono::duration<double>(Clock::now() - start_).count();
        record.peakMemoryBytes = std::max(record.peakMemoryBytes, peakMemoryBytes());
        ++record.sessions;
        return record;
    }

    void note() {
        if (!noted_ || Clock::now() - *noted_ > noteEvery) {
            writeRecord(file_, now());
            noted_ = Clock::now();
        }
    }

private:
    fs::path file_;
    StageRecord before_;
    Clock::time_point start_ = Clock::now();
    std::optional<Clock::time_point> noted_;
};

}  // namespace

fs::path StageLog::finishedPath(const std::string& name) const {
    return folder_ / (name + ".json");
}

fs::path StageLog::unfinishedPath(const std::string& name) const {
    return folder_ / (name + ".unfinished.json");
}

std::optional<StageRecord> StageLog::find(const std::string& name) const {
    return fs::exists(finishedPath(name)) ? std::optional(readRecord(finishedPath(name), name)) : std::nullopt;
}

StageRecord StageLog::run(const std::string& name, const std::function<Json(const JobContext&)>& work,
                          const JobContext& context) const {
    if (const auto done = find(name)) {
        return *done;
    }
    const fs::path unfinished = unfinishedPath(name);
    StageClock clock(unfinished,
                     fs::exists(unfinished) ? readRecord(unfinished, name) : StageRecord{.name = name, .result = {}});
    JobContext inner(context.stopToken(), [&](const JobMessage& message) {
        clock.note();
        context.publish(message);
    });
    inner.onYield([&] { context.yieldPoint(); });
    inner.onTakeCommands([&] { return context.takeCommands(); });
    Json result = work(inner);
    StageRecord record = clock.now();
    record.result = std::move(result);
    writeRecord(finishedPath(name), record);
    fs::remove(unfinished);
    return record;
}

}  // namespace musicrl
