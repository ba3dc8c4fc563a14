// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/RolloutCollector.h"

#include "base/Error.h"

namespace musicrl {

RolloutBatch RolloutCollector::collect(const Policy& behaviour, std::vector<Prompt> prompts,
                                       const JobContext& context) const {
    if (prompts.empty()) {
        throw Error(ErrorKind::BadInput, "There is no prompt to sample clips for.");
    }
    const torch::NoGradGuard noGradients;
    std::vector<std::string> texts;
    std::vector<std::uint64_t> seeds;
    for (const Prompt& prompt : prompts) {
        texts.push_back(prompt.text);
        seeds.push_back(prompt.seed);
    }
    RolloutBatch batch;
    const std::int64_t frames = generator_.framesFor(prompts.front().durationSeconds);
    batch.conditioning = generator_.conditioning(texts);
    batch.tokens = behaviour.sample(batch.conditioning, frames, temperature_, seeds, context);
    DecodedBatch decoded = generator_.decode(batch.tokens, batch.conditioning, seeds, fineIterations_, context);
    batch.clips = std::move(decoded.clips);
    batch.codes = std::move(decoded.codes);
    batch.prompts = std::move(prompts);
    return batch;
}

std::vector<RewardInput> rewardInputs(const RolloutBatch& rollouts, const std::string& codecHash) {
    std::vector<RewardInput> inputs;
    for (std::size_t i = 0; i < rollouts.clips.size(); ++i) {
        const torch::Tensor codes = rollouts.codes.defined() ? rollouts.codes[static_cast<std::int64_t>(i)] : torch::Tensor();
        inputs.push_back({rollouts.prompts[i].text, rollouts.clips[i], codes, codecHash});
    }
    return inputs;
}

}  // namespace musicrl
