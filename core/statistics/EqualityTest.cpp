// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/EqualityTest.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace musicrl {
namespace {

/// The mean difference of each cluster.
std::vector<double> meansBy(const std::vector<std::size_t>& clusters, std::span<const ClusterSums> differences) {
    std::map<std::size_t, ClusterSums> sums;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        ClusterSums& sum = sums[clusters[i]];
        sum = {sum.numerator + differences[i].numerator, sum.denominator + differences[i].denominator};
    }
    std::vector<double> means;
    for (const auto& [cluster, sum] : sums) {
        means.push_back(sum.numerator / sum.denominator);
    }
    return means;
}

WilcoxonResult wilcoxonOf(const Crossing& crossing, std::span<const ClusterSums> differences, TestUnit unit) {
    if (unit == TestUnit::Prompt) {
        return wilcoxonSignedRank(meansBy(crossing.prompts, differences));
    }
    std::vector<double> all;
    for (const ClusterSums& each : differences) {
        all.push_back(each.numerator / each.denominator);
    }
    return wilcoxonSignedRank(all);
}

Json orNull(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

const char* nameOf(TestedBy by) {
    return by == TestedBy::Wilcoxon ? "wilcoxon" : by == TestedBy::TwoWayT ? "two-way t" : "worse wilcoxon";
}

}  // namespace

EqualityTest equalityTest(const Crossing& crossing, Resampling resampling, std::span<const ClusterSums> differences,
                          TestUnit unit, const BootstrapConfig& config) {
    const TestedEstimate mean = crossedMean(crossing, resampling, differences, config);
    EqualityTest test{.mean = mean.estimate, .wilcoxon = wilcoxonOf(crossing, differences, unit)};
    test.pValue = test.wilcoxon.pValue;
    if (resampling == Resampling::PromptsAndRaters && unit == TestUnit::Prompt) {
        const bool varies = std::isfinite(mean.pValue);
        test.by = varies ? TestedBy::TwoWayT : TestedBy::WorseWilcoxon;
        test.pValue =
            varies ? mean.pValue
                   : std::max(test.wilcoxon.pValue, wilcoxonSignedRank(meansBy(crossing.raters, differences)).pValue);
    }
    test.adjustedPValue = test.pValue;
    return test;
}

Json toJson(const EqualityTest& test) {
    const WilcoxonResult& wilcoxon = test.wilcoxon;
    return {{"mean",
             {{"value", orNull(test.mean.value)},
              {"low", orNull(test.mean.interval.low)},
              {"high", orNull(test.mean.interval.high)}}},
            {"by", nameOf(test.by)},
            {"raters", test.by == TestedBy::Wilcoxon ? "these" : "others"},
            {"p", test.pValue},
            {"p_holm", test.adjustedPValue},
            {"wilcoxon",
             {{"positive_rank_sum", wilcoxon.positiveRankSum},
              {"nonzero", wilcoxon.nonZero},
              {"zeros", wilcoxon.zeros},
              {"z", orNull(wilcoxon.z)},
              {"exact", wilcoxon.exact},
              {"p", wilcoxon.pValue}}}};
}

}  // namespace musicrl
