// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PromptOrder.h"

#include "base/Random.h"

#include <algorithm>
#include <numeric>

namespace musicrl {

std::vector<std::size_t> PromptOrder::batchOf(std::int64_t step) const {
    const std::size_t stepsPerEpoch = std::max<std::size_t>(1, prompts_ / batch_);
    const std::size_t before = static_cast<std::size_t>(step - 1);
    std::vector<std::size_t> order(prompts_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random(deriveSeed(seed_, "prompts", before / stepsPerEpoch)).shuffle(order);
    std::vector<std::size_t> batch;
    for (std::size_t i = 0; i < batch_; ++i) {
        batch.push_back(order[((before % stepsPerEpoch) * batch_ + i) % prompts_]);
    }
    return batch;
}

}  // namespace musicrl
