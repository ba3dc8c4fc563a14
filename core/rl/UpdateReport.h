// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "rl/Actor.h"

#include <torch/torch.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// NaN: not measured.
constexpr double unmeasured = std::numeric_limits<double>::quiet_NaN();

/// How well the value network foretold the returns of clips that it had not learned from yet.
struct ValueFigures {
    double loss = unmeasured;
    double gradientNorm = unmeasured;    ///< before clipping
    double explained = unmeasured;       ///< explained variance over all tokens; of the clips' values at one token:
    double explainedFirst = unmeasured;  ///< before anything was chosen
    double explainedMiddle = unmeasured;
    double explainedLast = unmeasured;
    double explainedMean = unmeasured;   ///< that of one token, mean over the tokens
};

/// Groups of clips of one prompt.
struct GroupFigures {
    double rewardDeviation = 0.0;     ///< sample standard deviation within a group, mean over groups
    double shareWithoutSpread = 0.0;  ///< groups whose clips all got the same reward: nothing to learn from
};

/// What an update saw and did. What the policy is like was measured before its weights changed; losses and norms are
/// means over the updates of the batch, NaN where there was none.
struct UpdateReport {
    std::string fault;  ///< what was not finite, such as "the policy's gradient", for which an update was left out
    PolicyFigures policy;
    PolicyLosses losses;
    double policyGradientNorm = unmeasured;  ///< before clipping
    double advantageMean = unmeasured;
    double advantageDeviation = unmeasured;
    std::optional<ValueFigures> value;      ///< with a value network
    std::optional<RatioStatistics> ratios;  ///< of PPO
    std::optional<GroupFigures> groups;     ///< of RLOO and GRPO

    [[nodiscard]] bool applied() const { return fault.empty(); }
};

/// The explained variances. \param values, returns  [B, S] float
[[nodiscard]] ValueFigures valueFigures(const torch::Tensor& values, const torch::Tensor& returns);

/// \param rewards    of consecutive groups
/// \param groupSize  at least 2
[[nodiscard]] GroupFigures groupFigures(const std::vector<double>& rewards, std::int64_t groupSize);

/// The same under the metric names of a run: objective/kl, loss/policy, ...
[[nodiscard]] Json toMetrics(const UpdateReport& report);

}  // namespace musicrl
