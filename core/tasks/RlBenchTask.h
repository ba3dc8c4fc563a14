// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "run/Recipe.h"

#include <cstdint>

namespace musicrl {

struct RlBenchConfig {
    Recipe recipe;             ///< model, rewards, batch and duration; learns with reinforce
    std::int64_t repeats = 3;  ///< pairs of steps that are timed, after one of each that is not
};

/// Times steps of fine-tuning against plain ones, in turn, on the same prompts in one process. A plain step samples and
/// scores in the same way (in a batch, with a cache of keys and values) and updates as a PlainLearner does. Nothing is
/// written.
///
/// Publishes ResultRow("rl_bench"): {"machine", "model", "settings", "ours" and "plain": median seconds of "rollout",
/// "reward", "update" and "step", and the same of the processors' time as "ours_cpu" and "plain_cpu", "ratio": plain /
/// ours of "step", "update", "step_cpu" and "update_cpu" (median over the pairs), "asked", "met", "gflop": matrix
/// products and convolutions of our phases and step, "gemm_gflops_per_second": what a plain matrix product reaches
/// on this CPU, "bound_share": the time that a phase would take if all its operations ran at that rate, as a share of the time
/// that it took, "memory_mb": of the process "before" our first step and at its "peak"}. On a busy machine the
/// processors' time is the steadier number. On a GPU operations and bound are not known: null.
///
/// \throws Error on the job's thread: unknown model, a duration beyond it
[[nodiscard]] Job makeRlBenchJob(RlBenchConfig config);

}  // namespace musicrl
