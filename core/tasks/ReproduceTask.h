// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace musicrl {

struct ReproduceConfig {
    std::filesystem::path settings;   ///< TOML, such as scaleFile("demo")
    std::filesystem::path outFolder;  ///< gets everything; what it already has is not made again
    bool withJoint = false;           ///< also all three rewards at once, which the paper argues against
    bool planOnly = false;            ///< measure this machine, tell the time budget, and end
    std::string model;                ///< takes the settings' place; empty: theirs
    std::string device;               ///< the same
    /// Draws the figures of a folder of CSV files beside them. \return whether it could; empty: nothing draws
    std::function<bool(const std::filesystem::path& figuresFolder)> drawFigures;
};

/// The paper's whole method, one stage after another: clips of the base model, simulated raters' votes, a preference
/// model with its ablations, the runs mulan, quality, r, u, ru (and joint), every checkpoint on every reward, base, R,
/// U and RU side by side by raters whose votes were not learned from, and a report of it all.
///
/// A stage that is done is not done again; one that was interrupted, even by SIGKILL, goes on where it was: clips and
/// votes one batch at a time, preference models by epochs, runs by their checkpoints. A folder keeps to the settings
/// that it was begun with.
///
/// Publishes ResultRow("plan") {"stages": [{"name", "seconds", "done"}], "seconds", "remaining_seconds"} before the
/// work, Progress whose units are estimated seconds, ResultRow("stage") {"name", "seconds", "peak_memory_bytes"} as
/// each ends, and ResultRow("report") {"report": path, "targets": [claims], "shape": [claims]} at the end; and
/// FileWritten of the tables.
///
/// \throws Error on the job's thread: settings, model or prompts that cannot be used, a folder of other settings
[[nodiscard]] Job makeReproduceJob(ReproduceConfig config);

}  // namespace musicrl
