// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <map>
#include <string>

namespace musicrl {

/// Where a run is, besides its weights: what state.json of a checkpoint holds.
///
/// Every draw of a run (order of prompts, noise of each clip) comes from a generator seeded with the run's seed and the
/// step, so seed and step are the state of all generators.
struct FinetuneState {
    std::int64_t step = 0;         ///< steps done
    std::uint64_t seed = 1;        ///< of the run
    double alpha = 0.01;           ///< as last changed
    std::map<std::string, double> weights;  ///< as last changed
    std::int64_t tokens = 0;       ///< sampled so far
    std::int64_t skipped = 0;      ///< steps left out because something was not finite
    std::int64_t skippedInARow = 0;
    double warmupReward = 0.0;     ///< mean total reward of a clip over the steps in which only the value network learned
};

[[nodiscard]] Json toJson(const FinetuneState& state);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] FinetuneState finetuneStateFromJson(const Json& json, const std::string& where);

}  // namespace musicrl
