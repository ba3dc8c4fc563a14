// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PolicyObjective.h"

#include "tensor/Shapes.h"

namespace musicrl {

PolicyLoss policyLoss(const torch::Tensor& tokenLogProbs, const torch::Tensor& advantages, const torch::Tensor& klPerClip,
                      double alpha) {
    expectShape(advantages, tokenLogProbs.sizes().vec(), "advantages");
    expectShape(klPerClip, {tokenLogProbs.size(0)}, "KL per clip");
    return {-(1.0 - alpha) * (tokenLogProbs * advantages.detach()).sum(1), alpha * klPerClip};
}

}  // namespace musicrl
