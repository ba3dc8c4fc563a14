// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/FinetuneState.h"

namespace musicrl {

Json toJson(const FinetuneState& state) {
    return {{"step", state.step},       {"seed", state.seed},       {"alpha", state.alpha},
            {"weights", state.weights}, {"tokens", state.tokens},   {"skipped", state.skipped},
            {"skipped_in_a_row", state.skippedInARow},
            {"warmup_reward", state.warmupReward}};
}

FinetuneState finetuneStateFromJson(const Json& json, const std::string& where) {
    FinetuneState state;
    state.step = requireKey<std::int64_t>(json, "step", where);
    state.seed = requireKey<std::uint64_t>(json, "seed", where);
    state.alpha = requireKey<double>(json, "alpha", where);
    state.weights = requireKey<std::map<std::string, double>>(json, "weights", where);
    state.tokens = requireKey<std::int64_t>(json, "tokens", where);
    state.skipped = requireKey<std::int64_t>(json, "skipped", where);
    state.skippedInARow = requireKey<std::int64_t>(json, "skipped_in_a_row", where);
    state.warmupReward = requireKey<double>(json, "warmup_reward", where);
    return state;
}

}  // namespace musicrl
