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
            comparison.secondScore, comparison.firstScore, comparison.rater,  -comparison.grade};
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

bool hasGrade(const Comparison& comparison) {
    return std::isfinite(comparison.grade);
}

Difference differenceKnown(const std::vector<Comparison>& meeting) {
    return std::all_of(meeting.begin(), meeting.end(), hasScores)  ? Difference::Scores
           : std::all_of(meeting.begin(), meeting.end(), hasGrade) ? Difference::Grades
                                                                   : Difference::Outcomes;
}

double differenceOf(const Comparison& comparison, Difference kind) {
    switch (kind) {
        case Difference::Scores:
            return comparison.firstScore - comparison.secondScore;
        case Difference::Grades:
            return comparison.grade;
        case Difference::Outcomes:
            break;
    }
    return 2.0 * comparison.outcome - 1.0;
}

Terms differencesOf(const std::vector<Comparison>& meeting, Difference kind) {
    Terms terms;
    for (const Comparison& comparison : meeting) {
        terms.add(comparison, differenceOf(comparison, kind), 1.0);
    }
    return terms;
}

void addCounts(PairStanding& standing, const std::vector<Comparison>& meeting, Resampling resampling,
               const BootstrapConfig& config) {
    Terms decided;
    for (const Comparison& comparison : meeting) {
        const bool isTie = comparison.outcome == 0.5;
        const bool isWin = comparison.outcome > 0.5;
        (isTie ? standing.counts.ties : isWin ? standing.counts.wins : standing.counts.losses) += 1;
        decided.add(comparison, isWin ? 1.0 : 0.0, isTie ? 0.0 : 1.0);
    }
    standing.winRate = crossedShare(decided.crossing, resampling, decided.sums, config);
}

PairStanding standingOf(const std::vector<Comparison>& meeting, Resampling resampling, const HeadToHeadConfig& config) {
    PairStanding standing;
    standing.first = meeting.front().first;
    standing.second = meeting.front().second;
    addCounts(standing, meeting, resampling, config.bootstrap);
    standing.difference = differenceKnown(meeting);
    const auto testOf = [&](Difference difference) {
        const Terms terms = differencesOf(meeting, difference);
        return equalityTest(terms.crossing, resampling, terms.sums, config.unit, config.bootstrap);
    };
    standing.test = testOf(standing.difference);
    const bool isOutcome = standing.difference == Difference::Outcomes;
    standing.outcomeTest = isOutcome ? standing.test : testOf(Difference::Outcomes);
    return standing;
}

void correctForAllPairs(std::vector<PairStanding>& pairs, EqualityTest PairStanding::*test) {
    std::vector<double> pValues;
    for (const PairStanding& pair : pairs) {
        pValues.push_back((pair.*test).pValue);
    }
    const std::vector<double> adjusted = holmAdjusted(pValues);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        (pairs[i].*test).adjustedPValue = adjusted[i];
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

/// The mean over the models that are on one scale becomes 0, the others get no value.
void centre(std::span<double> worths, const std::vector<bool>& onScale) {
    ClusterSums sum;
    for (std::size_t model = 0; model < worths.size(); ++model) {
        sum.numerator += onScale[model] ? worths[model] : 0.0;
        sum.denominator += onScale[model] ? 1.0 : 0.0;
    }
    for (std::size_t model = 0; model < worths.size(); ++model) {
        worths[model] = onScale[model] ? worths[model] - sum.numerator / sum.denominator : nan;
    }
}

void addWorths(HeadToHead& result, std::span<const Comparison> comparisons, const Crossing& crossing,
               const BootstrapConfig& config) {
    const std::size_t count = result.models.size();
    const std::vector<bool> onScale = modelsOnOneScale(result.groups);
    const auto worths = [&](std::span<const double> weights) {
        std::vector<double> values = worthsOf(winMatrixOf(count, comparisons, weights));
        centre(std::span(values).subspan(0, count), onScale);
        centre(std::span(values).subspan(count, count), onScale);
        return values;
    };
    const std::vector<Estimate> estimates = crossedEstimates(crossing, result.resampling, worths, config);
    const bool haveEnds = worthsHaveEnds(result.groups);  // else resampling would not know of the missing end
    for (std::size_t model = 0; model < count; ++model) {
        result.models[model].bradleyTerry = estimates[model];
        result.models[model].davidson = estimates[count + model];
        if (!haveEnds) {
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

std::string textOf(Difference difference) {
    return difference == Difference::Scores ? "scores" : difference == Difference::Grades ? "grades" : "outcomes";
}

HeadToHead compareModels(std::size_t modelCount, std::span<const Comparison> comparisons,
                         const HeadToHeadConfig& config) {
    const Crossing crossing = crossingOf(comparisons);
    HeadToHead result;
    result.resampling = resamplingFor(crossing);
    result.models = scoresAndWins(modelCount, comparisons, result.resampling, config.bootstrap);
    for (const auto& [models, meeting] : meetingsOf(comparisons)) {
        result.pairs.push_back(standingOf(meeting, result.resampling, config));
    }
    correctForAllPairs(result.pairs, &PairStanding::test);
    correctForAllPairs(result.pairs, &PairStanding::outcomeTest);
    result.wins = winMatrixOf(modelCount, comparisons, std::vector<double>(comparisons.size(), 1.0));
    result.groups = groupsOf(result.wins);
    addWorths(result, comparisons, crossing, config.bootstrap);
    return result;
}

}  // namespace musicrl
