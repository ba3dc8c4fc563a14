// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "run/EvaluationLog.h"
#include "statistics/ClusterBootstrap.h"
#include "statistics/WinTieLoss.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Not measured.
constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

/// A run's policy at one of its steps on the evaluation clips, which are the same prompts and seeds, in the same order,
/// for all checkpoints of all runs.
struct MeasuredCheckpoint {
    std::int64_t step = 0;
    StepValues values;  ///< "mulan", "quality", "preference", "kl", "kl_base": one number a clip
};

/// How well V foretold rewards that it had not learned from, at the end of a run.
struct ExplainedVariance {
    double mean = notMeasured;
    double first = notMeasured;
    double middle = notMeasured;
    double last = notMeasured;
    std::int64_t steps = 0;  ///< that it is averaged over
};

/// Means over a run's steps, seconds.
struct StepTimes {
    double rollout = notMeasured;
    double reward = notMeasured;
    double update = notMeasured;
    double step = notMeasured;
};

struct MeasuredRun {
    std::string name;   ///< "mulan", "quality", "r", "u", "ru" or "joint"
    std::string after;  ///< the run whose selected checkpoint it starts from and is held against; empty: the base
    std::int64_t selectedStep = 0;                ///< of the checkpoint that stands for it
    std::vector<MeasuredCheckpoint> checkpoints;  ///< by step; step 0: where it started
    ExplainedVariance explained;
    StepTimes times;

    [[nodiscard]] const MeasuredCheckpoint* at(std::int64_t step) const;
    [[nodiscard]] const MeasuredCheckpoint* selected() const { return at(selectedStep); }
};

/// A preference model on the held-out votes of the raters that it learned from.
struct MeasuredPreference {
    std::string name;  ///< "full", "no-text", "half", "quarter", "scratch"
    std::vector<double> accuracyByEpoch;
    double accuracy = notMeasured;  ///< of the epoch that was kept
    double standardError = notMeasured;
};

/// A reward that never saw a vote, on the same votes.
struct MeasuredHeuristic {
    std::string name;  ///< "mulan", "quality"
    double accuracy = notMeasured;
    double standardError = notMeasured;
};

/// Two models side by side, judged by simulated raters that were not learned from; seen from the first.
struct MeasuredPair {
    std::string first;
    std::string second;
    WinTieLoss counts;
    Estimate winRate;  ///< intervals of 95 % from resampling prompts
    double pHolm = notMeasured;
};

/// A model in all its comparisons.
struct MeasuredStanding {
    std::string name;
    Estimate meanScore;  ///< 1 to 5
    std::int64_t wins = 0;
    std::int64_t comparisons = 0;
};

struct MeasuredStage {
    std::string name;
    double seconds = 0.0;
    std::int64_t peakMemoryBytes = 0;
    std::int64_t sessions = 1;
};

/// Everything that a report is made of. Pure values: what is said in words follows from them alone.
struct ReportNumbers {
    std::int64_t evaluationPrompts = 0;
    std::vector<MeasuredRun> runs;
    std::vector<MeasuredPreference> preferences;
    std::vector<MeasuredHeuristic> heuristics;
    std::vector<MeasuredStanding> standings;
    std::vector<MeasuredPair> pairs;
    std::optional<double> trainAgreement;  ///< how often two simulated raters of each group agree, of decisive votes
    std::optional<double> testAgreement;
    std::vector<MeasuredStage> stages;
    Json settings = Json::object();
    Json machine = Json::object();

    /// \return nullptr when there is none
    [[nodiscard]] const MeasuredRun* run(const std::string& name) const;
    [[nodiscard]] const MeasuredPreference* preference(const std::string& name) const;
    [[nodiscard]] const MeasuredHeuristic* heuristic(const std::string& name) const;
    /// Seen from \p first, whichever way round it was stored.
    [[nodiscard]] std::optional<MeasuredPair> pair(const std::string& first, const std::string& second) const;
    /// The values of a model: "base", or a run's at its selected step. \return nullptr when it was not measured
    [[nodiscard]] const StepValues* model(const std::string& name) const;
};

/// A model's clips against another's, in pairs of equal prompt and seed.
struct PairedGain {
    double mean = notMeasured;
    double standardError = notMeasured;
    double pValue = notMeasured;  ///< Wilcoxon's signed-rank test with Pratt's zeros, two-sided, a difference a prompt
    double rankSurplus = 0.0;     ///< W+ − W−: which way the test points

    [[nodiscard]] bool known() const { return mean == mean; }
    /// \param direction  1: more, -1: less; the mean and the test's ranks must both point there
    [[nodiscard]] bool isBeyondChance(int direction, double significance) const {
        return direction * mean > 0.0 && direction * rankSurplus > 0.0 && pValue < significance;
    }
};

/// How much more of a value \p model has than \p other; unknown when one of them was not measured.
/// \param prompts  how many there are: clips of a prompt, which lie that far apart, are averaged first
[[nodiscard]] PairedGain pairedGain(const StepValues* model, const StepValues* other, const std::string& value,
                                    std::int64_t prompts);

[[nodiscard]] double meanOf(const std::vector<double>& values);
/// NaN where there is no such value.
[[nodiscard]] double meanOf(const StepValues* values, const std::string& name);
/// Of that mean; \p prompts as for pairedGain.
[[nodiscard]] double standardErrorOf(const StepValues* values, const std::string& name, std::int64_t prompts);

}  // namespace musicrl
