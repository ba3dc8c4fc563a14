// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "run/Recipe.h"

#include <filesystem>

namespace musicrl {

struct FinetuneConfig {
    Recipe recipe;
    std::filesystem::path runFolder;
    bool resume = false;  ///< go on from the newest checkpoint of the run folder, with the run's own recipe
};

/// Publishes a MetricRow a step (also a line of metrics.jsonl, written first), FileWritten("checkpoint") and
/// FileWritten("sample"), ResultRow("alarm"), ResultRow("run") at the end, Progress. Understands the commands pause, resume, checkpoint, and set
/// {"alpha": x} or {"weights": {"mulan": x}}.
/// Where a launcher started several processes, they train together, and the first one publishes. \see ProcessGroup
/// \throws Error on the job's thread: a run folder that already holds a run (without resume), none (with resume)
[[nodiscard]] Job makeFinetuneJob(FinetuneConfig config);

}  // namespace musicrl
