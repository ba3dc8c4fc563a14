// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace musicrl {

struct ScoreConfig {
    std::string model = "demo";
    std::vector<std::filesystem::path> files;
    std::string prompt;  ///< empty: the prompt in each clip's record
    std::map<std::string, double> weights = {{"mulan", 1.0}, {"quality", 1.0}};
    bool keepInRecords = false;  ///< write the scores into the clips' records
    std::string device = "auto";
};

/// One ResultRow("score") a file: {"file", "prompt", "scores"}; a file that cannot be scored yields
/// ResultRow("error") {"file", "message"} and the others go on. Fails at the end if any file failed.
[[nodiscard]] Job makeScoreJob(ScoreConfig config);

}  // namespace musicrl
