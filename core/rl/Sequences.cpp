// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Sequences.h"

#include <algorithm>

namespace musicrl {

void forEachPass(const Sequences& batch, std::int64_t tokensPerPass,
                 const std::function<void(const Sequences& part, std::int64_t first)>& pass) {
    const std::int64_t clips = batch.clips();
    const std::int64_t perPass = std::clamp<std::int64_t>(tokensPerPass / batch.tokens.size(1), 1, clips);
    for (std::int64_t first = 0; first < clips; first += perPass) {
        pass(batch.part(first, std::min(perPass, clips - first)), first);
    }
}

}  // namespace musicrl
