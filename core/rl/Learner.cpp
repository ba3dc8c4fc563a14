// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Learner.h"

#include "rl/Advantages.h"
#include "rl/KlDivergence.h"
#include "rl/PolicyObjective.h"
#include "tensor/OptimizerState.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace musicrl {
namespace {

/// Bounds the memory of a pass; the gradients of passes add up to that of the batch.
constexpr std::int64_t tokensPerPass = 16384;

std::unique_ptr<Policy> copyOf(const Policy& policy, bool learns) {
    std::unique_ptr<Policy> copy = policy.clone();
    for (torch::Tensor& weight : copy->module().parameters()) {
        weight.requires_grad_(learns);
    }
    copy->module().eval();  // no dropout: what learns is the very distribution that was sampled from
    return copy;
}

torch::optim::Adam adamFor(torch::nn::Module& module, double learningRate) {
    return torch::optim::Adam(module.parameters(), torch::optim::AdamOptions(learningRate));
}

/// Calls \p pass(first clip, clips) for parts of the batch small enough for memory.
void forEachPass(const torch::Tensor& tokens, const std::function<void(std::int64_t, std::int64_t)>& pass) {
    const std::int64_t clips = tokens.size(0);
    const std::int64_t perPass = std::clamp<std::int64_t>(tokensPerPass / tokens.size(1), 1, clips);
    for (std::int64_t first = 0; first < clips; first += perPass) {
        pass(first, std::min(perPass, clips - first));
    }
}

double sumOf(const torch::Tensor& values) {
    return values.detach().sum().item<double>();
}

void addPrefixed(NamedTensors& into, const std::string& prefix, const NamedTensors& from) {
    for (const auto& [name, tensor] : from) {
        into[prefix + name] = tensor;
    }
}

NamedTensors withoutPrefix(const NamedTensors& from, const std::string& prefix) {
    NamedTensors result;
    for (const auto& [name, tensor] : from) {
        if (name.rfind(prefix, 0) == 0) {
            result[name.substr(prefix.size())] = tensor;
        }
    }
    return result;
}

}  // namespace

Json toMetrics(const UpdateReport& report) {
    return {{"objective/kl", report.klNats},
            {"objective/kl_k1", report.klK1Nats},
            {"objective/kl_k3", report.klK3Nats},
            {"objective/entropy", report.entropyNats},
            {"loss/policy", report.policyLoss},
            {"loss/kl", report.klLoss},
            {"loss/value", report.valueLoss},
            {"val/explained_variance", report.explainedVariance},
            {"policy/grad_norm", report.policyGradientNorm}};
}

Learner::Learner(const Policy& start, const Recipe& recipe)
    : temperature_(recipe.temperature),
      gradientClip_(recipe.gradientClip),
      learningRate_(recipe.learningRate),
      reference_(copyOf(start, false)),
      policy_(copyOf(start, true)),
      value_(start),
      policyAdam_(adamFor(policy_->module(), recipe.learningRate)),
      valueAdam_(adamFor(value_.module(), recipe.valueLearningRate)) {
    value_.module().eval();
}

UpdateReport Learner::update(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha, Learns learns) {
    policyAdam_.zero_grad();
    valueAdam_.zero_grad();
    UpdateReport report;
    const torch::Tensor returns =
        returnsToGo(rewardsAtEnd(rewards, rollouts.tokens.size(1))).to(rollouts.tokens.device());
    const torch::Tensor values = accumulateValueGradient(rollouts, returns, report);
    report.explainedVariance = explainedVariance(values, returns);
    accumulatePolicyGradient(rollouts, advantages(returns, values), alpha, report);
    step(learns, report);
    return report;
}

torch::Tensor Learner::accumulateValueGradient(const RolloutBatch& rollouts, const torch::Tensor& returns,
                                               UpdateReport& report) {
    const auto clips = static_cast<double>(rollouts.tokens.size(0));
    std::vector<torch::Tensor> values;
    forEachPass(rollouts.tokens, [&](std::int64_t first, std::int64_t count) {
        const torch::Tensor tokens = rollouts.tokens.narrow(0, first, count);
        const torch::Tensor estimate = value_.estimate(tokens, rollouts.conditioning.narrow(0, first, count));
        const torch::Tensor loss = valueLossPerClip(estimate, returns.narrow(0, first, count));
        (loss.sum() / clips).backward();
        report.valueLoss += sumOf(loss) / clips;
        values.push_back(estimate.detach());
    });
    return torch::cat(values);
}

void Learner::accumulatePolicyGradient(const RolloutBatch& rollouts, const torch::Tensor& advantages, double alpha,
                                       UpdateReport& report) {
    const auto clips = static_cast<double>(rollouts.tokens.size(0));
    forEachPass(rollouts.tokens, [&](std::int64_t first, std::int64_t count) {
        const torch::Tensor tokens = rollouts.tokens.narrow(0, first, count);
        const torch::Tensor conditioning = rollouts.conditioning.narrow(0, first, count);
        torch::Tensor referenceLogProbs;
        {
            const torch::NoGradGuard noGradients;
            referenceLogProbs = reference_->logProbs(tokens, conditioning, temperature_);
        }
        const torch::Tensor logProbs = policy_->logProbs(tokens, conditioning, temperature_);
        const torch::Tensor ofTokens = logProbsOfTokens(logProbs, tokens);
        const torch::Tensor kl = klPerClip(logProbs, referenceLogProbs);
        const PolicyLoss loss = policyLoss(ofTokens, advantages.narrow(0, first, count), kl, alpha);
        (loss.total().sum() / clips).backward();
        const torch::NoGradGuard noGradients;
        const torch::Tensor referenceOfTokens = logProbsOfTokens(referenceLogProbs, tokens);
        report.klNats += sumOf(kl) / clips;
        report.klK1Nats += sumOf(klK1PerClip(ofTokens, referenceOfTokens)) / clips;
        report.klK3Nats += sumOf(klK3PerClip(ofTokens, referenceOfTokens)) / clips;
        report.entropyNats += sumOf(entropyPerClip(logProbs)) / clips;
        report.policyLoss += sumOf(loss.policy) / clips;
        report.klLoss += sumOf(loss.kl) / clips;
    });
}

void Learner::step(Learns learns, UpdateReport& report) {
    const double valueNorm = torch::nn::utils::clip_grad_norm_(value_.module().parameters(), gradientClip_);
    report.policyGradientNorm = torch::nn::utils::clip_grad_norm_(policy_->module().parameters(), gradientClip_);
    report.applied = std::isfinite(valueNorm) && std::isfinite(report.policyGradientNorm) &&
                     std::isfinite(report.valueLoss) && std::isfinite(report.policyLoss) && std::isfinite(report.klLoss);
    if (!report.applied) {
        return;
    }
    valueAdam_.step();
    setLearningRate(policyAdam_, learns == Learns::PolicyAndValue ? learningRate_ : 0.0);
    policyAdam_.step();
}

void Learner::save(const std::filesystem::path& folder) {
    saveModule(folder / "policy.safetensors", policy_->module(), WeightsPrecision::AsIs);
    saveModule(folder / "value.safetensors", value_.module(), WeightsPrecision::AsIs);
    NamedTensors moments;
    addPrefixed(moments, "policy.", optimizerState(policyAdam_));
    addPrefixed(moments, "value.", optimizerState(valueAdam_));
    writeWeights(folder / "optimizer.safetensors", moments);
}

void Learner::load(const std::filesystem::path& folder) {
    loadModule(folder / "policy.safetensors", policy_->module());
    loadModule(folder / "value.safetensors", value_.module());
    const std::filesystem::path file = folder / "optimizer.safetensors";
    const NamedTensors moments = readWeights(file);
    restoreOptimizerState(policyAdam_, withoutPrefix(moments, "policy."), file.string());
    restoreOptimizerState(valueAdam_, withoutPrefix(moments, "value."), file.string());
}

}  // namespace musicrl
