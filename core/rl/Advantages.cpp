// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Advantages.h"

#include "base/Error.h"
#include "tensor/Shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace musicrl {
namespace {

/// [B, S] as [groups, groupSize, S].
torch::Tensor inGroups(const torch::Tensor& returns, std::int64_t groupSize) {
    expectShape(returns, {-1, -1}, "returns");
    if (groupSize < 2 || returns.size(0) % groupSize != 0) {
        throw Error(ErrorKind::BadInput, std::to_string(returns.size(0)) + " clips do not make groups of " +
                                             std::to_string(groupSize) + "; a group has at least 2.");
    }
    return returns.view({-1, groupSize, returns.size(1)});
}

}  // namespace

torch::Tensor rewardsAtEnd(const std::vector<double>& totals, std::int64_t tokens) {
    torch::Tensor rewards = torch::zeros({static_cast<std::int64_t>(totals.size()), tokens});
    for (std::size_t i = 0; i < totals.size(); ++i) {
        rewards[static_cast<std::int64_t>(i)][tokens - 1] = totals[i];
    }
    return rewards;
}

bool areFinite(const std::vector<double>& totals) {
    constexpr double largest = std::numeric_limits<float>::max();
    return std::all_of(totals.begin(), totals.end(), [](double total) { return std::abs(total) <= largest; });
}

torch::Tensor returnsToGo(const torch::Tensor& rewards) {
    return rewards.flip({1}).cumsum(1).flip({1});
}

torch::Tensor advantages(const torch::Tensor& returns, const torch::Tensor& values) {
    expectShape(values, returns.sizes().vec(), "values");
    return returns - values.detach();
}

torch::Tensor chargedForKl(const torch::Tensor& rewards, const torch::Tensor& klNats, double alpha) {
    expectShape(klNats, rewards.sizes().vec(), "KL per token");
    const torch::Tensor ofNext = torch::constant_pad_nd(klNats.narrow(1, 1, klNats.size(1) - 1), {0, 1});
    return (1.0 - alpha) * rewards - alpha * ofNext;
}

torch::Tensor generalizedAdvantages(const torch::Tensor& rewards, const torch::Tensor& values, double lambda) {
    expectShape(values, rewards.sizes().vec(), "values");
    const torch::NoGradGuard noGradients;
    const std::int64_t steps = values.size(1);
    const torch::Tensor next = torch::constant_pad_nd(values.narrow(1, 1, steps - 1), {0, 1});
    const torch::Tensor errors = rewards + next - values;
    torch::Tensor result = torch::empty_like(errors);
    torch::Tensor running = torch::zeros_like(errors.select(1, 0));
    for (std::int64_t t = steps - 1; t >= 0; --t) {
        running = errors.select(1, t) + lambda * running;
        result.select(1, t).copy_(running);
    }
    return result;
}

torch::Tensor leaveOneOutAdvantages(const torch::Tensor& returns, std::int64_t groupSize) {
    const torch::Tensor groups = inGroups(returns, groupSize);
    const torch::Tensor others = (groups.sum(1, true) - groups) / static_cast<double>(groupSize - 1);
    return (groups - others).view_as(returns);
}

torch::Tensor groupNormalizedAdvantages(const torch::Tensor& returns, std::int64_t groupSize) {
    const torch::Tensor groups = inGroups(returns, groupSize);
    const torch::Tensor deviations = groups.std(1, /*unbiased=*/true, /*keepdim=*/true);
    return ((groups - groups.mean(1, true)) / (deviations + 1e-4)).view_as(returns);
}

torch::Tensor whitened(const torch::Tensor& advantages) {
    return (advantages - advantages.mean()) / (advantages.std(/*unbiased=*/true) + 1e-8);
}

double explainedVariance(const torch::Tensor& values, const torch::Tensor& returns) {
    const double total = returns.var(/*unbiased=*/false).item<double>();
    if (total <= 0.0) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return 1.0 - (returns - values).var(/*unbiased=*/false).item<double>() / total;
}

}  // namespace musicrl
