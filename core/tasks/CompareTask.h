// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "statistics/HeadToHead.h"

#include <filesystem>
#include <string>

namespace musicrl {

struct CompareConfig {
    std::filesystem::path pairs;      ///< preference pairs with generator_a and generator_b
    std::filesystem::path outFolder;  ///< gets comparison.json, models.csv, pairs.csv; empty: nothing is written
    std::string rater;                ///< this one's pairs alone; empty: everybody's
    HeadToHeadConfig test;
};

/// Compares the models that made the clips of preference pairs, as the paper does (figure 1, table 1). Models are in
/// order of their share of wins, a tie being half of one.
///
/// Publishes FileWritten("table") for each file and one ResultRow("comparison"), the content of comparison.json.
/// \throws Error(BadInput) on the job's thread when fewer than two models meet
[[nodiscard]] Job makeCompareJob(CompareConfig config);

}  // namespace musicrl
