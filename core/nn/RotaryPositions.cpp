// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/RotaryPositions.h"

#include <algorithm>
#include <cmath>

namespace musicrl {

RotaryPositions::Angles RotaryPositions::at(std::int64_t first, std::int64_t count, const torch::Tensor& like) {
    const std::int64_t needed = first + count;
    const bool usable = table_.cosines.defined() && table_.cosines.size(0) >= needed &&
                        table_.cosines.device() == like.device() && table_.cosines.scalar_type() == like.scalar_type();
    if (!usable) {
        const torch::NoGradGuard noGrad;
        const std::int64_t length = std::max<std::int64_t>(needed, 256);
        const auto half = torch::arange(headWidth_ / 2, torch::kFloat64);
        const auto speeds = torch::exp(half * (-2.0 * std::log(10000.0) / static_cast<double>(headWidth_)));
        const auto angles = torch::outer(torch::arange(length, torch::kFloat64), speeds);
        table_ = {angles.cos().to(like.options()), angles.sin().to(like.options())};
    }
    return {table_.cosines.narrow(0, first, count), table_.sines.narrow(0, first, count)};
}

torch::Tensor RotaryPositions::rotate(const torch::Tensor& x, const Angles& angles) {
    const auto halves = x.chunk(2, -1);
    return torch::cat({halves[0] * angles.cosines - halves[1] * angles.sines,
                       halves[0] * angles.sines + halves[1] * angles.cosines},
                      -1)
        .to(x.scalar_type());  // under autocast x is bfloat16 and the table is not
}

}  // namespace musicrl
