// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/reproduce/ReproduceSettings.h"

#include <cstdint>
#include <string>

namespace musicrl {

/// What one clip costs on this machine, seconds, from a short measurement.
struct ClipCosts {
    double rollout = 0.0;   ///< sampled and decoded, in an RL step
    double reward = 0.0;    ///< scored, in an RL step
    double update = 0.0;    ///< learned from, in an RL step
    double evaluate = 0.0;  ///< sampled, decoded, scored and compared with the reference, in an evaluation's batch
};
[[nodiscard]] Json toJson(const ClipCosts& costs);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] ClipCosts clipCostsFromJson(const Json& json, const std::string& where);

/// How many there are of what a reproduction goes through.
struct WorkCounts {
    std::int64_t pairPrompts = 0;
    std::int64_t trainRaters = 1;  ///< of the group
    std::int64_t evaluationPrompts = 0;
};

[[nodiscard]] std::int64_t pairClips(const ReproduceSettings& settings, const WorkCounts& counts);
[[nodiscard]] std::int64_t voteCount(const ReproduceSettings& settings, const WorkCounts& counts);

/// Estimates of how long the stages take, in seconds. Hearing a clip as raters do is taken to cost twice its scoring,
/// and learning a preference from a clip three eighths of an RL update, which has more passes through the network.
class TimeBudget {
public:
    TimeBudget(const ReproduceSettings& settings, const WorkCounts& counts, const ClipCosts& costs)
        : settings_(settings), counts_(counts), costs_(costs) {}

    [[nodiscard]] double rollouts() const;
    [[nodiscard]] double votes() const;
    /// \param name  "full" or an ablation's
    [[nodiscard]] double preference(const std::string& name) const;
    [[nodiscard]] double run(const Recipe& recipe) const;
    [[nodiscard]] double evaluation(const Recipe& recipe) const;
    [[nodiscard]] double headToHeadClips() const;
    [[nodiscard]] double testVotes(std::int64_t models) const;

private:
    [[nodiscard]] double heard(std::int64_t clips) const;
    /// Clips that a preference model goes through in an epoch: each once for those of its votes that share a batch.
    [[nodiscard]] std::int64_t clipPasses() const;

    const ReproduceSettings& settings_;
    WorkCounts counts_;
    ClipCosts costs_;
};

}  // namespace musicrl
