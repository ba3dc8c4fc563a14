// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/SelectedCheckpoint.h"

#include "base/Error.h"

namespace musicrl {
namespace {

[[noreturn]] void throwMissing(const RunDirectory& run, std::int64_t step) {
    const std::vector<Checkpoint> found = run.checkpoints();
    const std::string wanted = step > 0 ? " of step " + std::to_string(step) + ", which its recipe selects" : "";
    const std::string newest =
        found.empty() ? std::string() : "; its newest is of step " + std::to_string(found.back().step);
    throw Error(ErrorKind::NotFound, "The run " + run.folder().string() + " has no checkpoint" + wanted + newest +
                                         ". Go on with it (musicrl train --resume --out " + run.folder().string() +
                                         "), or name the folder of another checkpoint.");
}

}  // namespace

Checkpoint selectedCheckpoint(const RunDirectory& run) {
    const std::int64_t step = run.recipe().selection;
    for (const std::vector<Checkpoint> all = run.checkpoints(); const Checkpoint& checkpoint : all) {
        if (checkpoint.step == step || (step == 0 && checkpoint.step == all.back().step)) {
            return checkpoint;
        }
    }
    throwMissing(run, step);
}

std::filesystem::path checkpointFolderOf(const std::filesystem::path& runOrCheckpoint) {
    if (RunDirectory::exists(runOrCheckpoint)) {
        return selectedCheckpoint(RunDirectory::open(runOrCheckpoint)).folder;
    }
    if (!std::filesystem::exists(runOrCheckpoint / "policy.safetensors")) {
        throw Error(ErrorKind::NotFound, "There is no checkpoint in " + runOrCheckpoint.string() +
                                             ": it holds neither a run nor a policy.safetensors.");
    }
    return runOrCheckpoint;
}

}  // namespace musicrl
