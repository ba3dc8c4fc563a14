// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/TrainerCheckpoint.h"

#include "base/AtomicFile.h"
#include "tensor/OptimizerState.h"

#include <optional>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr const char* progressName = "progress.json";

std::vector<fs::path> wholeCheckpoints(const fs::path& workFolder) {
    std::vector<fs::path> found;
    if (fs::is_directory(workFolder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(workFolder)) {
            if (entry.path().filename().string().rfind("checkpoint-", 0) == 0 && fs::exists(entry.path() / progressName)) {
                found.push_back(entry.path());
            }
        }
    }
    return found;
}

TrainerProgress progressOf(const fs::path& checkpoint) {
    const fs::path file = checkpoint / progressName;
    const Json json = readJsonFile(file);
    return {requireKey<std::int64_t>(json, "step", file.string()), requireKey<double>(json, "minutes", file.string())};
}

}  // namespace

void TrainerCheckpoint::save(PartTrainer& trainer, const TrainerProgress& progress) const {
    const std::vector<fs::path> older = wholeCheckpoints(workFolder_);
    const fs::path folder = workFolder_ / ("checkpoint-" + std::to_string(progress.step));
    makeFolder(folder);
    std::error_code ignored;
    fs::remove(folder / progressName, ignored);
    saveModule(folder / "state.safetensors", trainer.state(), WeightsPrecision::AsIs);
    std::size_t index = 0;
    for (torch::optim::Optimizer* optimizer : trainer.optimizers()) {
        writeWeights(folder / ("optimizer-" + std::to_string(index++) + ".safetensors"), optimizerState(*optimizer));
    }
    writeJsonFile(folder / progressName, Json{{"step", progress.step}, {"minutes", progress.minutes}});
    for (const fs::path& old : older) {
        if (old != folder) {
            fs::remove(old / progressName, ignored);
            fs::remove_all(old, ignored);
        }
    }
}

TrainerProgress TrainerCheckpoint::restore(PartTrainer& trainer) const {
    std::optional<fs::path> newest;
    TrainerProgress progress;
    for (const fs::path& checkpoint : wholeCheckpoints(workFolder_)) {
        const TrainerProgress found = progressOf(checkpoint);
        if (!newest || found.step > progress.step) {
            newest = checkpoint;
            progress = found;
        }
    }
    if (!newest) {
        return {};
    }
    loadModule(*newest / "state.safetensors", trainer.state());
    std::size_t index = 0;
    for (torch::optim::Optimizer* optimizer : trainer.optimizers()) {
        const fs::path file = *newest / ("optimizer-" + std::to_string(index++) + ".safetensors");
        restoreOptimizerState(*optimizer, readWeights(file), file.string());
    }
    return progress;
}

}  // namespace musicrl
