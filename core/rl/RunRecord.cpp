// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/RunRecord.h"

#include "base/AtomicFile.h"

namespace musicrl {

MetricRow RunRecord::addRow(std::int64_t step, Json values, const JobContext& context) const {
    MetricRow row{step, std::move(values)};
    if (writes_) {
        directory_.appendMetrics(row);
        context.publish(row);
    }
    return row;
}

void RunRecord::addEvent(std::int64_t step, const std::string& name, const Json& details) const {
    if (writes_) {
        Json event = {{"event", name}, {"step", step}};
        event.update(details);
        directory_.appendEvent(event);
    }
}

void RunRecord::addCheckpoint(const FinetuneState& state, const std::function<void(const std::filesystem::path&)>& save,
                              const JobContext& context) {
    if (!writes_ || state.step == savedStep_) {
        return;
    }
    CheckpointWriter writer = directory_.beginCheckpoint(state.step);
    save(writer.folder());
    writeJsonFile(writer.folder() / "state.json", toJson(state));
    const Checkpoint checkpoint = writer.commit();
    savedStep_ = state.step;
    context.publish(FileWritten{checkpoint.folder, "checkpoint"});
}

std::optional<FinetuneState> RunRecord::goBack(const std::function<void(const std::filesystem::path&)>& load) {
    std::optional<FinetuneState> found;
    if (const std::optional<std::filesystem::path> checkpoint = directory_.newestCheckpoint()) {
        const std::filesystem::path file = *checkpoint / "state.json";
        found = finetuneStateFromJson(readJsonFile(file), file.string());
        load(*checkpoint);
        savedStep_ = found->step;
    }
    if (writes_) {
        directory_.goBackTo(found ? found->step : -1);
    }
    addEvent(savedStep_, "restart");
    return found;
}

}  // namespace musicrl
