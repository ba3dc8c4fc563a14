// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/ClipTokens.h"

namespace musicrl {
namespace {

torch::Tensor inMemory(const torch::Tensor& values) {
    return values.defined() ? values.detach().to(torch::kCPU, torch::kFloat32).contiguous() : values;
}

double valueAt(const torch::Tensor& values, std::int64_t index) {
    return values.defined() ? static_cast<double>(values.data_ptr<float>()[index]) : TracedToken::unknown;
}

}  // namespace

std::vector<TokenTrace> tokenTraces(const RolloutBatch& rollouts, const TokenFigures& figures, const Policy& policy) {
    const torch::Tensor tokens = rollouts.tokens.to(torch::kCPU).contiguous();
    const TokenFigures local{.logProbs = inMemory(figures.logProbs),
                             .klNats = inMemory(figures.klNats),
                             .values = inMemory(figures.values),
                             .advantages = inMemory(figures.advantages)};
    const std::int64_t perFrame = policy.tokensPerFrame();
    std::vector<TokenTrace> traces(static_cast<std::size_t>(tokens.size(0)));
    for (std::int64_t index = 0; index < tokens.numel(); ++index) {
        const std::int64_t position = index % tokens.size(1);
        traces[static_cast<std::size_t>(index / tokens.size(1))].push_back(
            {.seconds = static_cast<double>(position / perFrame) / policy.framesPerSecond(),
             .place = position % perFrame,
             .token = tokens.data_ptr<std::int64_t>()[index],
             .logProb = valueAt(local.logProbs, index),
             .klNats = valueAt(local.klNats, index),
             .value = valueAt(local.values, index),
             .advantage = valueAt(local.advantages, index)});
    }
    return traces;
}

}  // namespace musicrl
