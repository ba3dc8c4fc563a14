// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "music/Generator.h"
#include "rl/Rollout.h"

#include <vector>

namespace musicrl {

/// Prompts and a policy in, sampled clips out.
///
/// Nothing is cut off the distribution: no top-k, so that what is sampled from is what log π and the KL are taken of.
class RolloutCollector {
public:
    /// \param temperature     of π
    /// \param fineIterations  of the fine levels, which do not learn
    RolloutCollector(const Generator& generator, double temperature, std::int64_t fineIterations)
        : generator_(generator), temperature_(temperature), fineIterations_(fineIterations) {}

    /// \param behaviour  the policy to sample from
    /// \param prompts    at least one; all of the first one's duration, each clip's noise from its prompt's seed alone
    /// \throws Error(BadInput) for no prompt or a duration the generator does not offer, JobStopped
    [[nodiscard]] RolloutBatch collect(const Policy& behaviour, std::vector<Prompt> prompts, const JobContext& context) const;

    [[nodiscard]] const Generator& generator() const { return generator_; }
    [[nodiscard]] double temperature() const { return temperature_; }
    [[nodiscard]] std::int64_t fineIterations() const { return fineIterations_; }

private:
    const Generator& generator_;
    double temperature_;
    std::int64_t fineIterations_;
};

}  // namespace musicrl
