// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <filesystem>
#include <string>

namespace musicrl {

struct DemoConfig {
    std::string model = "demo";
    std::filesystem::path outFolder;
    std::int64_t prompts = 24;
    double clipSeconds = 10.0;
    std::int64_t steps = 36;
    std::uint64_t seed = 1;
    std::string device = "auto";
};

/// The whole loop, small: base clips, a short RL run, tuned clips of the same prompts and seeds, scores of both.
/// Leaves base/, run/, tuned/, table.csv and curves.csv, and yields ResultRow("comparison") per prompt and
/// ResultRow("summary").
[[nodiscard]] Job makeDemoJob(DemoConfig config);

}  // namespace musicrl
