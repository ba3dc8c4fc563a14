// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/PlainLearner.h"

#include "rl/Advantages.h"
#include "rl/KlDivergence.h"
#include "rl/LoraPolicy.h"
#include "rl/PolicyObjective.h"

namespace musicrl {

struct PlainLearner::Clip {
    torch::Tensor tokens;        ///< [1, S]
    torch::Tensor conditioning;  ///< [1, C]
    torch::Tensor returns;       ///< [1, S]
};

PlainLearner::PlainLearner(const Policy& start, const Recipe& recipe)
    : temperature_(recipe.temperature),
      gradientClip_(recipe.gradientClip),
      reference_(referenceFrom(start)),
      policy_(start.clone()),
      value_(start),
      policyAdam_(policy_->module().parameters(), torch::optim::AdamOptions(recipe.learningRate)),
      valueAdam_(value_.module().parameters(), torch::optim::AdamOptions(recipe.valueLearningRate)) {
    policy_->module().eval();
    value_.module().eval();
}

torch::Tensor PlainLearner::sampledLogProbs(const Clip& clip) const {
    const torch::NoGradGuard noGradients;
    return logProbsOfTokens(policy_->logProbs(clip.tokens, clip.conditioning, temperature_), clip.tokens);
}

torch::Tensor PlainLearner::advantagesOf(const Clip& clip) const {
    const torch::NoGradGuard noGradients;
    return advantages(clip.returns, value_.estimate(clip.tokens, clip.conditioning));
}

void PlainLearner::learnPolicy(const Clip& clip, double alpha, double clips) {
    const torch::Tensor baselined = advantagesOf(clip);
    torch::Tensor referenceLogProbs;
    {
        const torch::NoGradGuard noGradients;
        referenceLogProbs = reference_->logProbs(clip.tokens, clip.conditioning, temperature_);
    }
    const torch::Tensor logProbs = policy_->logProbs(clip.tokens, clip.conditioning, temperature_);
    const PolicyLoss loss = policyLoss(logProbsOfTokens(logProbs, clip.tokens), baselined,
                                       klPerClip(logProbs, referenceLogProbs), weightsOfAlpha(alpha));
    (loss.total().sum() / clips).backward();
}

void PlainLearner::learnValue(const Clip& clip, double clips) {
    const torch::Tensor values = value_.estimate(clip.tokens, clip.conditioning);
    (valueLossPerClip(values, clip.returns).sum() / clips).backward();
}

void PlainLearner::update(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha) {
    const torch::Tensor returns =
        returnsToGo(rewardsAtEnd(rewards, rollouts.tokens.size(1))).to(rollouts.tokens.device());
    const auto clips = static_cast<double>(rewards.size());
    policyAdam_.zero_grad();
    valueAdam_.zero_grad();
    std::vector<torch::Tensor> sampled;
    for (std::int64_t i = 0; i < rollouts.tokens.size(0); ++i) {
        const Clip clip{rollouts.tokens.narrow(0, i, 1), rollouts.conditioning.narrow(0, i, 1),
                        returns.narrow(0, i, 1)};
        sampled.push_back(sampledLogProbs(clip));
        learnPolicy(clip, alpha, clips);
        learnValue(clip, clips);
    }
    sampledLogProbs_ = torch::cat(sampled);
    (void)torch::nn::utils::clip_grad_norm_(policy_->module().parameters(), gradientClip_);
    (void)torch::nn::utils::clip_grad_norm_(value_.module().parameters(), gradientClip_);
    policyAdam_.step();
    valueAdam_.step();
}

}  // namespace musicrl
