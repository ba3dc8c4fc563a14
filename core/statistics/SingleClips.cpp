// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SingleClips.h"

#include "statistics/Holm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

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

/// Trials of the same two models.
struct Meeting {
    Crossing crossing;
    std::vector<ClusterSums> terms;
    std::int64_t right = 0;
};

Interval wider(const Interval& exact, const Interval& clustered) {
    return std::isfinite(clustered.low)
               ? Interval{std::min(exact.low, clustered.low), std::max(exact.high, clustered.high)}
               : exact;
}

/// Student's t, of few clips, knows no end of the scale; a mean has one.
Interval onScale(const Interval& interval, int lowest, int highest) {
    return std::isfinite(interval.low) && std::isfinite(interval.high)
               ? Interval{std::max<double>(interval.low, lowest), std::min<double>(interval.high, highest)}
               : interval;
}

AbxResult resultOf(const Meeting& meeting, Resampling resampling, const BootstrapConfig& config) {
    AbxResult result = abxResult(meeting.right, static_cast<std::int64_t>(meeting.terms.size()), config.confidence);
    const Estimate clustered = crossedShare(meeting.crossing, resampling, meeting.terms, config);
    result.right.share.interval = wider(result.right.share.interval, clustered.interval);
    return result;
}

}  // namespace

AbxResult abxResult(std::int64_t right, std::int64_t trials, double confidence) {
    AbxResult result{.right = binomialTest(right, trials, Alternative::Greater, 0.5, confidence)};
    result.adjustedPValue = result.right.pValue;
    result.discriminators = std::max(0.0, 2.0 * result.right.share.value - 1.0);
    for (std::int64_t enough = 0; enough <= trials && result.neededRight == 0; ++enough) {
        if (binomialTest(enough, trials, Alternative::Greater).pValue <= level) {
            result.neededRight = enough;
        }
    }
    return result;
}

std::vector<AbxStanding> abxStandings(std::span<const AbxTrial> trials, const BootstrapConfig& config) {
    Crossing all;
    std::map<std::pair<std::size_t, std::size_t>, Meeting> meetings;
    for (const AbxTrial& trial : trials) {
        Meeting& meeting = meetings[{trial.first, trial.second}];
        for (Crossing* crossing : {&all, &meeting.crossing}) {
            crossing->prompts.push_back(trial.prompt);
            crossing->raters.push_back(trial.rater);
        }
        meeting.terms.push_back({trial.right ? 1.0 : 0.0, 1.0});
        meeting.right += trial.right ? 1 : 0;
    }
    std::vector<AbxStanding> standings;
    std::vector<double> pValues;
    for (const auto& [models, meeting] : meetings) {
        standings.push_back({models.first, models.second, resultOf(meeting, resamplingFor(all), config)});
        pValues.push_back(standings.back().result.right.pValue);
    }
    const std::vector<double> adjusted = holmAdjusted(pValues);
    for (std::size_t i = 0; i < standings.size(); ++i) {
        standings[i].result.adjustedPValue = adjusted[i];
    }
    return standings;
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
        opinion.mean.interval = onScale(opinion.mean.interval, lowestScore, highestScore);
        opinion.deviation = sampleDeviation(terms[model], opinion.mean.value);
    }
    return opinions;
}

}  // namespace musicrl
