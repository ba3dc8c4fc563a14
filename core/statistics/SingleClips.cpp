// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SingleClips.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double level = 0.05;

double sampleDeviation(const std::vector<ClusterSums>& terms, double mean) {
    double square = 0.0;
    for (const ClusterSums& term : terms) {
        square += (term.numerator - mean) * (term.numerator - mean);
    }
    return terms.size() < 2 ? nan : std::sqrt(square / static_cast<double>(terms.size() - 1));
}

}  // namespace

AbxResult abxResult(std::int64_t right, std::int64_t trials) {
    AbxResult result{.right = binomialTest(right, trials, Alternative::Greater)};
    result.discriminators = std::max(0.0, 2.0 * result.right.share.value - 1.0);
    for (std::int64_t enough = 0; enough <= trials && result.neededRight == 0; ++enough) {
        if (binomialTest(enough, trials, Alternative::Greater).pValue <= level) {
            result.neededRight = enough;
        }
    }
    return result;
}

std::vector<MeanOpinion> meanOpinions(std::size_t modelCount, std::span<const ClipScore> scores, int lowestScore,
                                      int highestScore, const BootstrapConfig& config) {
    Crossing all;
    std::vector<Crossing> crossings(modelCount);
    std::vector<std::vector<ClusterSums>> terms(modelCount);
    std::vector<MeanOpinion> opinions(modelCount);
    for (MeanOpinion& opinion : opinions) {
        opinion.histogram.assign(static_cast<std::size_t>(highestScore - lowestScore + 1), 0);
    }
    for (const ClipScore& score : scores) {
        all.prompts.push_back(score.clip);
        all.raters.push_back(score.rater);
        crossings[score.model].prompts.push_back(score.clip);
        crossings[score.model].raters.push_back(score.rater);
        terms[score.model].push_back({score.score, 1.0});
        const int step =
            std::clamp(static_cast<int>(std::lround(score.score)), lowestScore, highestScore) - lowestScore;
        opinions[score.model].histogram[static_cast<std::size_t>(step)] += 1;
    }
    for (std::size_t model = 0; model < modelCount; ++model) {
        MeanOpinion& opinion = opinions[model];
        opinion.scores = static_cast<std::int64_t>(terms[model].size());
        opinion.mean = crossedRatio(crossings[model], resamplingFor(all), terms[model], config);
        opinion.deviation = sampleDeviation(terms[model], opinion.mean.value);
    }
    return opinions;
}

}  // namespace musicrl
