// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Actor.h"

#include "rl/KlDivergence.h"
#include "rl/LoraPolicy.h"
#include "tensor/OptimizerState.h"

namespace musicrl {
namespace {

std::unique_ptr<Policy> learningCopyOf(const Policy& policy) {
    std::unique_ptr<Policy> copy = policy.clone();
    for (torch::Tensor& weight : copy->module().parameters()) {
        weight.requires_grad_(true);
    }
    copy->module().eval();  // no dropout: what learns is the very distribution that was sampled from
    return copy;
}

double sumOf(const torch::Tensor& values) {
    return values.detach().sum().item<double>();
}

}  // namespace

Actor::Actor(const StartingModels& models, double temperature, double learningRate)
    : temperature_(temperature),
      base_(models.base),
      reference_(referenceFrom(models.reference == nullptr ? models.start : *models.reference)),
      policy_(learningCopyOf(models.start)),
      adam_(policy_->module().parameters(), torch::optim::AdamOptions(learningRate)) {}

MeasuredTokens Actor::measure(const Sequences& clips, std::int64_t tokensPerPass, PolicyFigures& figures) const {
    figures = {};
    std::vector<torch::Tensor> ofTokens;
    std::vector<torch::Tensor> kl;
    forEachPass(clips, tokensPerPass, [&](const Sequences& part, std::int64_t) {
        const torch::Tensor logProbs = frozenLogProbs(*policy_, part);
        const torch::Tensor referenceLogProbs = frozenLogProbs(*reference_, part);
        ofTokens.push_back(logProbsOfTokens(logProbs, part.tokens));
        kl.push_back(klPerToken(logProbs, referenceLogProbs));
        addFigures({part, logProbs, referenceLogProbs, kl.back().sum(1)}, static_cast<double>(clips.clips()), figures);
    });
    return {torch::cat(ofTokens), torch::cat(kl)};
}

PolicyLosses Actor::accumulateGradient(const Sequences& clips, std::int64_t tokensPerPass, const LossOfPass& lossOf,
                                       PolicyFigures* figures) {
    const auto allClips = static_cast<double>(clips.clips());
    PolicyLosses losses{0.0, 0.0};
    if (figures != nullptr) {
        *figures = {};
    }
    forEachPass(clips, tokensPerPass, [&](const Sequences& part, std::int64_t first) {
        const torch::Tensor referenceLogProbs = frozenLogProbs(*reference_, part);
        const torch::Tensor logProbs = policy_->logProbs(part.tokens, part.conditioning, temperature_);
        const torch::Tensor ofTokens = logProbsOfTokens(logProbs, part.tokens);  // first: gradients add up in this order
        const torch::Tensor kl = klPerClip(logProbs, referenceLogProbs);
        const PolicyLoss loss = lossOf(ofTokens, kl, first);
        (loss.total().sum() / allClips).backward();
        losses.policy += sumOf(loss.policy) / allClips;
        losses.kl += sumOf(loss.kl) / allClips;
        if (figures != nullptr) {
            addFigures({part, logProbs.detach(), referenceLogProbs, kl.detach()}, allClips, *figures);
        }
    });
    return losses;
}

void Actor::step(double learningRate) {
    setLearningRate(adam_, learningRate);
    adam_.step();
}

torch::Tensor Actor::frozenLogProbs(const Policy& policy, const Sequences& clips) const {
    const torch::NoGradGuard noGradients;
    return policy.logProbs(clips.tokens, clips.conditioning, temperature_);
}

void Actor::addFigures(const Pass& pass, double allClips, PolicyFigures& figures) const {
    const torch::NoGradGuard noGradients;
    const torch::Tensor ofTokens = logProbsOfTokens(pass.logProbs, pass.clips.tokens);
    const torch::Tensor referenceOfTokens = logProbsOfTokens(pass.referenceLogProbs, pass.clips.tokens);
    const double kl = sumOf(pass.klNats) / allClips;
    figures.klNats += kl;
    figures.klBaseNats +=
        base_ == nullptr ? kl : sumOf(klPerClip(pass.logProbs, frozenLogProbs(*base_, pass.clips))) / allClips;
    figures.klK1Nats += sumOf(klK1PerClip(ofTokens, referenceOfTokens)) / allClips;
    figures.klK3Nats += sumOf(klK3PerClip(ofTokens, referenceOfTokens)) / allClips;
    figures.entropyNats += sumOf(entropyPerClip(pass.logProbs)) / allClips;
}

}  // namespace musicrl
