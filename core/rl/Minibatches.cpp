// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Minibatches.h"

#include "base/Random.h"

#include <algorithm>
#include <numeric>

namespace musicrl {

std::vector<std::vector<std::int64_t>> minibatches(std::int64_t clips, std::int64_t parts, std::int64_t epochs,
                                                   std::uint64_t seed) {
    Random random(seed);
    std::vector<std::int64_t> order(static_cast<std::size_t>(clips));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::vector<std::vector<std::int64_t>> result;
    for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
        random.shuffle(order);
        for (std::int64_t part = 0; part < parts; ++part) {
            std::vector<std::int64_t> chosen(order.begin() + part * clips / parts,
                                             order.begin() + (part + 1) * clips / parts);
            std::sort(chosen.begin(), chosen.end());
            result.push_back(std::move(chosen));
        }
    }
    return result;
}

}  // namespace musicrl
