// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/Learner.h"

#include "base/Error.h"
#include "base/Random.h"
#include "rl/Advantages.h"
#include "rl/LoraPolicy.h"
#include "rl/Minibatches.h"
#include "tensor/OptimizerState.h"
#include "tensor/TorchErrors.h"
#include "tensor/WeightsFile.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace musicrl {
namespace {

/// On a CPU larger passes are no faster and only take memory: of the demo model's 16 clips of 5 s, one pass takes 2.4 GB.
std::int64_t tokensThatFit(const Policy& policy) {
    return policy.module().parameters().front().is_cuda() ? 16384 : 2048;
}

std::string notFinite(const std::vector<std::pair<const char*, double>>& values) {
    for (const auto& [name, value] : values) {
        if (!std::isfinite(value)) {
            return name;
        }
    }
    return {};
}

void describe(const torch::Tensor& advantages, UpdateReport& report) {
    report.advantageMean = advantages.mean().item<double>();
    report.advantageDeviation = advantages.std(/*unbiased=*/false).item<double>();
}

double meanOver(const std::vector<UpdateReport>& updates, const std::function<double(const UpdateReport&)>& valueOf) {
    double sum = 0.0;
    for (const UpdateReport& update : updates) {
        sum += valueOf(update);
    }
    return sum / static_cast<double>(updates.size());
}

/// What several updates from one batch came to.
void addMeans(const std::vector<UpdateReport>& updates, UpdateReport& report) {
    using Update = const UpdateReport&;
    report.fault = updates.back().fault;
    report.losses.policy = meanOver(updates, [](Update update) { return update.losses.policy; });
    report.losses.kl = meanOver(updates, [](Update update) { return update.losses.kl; });
    report.policyGradientNorm = meanOver(updates, [](Update update) { return update.policyGradientNorm; });
    report.value->loss = meanOver(updates, [](Update update) { return update.value->loss; });
    report.value->gradientNorm = meanOver(updates, [](Update update) { return update.value->gradientNorm; });
    report.ratios = {
        .approximateKlNats = meanOver(updates, [](Update update) { return update.ratios->approximateKlNats; }),
        .clipFraction = meanOver(updates, [](Update update) { return update.ratios->clipFraction; }),
        .mean = meanOver(updates, [](Update update) { return update.ratios->mean; }),
        .variance = meanOver(updates, [](Update update) { return update.ratios->variance; })};
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

Learner::Learner(const StartingModels& models, const Recipe& recipe, ProcessGroup group)
    : recipe_(recipe),
      group_(std::move(group)),
      tokensPerPass_(tokensThatFit(models.start)),
      adapted_(adaptedWhereAsked(models.start, recipe.lora, deriveSeed(recipe.seed, "lora"))),
      actor_({.start = adapted_ ? *adapted_ : models.start, .reference = models.reference, .base = models.base},
             recipe.temperature, recipe.learningRate) {
    if (hasValueNetwork(recipe.algorithm)) {
        critic_.emplace(adapted_ ? *adapted_ : models.start, recipe.valueLearningRate);
    }
}

void Learner::expectReward(double meanReward, double alpha) {
    if (critic_) {
        critic_->network().startFrom(recipe_.klInReturn ? (1.0 - alpha) * meanReward : meanReward);
    }
}

UpdateReport Learner::update(const RolloutBatch& rollouts, const std::vector<double>& rewards,
                             const UpdateSettings& settings) {
    UpdateReport report;
    const Sequences clips{rollouts.tokens, rollouts.conditioning};
    if (groupSize(recipe_) > 1) {
        report.groups = groupFigures(group_.gather(rewards), groupSize(recipe_));
    }
    if (group_.any(!areFinite(rewards))) {
        (void)measure(clips, report);
        averageFigures(report.policy);
        report.fault = "a reward";
        report.value = critic_ ? std::optional<ValueFigures>(std::in_place) : std::nullopt;
        return report;
    }
    Batch batch{.clips = clips,
                .rewards = rewardsAtEnd(rewards, clips.tokens.size(1)).to(clips.tokens.device()),
                .weights = weightsOfAlpha(settings.alpha)};
    const bool measuresFirst = recipe_.algorithm == Algorithm::Ppo || recipe_.klInReturn;
    MeasuredTokens before;
    if (measuresFirst) {
        before = measure(clips, report);
        averageFigures(report.policy);
    }
    if (recipe_.klInReturn) {
        batch.rewards = chargedForKl(batch.rewards, before.klNats, settings.alpha);
        batch.weights.policy = 1.0;  // the return has its 1 − α already
    }
    if (recipe_.algorithm == Algorithm::Ppo) {
        updateRepeatedly(batch, before.logProbs, settings, report);
    } else {
        updateOnce(batch, measuresFirst ? nullptr : &report.policy, settings.learns, report);
    }
    return report;
}

void Learner::updateOnce(const Batch& batch, PolicyFigures* figures, Learns learns, UpdateReport& report) {
    const torch::Tensor returns = returnsToGo(batch.rewards);
    torch::Tensor advantages;
    Critic::Learned learned;
    withinMemory(batch.clips, [&] {
        zeroGradients();
        advantages = learnBaseline(batch, returns, learned);
        const auto lossOf = [&](const torch::Tensor& tokenLogProbs, const torch::Tensor& klPerClip,
                                std::int64_t first) {
            const torch::Tensor ofPass = advantages.narrow(0, first, tokenLogProbs.size(0));
            return policyLoss(tokenLogProbs, ofPass, klPerClip, batch.weights);
        };
        report.losses = actor_.accumulateGradient(batch.clips, tokensPerPass_, lossOf, figures);
    });
    describe(group_.gather(advantages), report);
    if (critic_) {
        report.value = valueFigures(group_.gather(learned.values), group_.gather(returns));
        report.value->loss = learned.loss;
    }
    if (figures != nullptr) {
        averageFigures(*figures);
    }
    step(learns, report);
}

torch::Tensor Learner::learnBaseline(const Batch& batch, const torch::Tensor& returns, Critic::Learned& learned) {
    if (!critic_) {
        return recipe_.algorithm == Algorithm::Rloo ? leaveOneOutAdvantages(returns, recipe_.clipsPerPrompt)
                                                    : groupNormalizedAdvantages(returns, recipe_.clipsPerPrompt);
    }
    learned = critic_->accumulateGradient(batch.clips, tokensPerPass_, returns);
    return advantages(returns, learned.values);
}

void Learner::updateRepeatedly(const Batch& batch, const torch::Tensor& oldLogProbs, const UpdateSettings& settings,
                               UpdateReport& report) {
    const PpoSettings& ppo = recipe_.ppo;
    const torch::Tensor values = valuesOf(batch.clips);
    const torch::Tensor estimated = generalizedAdvantages(batch.rewards, values, ppo.gaeLambda);
    const torch::Tensor all = group_.gather(estimated);
    const torch::Tensor allAdvantages = ppo.whitenAdvantages ? whitened(all) : all;
    const Sampled sampled{.clips = batch.clips,
                          .logProbs = oldLogProbs,
                          .advantages = group_.own(allAdvantages),
                          .targets = estimated + values};
    describe(allAdvantages, report);
    report.value = valueFigures(group_.gather(values), group_.gather(returnsToGo(batch.rewards)));
    std::vector<UpdateReport> updates;
    for (const auto& chosen : minibatches(batch.clips.clips(), ppo.minibatches, ppo.epochs, settings.seed)) {
        const torch::Tensor indices = torch::tensor(chosen, torch::kInt64).to(oldLogProbs.device());
        updates.push_back(updateFrom(sampled.at(indices), batch.weights, settings.learns));
        if (!updates.back().applied()) {
            break;
        }
    }
    addMeans(updates, report);
}

UpdateReport Learner::updateFrom(const Sampled& part, const LossWeights& weights, Learns learns) {
    UpdateReport report;
    std::vector<torch::Tensor> logProbs;
    const auto lossOf = [&](const torch::Tensor& tokenLogProbs, const torch::Tensor& klPerClip, std::int64_t first) {
        const std::int64_t clips = tokenLogProbs.size(0);
        logProbs.push_back(tokenLogProbs.detach());
        return clippedPolicyLoss(tokenLogProbs, part.logProbs.narrow(0, first, clips),
                                 part.advantages.narrow(0, first, clips), klPerClip, weights, recipe_.ppo.clipRange);
    };
    withinMemory(part.clips, [&] {
        zeroGradients();
        logProbs.clear();
        report.value.emplace().loss = critic_->accumulateGradient(part.clips, tokensPerPass_, part.targets).loss;
        report.losses = actor_.accumulateGradient(part.clips, tokensPerPass_, lossOf, nullptr);
    });
    report.ratios = ratioStatistics(group_.gather(torch::cat(logProbs)), group_.gather(part.logProbs), recipe_.ppo.clipRange);
    step(learns, report);
    return report;
}

TokenFigures Learner::inspect(const RolloutBatch& rollouts, const std::vector<double>& rewards, double alpha) {
    const Sequences clips{rollouts.tokens, rollouts.conditioning};
    UpdateReport ignored;
    const MeasuredTokens measured = measure(clips, ignored);
    TokenFigures figures{.logProbs = measured.logProbs, .klNats = measured.klNats, .values = {}, .advantages = {}};
    if (!critic_) {
        return figures;
    }
    figures.values = valuesOf(clips);
    torch::Tensor earned = rewardsAtEnd(rewards, clips.tokens.size(1)).to(clips.tokens.device());
    if (recipe_.klInReturn) {
        earned = chargedForKl(earned, figures.klNats, alpha);
    }
    figures.advantages = recipe_.algorithm == Algorithm::Ppo
                             ? generalizedAdvantages(earned, figures.values, recipe_.ppo.gaeLambda)
                             : advantages(returnsToGo(earned), figures.values);
    return figures;
}

MeasuredTokens Learner::measure(const Sequences& clips, UpdateReport& report) {
    MeasuredTokens measured;
    withinMemory(clips, [&] { measured = actor_.measure(clips, tokensPerPass_, report.policy); });
    return measured;
}

torch::Tensor Learner::valuesOf(const Sequences& clips) {
    torch::Tensor values;
    withinMemory(clips, [&] { values = critic_->estimate(clips, tokensPerPass_); });
    return values;
}

void Learner::averageFigures(PolicyFigures& figures) const {
    group_.average({&figures.klNats, &figures.klBaseNats, &figures.klK1Nats, &figures.klK3Nats, &figures.entropyNats});
}

void Learner::withinMemory(const Sequences& clips, const std::function<void()>& work) {
    while (!fitsHere(clips, work)) {
    }
}

bool Learner::fitsHere(const Sequences& clips, const std::function<void()>& work) {
    const std::int64_t tokensOfAClip = clips.tokens.size(1);
    try {
        translatingTorchErrors(work);
        return true;
    } catch (const Error& error) {
        const std::int64_t clipsPerPass = std::min(tokensPerPass_ / tokensOfAClip, clips.clips());
        if (error.kind() != ErrorKind::OutOfMemory || clipsPerPass < 2) {
            throw;
        }
        tokensPerPass_ = clipsPerPass / 2 * tokensOfAClip;
        return false;
    }
}

void Learner::zeroGradients() {
    actor_.adam().zero_grad();
    if (critic_) {
        critic_->adam().zero_grad();
    }
}

void Learner::step(Learns learns, UpdateReport& report) {
    group_.averageGradients(actor_.module());
    group_.average({&report.losses.policy, &report.losses.kl});
    if (critic_) {
        group_.averageGradients(critic_->module());
        group_.average({&report.value->loss});
    }
    std::vector<std::pair<const char*, double>> mustBeFinite;
    if (critic_) {
        report.value->gradientNorm =
            torch::nn::utils::clip_grad_norm_(critic_->module().parameters(), recipe_.gradientClip);
        mustBeFinite = {{"the value loss", report.value->loss},
                        {"the value network's gradient", report.value->gradientNorm}};
    }
    report.policyGradientNorm = torch::nn::utils::clip_grad_norm_(actor_.module().parameters(), recipe_.gradientClip);
    mustBeFinite.insert(mustBeFinite.end(), {{"the policy loss", report.losses.policy},
                                             {"the KL loss", report.losses.kl},
                                             {"the policy's gradient", report.policyGradientNorm}});
    report.fault = notFinite(mustBeFinite);
    if (!report.applied()) {
        return;
    }
    if (critic_) {
        critic_->adam().step();
    }
    actor_.step(learns == Learns::PolicyAndValue ? recipe_.learningRate : 0.0);
}

std::string Learner::weightUse() {
    return weightUseText(
        musicrl::weightUse(actor_.policy(), actor_.reference(), critic_ ? &critic_->module() : nullptr));
}

void Learner::save(const std::filesystem::path& folder) {
    NamedTensors moments;
    savePolicy(folder, policy());
    addPrefixed(moments, "policy.", optimizerState(actor_.adam()));
    if (critic_) {
        saveModule(folder / "value.safetensors", critic_->module(), WeightsPrecision::AsIs);
        addPrefixed(moments, "value.", optimizerState(critic_->adam()));
    }
    writeWeights(folder / "optimizer.safetensors", moments);
}

void Learner::load(const std::filesystem::path& folder) {
    loadPolicy(folder, actor_.policy());
    const std::filesystem::path file = folder / "optimizer.safetensors";
    const NamedTensors moments = readWeights(file);
    restoreOptimizerState(actor_.adam(), withoutPrefix(moments, "policy."), file.string());
    if (critic_) {
        loadModule(folder / "value.safetensors", critic_->module());
        restoreOptimizerState(critic_->adam(), withoutPrefix(moments, "value."), file.string());
    }
}

}  // namespace musicrl
