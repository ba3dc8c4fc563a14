// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/DpoLearner.h"

#include "base/Random.h"
#include "preference/PreferenceTrainer.h"
#include "rl/KlDivergence.h"
#include "rl/LoraPolicy.h"
#include "tensor/OptimizerState.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace musicrl {
namespace {

constexpr std::int64_t tokensPerPass = 4096;

/// The clips of some pairs, all A and then all B, filled up to the longest: a causal policy does not look ahead, so
/// what is filled in changes nothing before it.
struct PaddedClips {
    torch::Tensor tokens;        ///< [2 N, S] int64
    torch::Tensor keep;          ///< [2 N, S] float, 1 for tokens of the clip
    torch::Tensor conditioning;  ///< [2 N, C] int64
};

PaddedClips padded(const TokenizedPairs& pairs, std::span<const std::size_t> chosen, torch::Device device) {
    std::vector<torch::Tensor> streams;
    std::vector<std::int64_t> rows;
    for (const std::vector<torch::Tensor>* side : {&pairs.a, &pairs.b}) {
        for (const std::size_t pair : chosen) {
            streams.push_back((*side)[pair]);
            rows.push_back(static_cast<std::int64_t>(pair));
        }
    }
    std::vector<torch::Tensor> kept;
    for (const torch::Tensor& stream : streams) {
        kept.push_back(torch::ones({stream.size(0)}));
    }
    return {.tokens = torch::nn::utils::rnn::pad_sequence(streams, /*batch_first=*/true).to(device),
            .keep = torch::nn::utils::rnn::pad_sequence(kept, /*batch_first=*/true).to(device),
            .conditioning = pairs.conditioning.index_select(0, torch::tensor(rows, torch::kInt64)).to(device)};
}

/// Calls \p pass with parts of the chosen pairs that fit memory together.
void forEachPart(const TokenizedPairs& pairs, std::span<const std::size_t> chosen,
                 const std::function<void(std::span<const std::size_t>)>& pass) {
    std::size_t begin = 0;
    while (begin < chosen.size()) {
        std::int64_t longest = 0;
        std::size_t end = begin;
        while (end < chosen.size()) {
            longest = std::max({longest, pairs.a[chosen[end]].size(0), pairs.b[chosen[end]].size(0)});
            if (end > begin && 2 * longest * static_cast<std::int64_t>(end + 1 - begin) > tokensPerPass) {
                break;
            }
            ++end;
        }
        pass(chosen.subspan(begin, end - begin));
        begin = end;
    }
}

}  // namespace

struct DpoLearner::Pass {
    torch::Tensor logProbs;  ///< [2, n] float, log π of the clips A and of the clips B; the gradient flows through it
    torch::Tensor ratios;    ///< [2, n] float, log π − log π₀
    torch::Tensor outcomes;  ///< [n] float
    torch::Tensor loss;      ///< [n] float
};

/// What several passes come to.
class DpoLearner::Sums {
public:
    explicit Sums(double beta) : beta_(beta) {}

    void add(const Pass& pass) {
        const torch::Tensor logProbs = pass.logProbs.detach().cpu().to(torch::kFloat64);
        const torch::Tensor rewards = beta_ * pass.ratios.detach().cpu().to(torch::kFloat64);
        const torch::Tensor outcomes = pass.outcomes.cpu();
        loss_ += pass.loss.detach().sum().item<double>();
        pairs_ += static_cast<double>(outcomes.size(0));
        for (std::int64_t i = 0; i < outcomes.size(0); ++i) {
            const auto outcome = outcomes[i].item<double>();
            if (outcome != 0.5) {
                addDecisive(rewards.select(1, i), logProbs.select(1, i), outcome > 0.5 ? 0 : 1);
            }
        }
    }

    [[nodiscard]] DpoReport report() const {
        DpoReport report;
        const double decisive = decisive_ > 0.0 ? decisive_ : std::numeric_limits<double>::quiet_NaN();
        report.loss = loss_ / pairs_;
        report.rewardChosen = rewardChosen_ / decisive;
        report.rewardRejected = rewardRejected_ / decisive;
        report.accuracy = right_ / decisive;
        report.logProbChosen = logProbChosen_ / decisive;
        report.logProbRejected = logProbRejected_ / decisive;
        return report;
    }

private:
    /// \param winner  0 for A, 1 for B
    void addDecisive(const torch::Tensor& rewards, const torch::Tensor& logProbs, std::int64_t winner) {
        const auto chosen = rewards[winner].item<double>();
        const auto rejected = rewards[1 - winner].item<double>();
        decisive_ += 1.0;
        rewardChosen_ += chosen;
        rewardRejected_ += rejected;
        right_ += chosen > rejected ? 1.0 : chosen < rejected ? 0.0 : 0.5;
        logProbChosen_ += logProbs[winner].item<double>();
        logProbRejected_ += logProbs[1 - winner].item<double>();
    }

    double beta_;
    double loss_ = 0.0;
    double pairs_ = 0.0;
    double decisive_ = 0.0;
    double rewardChosen_ = 0.0;
    double rewardRejected_ = 0.0;
    double right_ = 0.0;
    double logProbChosen_ = 0.0;
    double logProbRejected_ = 0.0;
};

torch::Tensor dpoLoss(const torch::Tensor& ratiosA, const torch::Tensor& ratiosB, const torch::Tensor& outcomes,
                      double beta) {
    return preferenceLoss(beta * (ratiosA - ratiosB), outcomes);
}

Json toMetrics(const DpoReport& report, const std::string& prefix) {
    return {{prefix + "loss/dpo", report.loss},
            {prefix + "rewards/chosen", report.rewardChosen},
            {prefix + "rewards/rejected", report.rewardRejected},
            {prefix + "rewards/margins", report.rewardChosen - report.rewardRejected},
            {prefix + "rewards/accuracies", report.accuracy},
            {prefix + "logps/chosen", report.logProbChosen},
            {prefix + "logps/rejected", report.logProbRejected}};
}

DpoLearner::DpoLearner(const StartingModels& models, const Recipe& recipe)
    : temperature_(recipe.temperature),
      learningRate_(recipe.learningRate),
      gradientClip_(recipe.gradientClip),
      beta_(recipe.dpo.beta),
      adapted_(adaptedWhereAsked(models.start, recipe.lora, deriveSeed(recipe.seed, "lora"))),
      actor_({.start = adapted_ ? *adapted_ : models.start, .reference = models.reference, .base = models.base},
             recipe.temperature, recipe.learningRate) {}

DpoLearner::Pass DpoLearner::forward(const TokenizedPairs& pairs, std::span<const std::size_t> chosen) const {
    const PaddedClips clips = padded(pairs, chosen, policy().module().parameters().front().device());
    const auto ofClips = [&](const Policy& policy) {
        const torch::Tensor logProbs = policy.logProbs(clips.tokens, clips.conditioning, temperature_);
        return (logProbsOfTokens(logProbs, clips.tokens) * clips.keep).sum(1).view({2, -1});
    };
    torch::Tensor reference;
    {
        const torch::NoGradGuard noGradients;
        reference = ofClips(actor_.reference());
    }
    std::vector<float> outcomes;
    for (const std::size_t pair : chosen) {
        outcomes.push_back(static_cast<float>(pairs.outcomes[pair]));
    }
    Pass pass{.logProbs = ofClips(policy()),
              .ratios = {},
              .outcomes = torch::tensor(outcomes).to(reference.device()),
              .loss = {}};
    pass.ratios = pass.logProbs - reference;
    pass.loss = dpoLoss(pass.ratios[0], pass.ratios[1], pass.outcomes, beta_);
    return pass;
}

DpoReport DpoLearner::update(const TokenizedPairs& pairs, std::span<const std::size_t> chosen) {
    actor_.adam().zero_grad();
    Sums sums(beta_);
    forEachPart(pairs, chosen, [&](std::span<const std::size_t> part) {
        const Pass pass = forward(pairs, part);
        (pass.loss.sum() / static_cast<double>(chosen.size())).backward();
        sums.add(pass);
    });
    DpoReport report = sums.report();
    report.gradientNorm = torch::nn::utils::clip_grad_norm_(actor_.module().parameters(), gradientClip_);
    if (!std::isfinite(report.loss) || !std::isfinite(report.gradientNorm)) {
        report.fault = std::isfinite(report.loss) ? "the policy's gradient" : "the loss";
        return report;
    }
    actor_.step(learningRate_);
    return report;
}

DpoReport DpoLearner::measure(const TokenizedPairs& pairs, const JobContext& context) {
    const torch::NoGradGuard noGradients;
    std::vector<std::size_t> all(pairs.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    Sums sums(beta_);
    forEachPart(pairs, all, [&](std::span<const std::size_t> part) {
        context.throwIfStopped();
        sums.add(forward(pairs, part));
    });
    return sums.report();
}

TokenFigures DpoLearner::inspect(const RolloutBatch& rollouts) const {
    PolicyFigures ignored;
    const MeasuredTokens measured = actor_.measure({rollouts.tokens, rollouts.conditioning}, tokensPerPass, ignored);
    return {.logProbs = measured.logProbs, .klNats = measured.klNats, .values = {}, .advantages = {}};
}

std::string DpoLearner::weightUse() {
    return weightUseText(musicrl::weightUse(actor_.policy(), actor_.reference(), nullptr));
}

void DpoLearner::save(const std::filesystem::path& folder) {
    savePolicy(folder, policy());
    writeWeights(folder / "optimizer.safetensors", optimizerState(actor_.adam()));
}

void DpoLearner::load(const std::filesystem::path& folder) {
    loadPolicy(folder, actor_.policy());
    const std::filesystem::path file = folder / "optimizer.safetensors";
    restoreOptimizerState(actor_.adam(), readWeights(file), file.string());
}

}  // namespace musicrl
