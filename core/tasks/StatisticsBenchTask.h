// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>

namespace musicrl {

struct StatisticsBenchConfig {
    std::int64_t studies = 500;         ///< simulated, of each kind
    std::int64_t replicates = 1000;     ///< behind each study's intervals
    std::int64_t nullStudies = 2000;    ///< of two equal models, for the sequential stop
    std::int64_t unequalStudies = 500;  ///< of two models, one of which wins 65 % of decisive votes
    std::int64_t prompts = 300;         ///< of each of those
    std::uint64_t seed = 1;
};

/// Holds the statistics of listening studies against simulated studies of known strengths: how often 95 % intervals
/// hold the truth, for few and many prompts, few raters and many, raters who hear alike and who do not; how often equal
/// models pass for different with raters of unlike taste; how often the sequential decision stops on equal models, and
/// how soon on unequal ones. Everything is simulated, nothing is written.
///
/// Publishes ResultRow("statistics_bench"): {"simulated": true, "studies", "replicates", "coverage": [{"study",
/// "prompts", "raters", "of", "intervals", "covered", "share", "mean_width", "met"}], "asked": [0.93, 0.97],
/// "equality": {"studies", "prompts", "raters", "level", "found", "found_by_wilcoxon", "share", "asked", "met"},
/// "sequential": {"null_studies", "prompts", "false_stops", "share", "asked": 0.05, "met", "unequal_studies",
/// "win_rate", "decided", "median_prompts", "prompts_of_90_percent"}, "met": all of them}
[[nodiscard]] Job makeStatisticsBenchJob(StatisticsBenchConfig config);

}  // namespace musicrl
