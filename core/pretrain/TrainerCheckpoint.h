// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/PartTrainer.h"

#include <filesystem>

namespace musicrl {

struct TrainerProgress {
    std::int64_t step = 0;
    double minutes = 0.0;  ///< trained so far, over all resumes
};

/// Keeps the newest state of a part's training in <work>/checkpoint-<step>/: state.safetensors, one
/// optimizer-<i>.safetensors each, and progress.json, whose presence makes the checkpoint whole.
class TrainerCheckpoint {
public:
    explicit TrainerCheckpoint(std::filesystem::path workFolder) : workFolder_(std::move(workFolder)) {}

    /// Replaces the checkpoint before it. \throws Error(Io)
    void save(PartTrainer& trainer, const TrainerProgress& progress) const;

    /// Loads the newest whole checkpoint, if there is one. \return where training goes on
    /// \throws Error(BadInput) when it belongs to another model
    [[nodiscard]] TrainerProgress restore(PartTrainer& trainer) const;

private:
    std::filesystem::path workFolder_;
};

}  // namespace musicrl
