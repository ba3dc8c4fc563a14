// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/HeadToHead.h"

#include "statistics/Holm.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace musicrl {
namespace {

using SumsByPrompt = std::map<std::size_t, ClusterSums>;

void add(SumsByPrompt& sums, std::size_t prompt, double numerator, double denominator) {
    ClusterSums& cluster = sums[prompt];
    cluster.numerator += numerator;
    cluster.denominator += denominator;
}

Estimate ratioOf(const SumsByPrompt& sums, const BootstrapConfig& config) {
    std::vector<ClusterSums> clusters;
    for (const auto& [prompt, cluster] : sums) {
        clusters.push_back(cluster);
    }
    return clusteredRatio(clusters, config);
}

Comparison turned(const Comparison& comparison) {
    return {comparison.second,        comparison.first,       comparison.prompt,
            1.0 - comparison.outcome, comparison.secondScore, comparison.firstScore};
}

using Meetings = std::map<std::pair<std::size_t, std::size_t>, std::vector<Comparison>>;

/// By pair of models, each seen from the one of the lower number.
Meetings meetingsOf(std::span<const Comparison> comparisons) {
    Meetings meetings;
    for (const Comparison& comparison : comparisons) {
        const Comparison seen = comparison.first < comparison.second ? comparison : turned(comparison);
        meetings[{seen.first, seen.second}].push_back(seen);
    }
    return meetings;
}

bool hasScores(const Comparison& comparison) {
    return std::isfinite(comparison.firstScore) && std::isfinite(comparison.secondScore);
}

std::vector<double> differencesOf(const std::vector<Comparison>& meeting, bool ofScores, TestUnit unit) {
    std::vector<double> all;
    SumsByPrompt byPrompt;
    for (const Comparison& comparison : meeting) {
        all.push_back(ofScores ? comparison.firstScore - comparison.secondScore : 2.0 * comparison.outcome - 1.0);
        add(byPrompt, comparison.prompt, all.back(), 1.0);
    }
    if (unit == TestUnit::Judgement) {
        return all;
    }
    std::vector<double> means;
    for (const auto& [prompt, sums] : byPrompt) {
        means.push_back(sums.numerator / sums.denominator);
    }
    return means;
}

PairStanding standingOf(const std::vector<Comparison>& meeting, const HeadToHeadConfig& config) {
    PairStanding standing;
    standing.first = meeting.front().first;
    standing.second = meeting.front().second;
    SumsByPrompt decided;
    for (const Comparison& comparison : meeting) {
        const bool isTie = comparison.outcome == 0.5;
        const bool isWin = comparison.outcome > 0.5;
        (isTie ? standing.counts.ties : isWin ? standing.counts.wins : standing.counts.losses) += 1;
        add(decided, comparison.prompt, isWin ? 1.0 : 0.0, isTie ? 0.0 : 1.0);
    }
    standing.winRate = ratioOf(decided, config.bootstrap);
    standing.testsScores = std::all_of(meeting.begin(), meeting.end(), hasScores);
    standing.wilcoxon = wilcoxonSignedRank(differencesOf(meeting, standing.testsScores, config.unit));
    return standing;
}

void correctForAllPairs(std::vector<PairStanding>& pairs) {
    std::vector<double> pValues;
    for (const PairStanding& pair : pairs) {
        pValues.push_back(pair.wilcoxon.pValue);
    }
    const std::vector<double> adjusted = holmAdjusted(pValues);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        pairs[i].adjustedPValue = adjusted[i];
    }
}

std::vector<ModelStanding> scoresAndWins(std::size_t modelCount, std::span<const Comparison> comparisons,
                                         const BootstrapConfig& config) {
    std::vector<ModelStanding> models(modelCount);
    std::vector<SumsByPrompt> scores(modelCount);
    for (const Comparison& comparison : comparisons) {
        for (const Comparison& seen : {comparison, turned(comparison)}) {
            models[seen.first].comparisons += 1;
            models[seen.first].wins += seen.outcome > 0.5 ? 1 : 0;
            if (std::isfinite(seen.firstScore)) {
                add(scores[seen.first], seen.prompt, seen.firstScore, 1.0);
            }
        }
    }
    for (std::size_t model = 0; model < modelCount; ++model) {
        models[model].meanScore = ratioOf(scores[model], config);
    }
    return models;
}

WinMatrix winMatrixOf(std::size_t modelCount, std::span<const Comparison> comparisons,
                      std::span<const double> promptWeights) {
    WinMatrix matrix(modelCount);
    for (const Comparison& comparison : comparisons) {
        const double weight = promptWeights[comparison.prompt];
        if (comparison.outcome == 0.5) {
            matrix.addTie(comparison.first, comparison.second, weight);
        } else if (comparison.outcome > 0.5) {
            matrix.addWin(comparison.first, comparison.second, weight);
        } else {
            matrix.addWin(comparison.second, comparison.first, weight);
        }
    }
    return matrix;
}

/// Worths by Bradley and Terry, worths by Davidson, then ν.
std::vector<double> worthsOf(const WinMatrix& matrix) {
    std::vector<double> values = fitBradleyTerry(matrix).logWorths;
    const Abilities davidson = fitDavidson(matrix);
    values.insert(values.end(), davidson.logWorths.begin(), davidson.logWorths.end());
    values.push_back(davidson.tieFactor);
    return values;
}

void addWorths(HeadToHead& result, std::size_t promptCount, std::span<const Comparison> comparisons,
               const BootstrapConfig& config) {
    const std::size_t count = result.models.size();
    const auto worths = [&](std::span<const double> multiplicities) {
        return worthsOf(winMatrixOf(count, comparisons, multiplicities));
    };
    const std::vector<double> values = worthsOf(result.wins);
    const std::vector<Interval> intervals = clusterIntervals(promptCount, worths, config);
    for (std::size_t model = 0; model < count; ++model) {
        result.models[model].bradleyTerry = {values[model], intervals[model]};
        result.models[model].davidson = {values[count + model], intervals[count + model]};
    }
    result.tieFactor = {values.back(), intervals.back()};
}

}  // namespace

HeadToHead compareModels(std::size_t modelCount, std::size_t promptCount, std::span<const Comparison> comparisons,
                         const HeadToHeadConfig& config) {
    HeadToHead result;
    result.models = scoresAndWins(modelCount, comparisons, config.bootstrap);
    for (const auto& [models, meeting] : meetingsOf(comparisons)) {
        result.pairs.push_back(standingOf(meeting, config));
    }
    correctForAllPairs(result.pairs);
    result.wins = winMatrixOf(modelCount, comparisons, std::vector<double>(promptCount, 1.0));
    addWorths(result, promptCount, comparisons, config.bootstrap);
    return result;
}

}  // namespace musicrl
