// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/HeadToHead.h"

#include "statistics/Holm.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Judgements that go into one ratio.
struct Terms {
    Crossing crossing;
    std::vector<ClusterSums> sums;

    void add(const Comparison& comparison, double numerator, double denominator) {
        crossing.prompts.push_back(comparison.prompt);
        crossing.raters.push_back(comparison.rater);
        sums.push_back({numerator, denominator});
    }
};

Comparison turned(const Comparison& comparison) {
    return {comparison.second,      comparison.first,      comparison.prompt, 1.0 - comparison.outcome,
            comparison.secondScore, comparison.firstScore, comparison.rater};
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
    std::map<std::size_t, ClusterSums> byPrompt;
    for (const Comparison& comparison : meeting) {
        all.push_back(ofScores ? comparison.firstScore - comparison.secondScore : 2.0 * comparison.outcome - 1.0);
        ClusterSums& sums = byPrompt[comparison.prompt];
        sums = {sums.numerator + all.back(), sums.denominator + 1.0};
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

PairStanding standingOf(const std::vector<Comparison>& meeting, Resampling resampling, const HeadToHeadConfig& config) {
    PairStanding standing;
    standing.first = meeting.front().first;
    standing.second = meeting.front().second;
    Terms decided;
    for (const Comparison& comparison : meeting) {
        const bool isTie = comparison.outcome == 0.5;
        const bool isWin = comparison.outcome > 0.5;
        (isTie ? standing.counts.ties : isWin ? standing.counts.wins : standing.counts.losses) += 1;
        decided.add(comparison, isWin ? 1.0 : 0.0, isTie ? 0.0 : 1.0);
    }
    standing.winRate = crossedShare(decided.crossing, resampling, decided.sums, config.bootstrap);
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
                                         Resampling resampling, const BootstrapConfig& config) {
    std::vector<ModelStanding> models(modelCount);
    std::vector<Terms> scores(modelCount);
    for (const Comparison& comparison : comparisons) {
        for (const Comparison& seen : {comparison, turned(comparison)}) {
            models[seen.first].comparisons += 1;
            models[seen.first].wins += seen.outcome > 0.5 ? 1 : 0;
            if (std::isfinite(seen.firstScore)) {
                scores[seen.first].add(seen, seen.firstScore, 1.0);
            }
        }
    }
    for (std::size_t model = 0; model < modelCount; ++model) {
        models[model].meanScore = crossedRatio(scores[model].crossing, resampling, scores[model].sums, config);
    }
    return models;
}

WinMatrix winMatrixOf(std::size_t modelCount, std::span<const Comparison> comparisons,
                      std::span<const double> weights) {
    WinMatrix matrix(modelCount);
    for (std::size_t i = 0; i < comparisons.size(); ++i) {
        const Comparison& comparison = comparisons[i];
        const double weight = weights[i];
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

/// Whether a model both won and lost: else its worth has no end on one side, and resampling would not know of that.
bool hasBothEnds(const WinMatrix& wins, std::size_t model) {
    double won = 0.0;
    double lost = 0.0;
    for (std::size_t other = 0; other < wins.models(); ++other) {
        won += wins.wins(model, other);
        lost += wins.wins(other, model);
    }
    return won > 0.0 && lost > 0.0;
}

void addWorths(HeadToHead& result, std::span<const Comparison> comparisons, const Crossing& crossing,
               const BootstrapConfig& config) {
    const std::size_t count = result.models.size();
    const auto worths = [&](std::span<const double> weights) {
        return worthsOf(winMatrixOf(count, comparisons, weights));
    };
    const std::vector<Estimate> estimates = crossedEstimates(crossing, result.resampling, worths, config);
    for (std::size_t model = 0; model < count; ++model) {
        result.models[model].bradleyTerry = estimates[model];
        result.models[model].davidson = estimates[count + model];
        if (!hasBothEnds(result.wins, model)) {
            result.models[model].bradleyTerry.interval = {nan, nan};
            result.models[model].davidson.interval = {nan, nan};
        }
    }
    result.tieFactor = estimates.back();
}

Crossing crossingOf(std::span<const Comparison> comparisons) {
    Crossing crossing;
    for (const Comparison& comparison : comparisons) {
        crossing.prompts.push_back(comparison.prompt);
        crossing.raters.push_back(comparison.rater);
    }
    return crossing;
}

}  // namespace

HeadToHead compareModels(std::size_t modelCount, std::span<const Comparison> comparisons,
                         const HeadToHeadConfig& config) {
    const Crossing crossing = crossingOf(comparisons);
    HeadToHead result;
    result.resampling = resamplingFor(crossing);
    result.models = scoresAndWins(modelCount, comparisons, result.resampling, config.bootstrap);
    for (const auto& [models, meeting] : meetingsOf(comparisons)) {
        result.pairs.push_back(standingOf(meeting, result.resampling, config));
    }
    correctForAllPairs(result.pairs);
    result.wins = winMatrixOf(modelCount, comparisons, std::vector<double>(comparisons.size(), 1.0));
    addWorths(result, comparisons, crossing, config.bootstrap);
    return result;
}

}  // namespace musicrl
