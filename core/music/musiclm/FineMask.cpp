// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/FineMask.h"

#include <cmath>
#include <numbers>

namespace musicrl {

FineMask drawFineMask(std::int64_t batch, std::int64_t steps, const FineMaskConfig& config, Random& random) {
    FineMask mask{torch::zeros({batch}, torch::kLong), torch::zeros({batch, steps}, torch::kBool),
                  torch::zeros({batch}, torch::kLong)};
    auto levels = mask.levels.accessor<std::int64_t, 1>();
    auto hidden = mask.hidden.accessor<bool, 2>();
    auto prompts = mask.prompts.accessor<std::int64_t, 1>();
    for (std::int64_t b = 0; b < batch; ++b) {
        levels[b] =
            config.coarseLevels +
            static_cast<std::int64_t>(random.index(static_cast<std::size_t>(config.levels - config.coarseLevels)));
        if (random.chance(config.promptShare)) {
            prompts[b] = static_cast<std::int64_t>(random.index(static_cast<std::size_t>(steps)));
        }
        const double share = std::cos(random.uniform(0.0, std::numbers::pi / 2.0));
        bool any = false;
        for (std::int64_t t = prompts[b]; t < steps; ++t) {
            hidden[b][t] = random.chance(share);
            any = any || hidden[b][t];
        }
        hidden[b][steps - 1] = hidden[b][steps - 1] || !any;
    }
    return mask;
}

torch::Tensor hideFine(const torch::Tensor& codes, const FineMask& mask, std::int64_t maskCode) {
    const torch::Device device = codes.device();
    const torch::Tensor level = torch::arange(codes.size(1), device).view({1, -1, 1});
    const torch::Tensor step = torch::arange(codes.size(2), device).view({1, 1, -1});
    const torch::Tensor own = mask.levels.to(device).view({-1, 1, 1});
    const torch::Tensor guessed = level.eq(own).logical_and(mask.hidden.to(device).unsqueeze(1));
    const torch::Tensor finer = level.gt(own).logical_and(step.ge(mask.prompts.to(device).view({-1, 1, 1})));
    return codes.masked_fill(guessed.logical_or(finer), maskCode);
}

}  // namespace musicrl
