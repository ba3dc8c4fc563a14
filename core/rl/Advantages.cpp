// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Advantages.h"

#include "tensor/Shapes.h"

#include <limits>

namespace musicrl {

torch::Tensor rewardsAtEnd(const std::vector<double>& totals, std::int64_t tokens) {
    torch::Tensor rewards = torch::zeros({static_cast<std::int64_t>(totals.size()), tokens});
    for (std::size_t i = 0; i < totals.size(); ++i) {
        rewards[static_cast<std::int64_t>(i)][tokens - 1] = totals[i];
    }
    return rewards;
}

torch::Tensor returnsToGo(const torch::Tensor& rewards) {
    return rewards.flip({1}).cumsum(1).flip({1});
}

torch::Tensor advantages(const torch::Tensor& returns, const torch::Tensor& values) {
    expectShape(values, returns.sizes().vec(), "values");
    return returns - values.detach();
}

double explainedVariance(const torch::Tensor& values, const torch::Tensor& returns) {
    const double total = returns.var(/*unbiased=*/false).item<double>();
    if (total <= 0.0) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return 1.0 - (returns - values).var(/*unbiased=*/false).item<double>() / total;
}

}  // namespace musicrl
