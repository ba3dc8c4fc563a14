// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PreferenceTrainer.h"

#include "base/Error.h"
#include "base/Random.h"
#include "preference/PreferenceState.h"
#include "tensor/OptimizerState.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace musicrl {
namespace {

/// Bounds the memory of a pass; the gradients of passes add up to that of the batch.
constexpr std::int64_t tokensPerPass = 32768;

std::int64_t tokensOf(const TokenizedPairs& pairs, std::size_t pair) {
    return 2 * std::max(pairs.a[pair].size(0), pairs.b[pair].size(0));
}

/// Calls \p pass with parts of \p order that fit memory together.
void forEachPass(const TokenizedPairs& pairs, std::span<const std::size_t> order,
                 const std::function<void(std::span<const std::size_t>)>& pass) {
    std::size_t begin = 0;
    while (begin < order.size()) {
        std::size_t end = begin + 1;
        std::int64_t longest = tokensOf(pairs, order[begin]);
        while (end < order.size()) {
            longest = std::max(longest, tokensOf(pairs, order[end]));
            if (longest * static_cast<std::int64_t>(end + 1 - begin) > tokensPerPass) {
                break;
            }
            ++end;
        }
        pass(order.subspan(begin, end - begin));
        begin = end;
    }
}

/// \return [2, n] float: the scores of the pairs' A clips, and of their B clips
torch::Tensor scoresOf(const PreferenceModel& model, const TokenizedPairs& pairs, std::span<const std::size_t> chosen) {
    std::vector<torch::Tensor> streams;
    std::vector<std::int64_t> rows;
    for (const std::vector<torch::Tensor>* side : {&pairs.a, &pairs.b}) {
        for (const std::size_t pair : chosen) {
            streams.push_back((*side)[pair]);
            rows.push_back(static_cast<std::int64_t>(pair));
        }
    }
    return model.score(streams, pairs.conditioning.index_select(0, torch::tensor(rows, torch::kInt64))).view({2, -1});
}

std::vector<std::size_t> inOrder(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

/// Every pair's margin, and the mean score of all clips.
struct Judged {
    std::vector<JudgedPair> pairs;
    double meanScore = 0.0;
};

Judged judgedBy(const PreferenceModel& model, const TokenizedPairs& pairs, const JobContext& context) {
    const torch::NoGradGuard noGradients;
    Judged judged;
    const auto clips = 2.0 * static_cast<double>(pairs.size());
    forEachPass(pairs, inOrder(pairs.size()), [&](std::span<const std::size_t> chosen) {
        context.throwIfStopped();
        const torch::Tensor scores = scoresOf(model, pairs, chosen).cpu().to(torch::kFloat64);
        judged.meanScore += scores.sum().item<double>() / clips;
        const torch::Tensor margins = scores[0] - scores[1];
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            judged.pairs.push_back({margins[static_cast<std::int64_t>(i)].item<double>(), pairs.outcomes[chosen[i]]});
        }
    });
    return judged;
}

/// Up to the full rate in the first tenth of the steps, then straight down to a tenth of it.
double learningRateAt(double full, std::int64_t step, std::int64_t steps) {
    const auto warmup = std::max(1.0, 0.1 * static_cast<double>(steps));
    const double rise = std::min(1.0, static_cast<double>(step + 1) / warmup);
    const double fall = 1.0 - 0.9 * static_cast<double>(step) / static_cast<double>(steps);
    return full * std::min(rise, fall);
}

class PreferenceTrainer {
public:
    PreferenceTrainer(PreferenceModel& model, const TokenizedPairs& train, const PreferenceTraining& training)
        : model_(model),
          train_(train),
          training_(training),
          optimizer_(model.parameters(),
                     torch::optim::AdamWOptions(training.learningRate).weight_decay(training.weightDecay)),
          stepsPerEpoch_((static_cast<std::int64_t>(train.size()) + training.batchPairs - 1) / training.batchPairs) {}

    /// One round over the training pairs. \return with trainLoss and trainAccuracy
    PreferenceEpoch learn(std::int64_t epoch, const JobContext& context) {
        std::vector<std::size_t> order = inOrder(train_.size());
        Random random(deriveSeed(training_.seed, "preference order", static_cast<std::uint64_t>(epoch)));
        random.shuffle(order);
        const auto batch = static_cast<std::size_t>(training_.batchPairs);
        std::vector<JudgedPair> seen;
        model_.train();
        for (std::size_t from = 0; from < order.size(); from += batch) {
            context.throwIfStopped();
            step(std::span(order).subspan(from, std::min(batch, order.size() - from)), seen);
            context.publish(Progress{step_, stepsPerEpoch_ * training_.epochs,
                                     "training the preference model, epoch " + std::to_string(epoch)});
            context.yieldPoint();
        }
        model_.eval();
        const PairMeasures measures = measurePairs(seen);
        return {.epoch = epoch, .trainLoss = measures.loss, .trainAccuracy = measures.accuracy.accuracy, .heldOut = {}};
    }

    void save(std::span<const PreferenceEpoch> epochs) {
        if (!training_.stateFile.empty()) {
            savePreferenceState(training_.stateFile, model_, optimizer_, epochs);
        }
    }

    /// \return the epochs that an interrupted training had done
    std::vector<PreferenceEpoch> restore() {
        if (training_.stateFile.empty() || !std::filesystem::exists(training_.stateFile)) {
            return {};
        }
        std::vector<PreferenceEpoch> epochs = loadPreferenceState(training_.stateFile, model_, optimizer_);
        step_ = stepsPerEpoch_ * static_cast<std::int64_t>(epochs.size());
        return epochs;
    }

private:
    void step(std::span<const std::size_t> batch, std::vector<JudgedPair>& seen) {
        optimizer_.zero_grad();
        forEachPass(train_, batch, [&](std::span<const std::size_t> chosen) {
            const torch::Tensor scores = scoresOf(model_, train_, chosen);
            const torch::Tensor margins = scores[0] - scores[1];
            std::vector<float> outcomes;
            for (const std::size_t pair : chosen) {
                outcomes.push_back(static_cast<float>(train_.outcomes[pair]));
            }
            const torch::Tensor wanted = torch::tensor(outcomes).to(margins.device());
            (preferenceLoss(margins, wanted).sum() / static_cast<double>(batch.size())).backward();
            const torch::Tensor found = margins.detach().cpu();
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                seen.push_back({found[static_cast<std::int64_t>(i)].item<double>(), train_.outcomes[chosen[i]]});
            }
        });
        const double norm = torch::nn::utils::clip_grad_norm_(model_.parameters(), training_.gradientClip);
        if (!std::isfinite(norm)) {
            throw Error(ErrorKind::BadInput, "The preference model's loss is no finite number at step " +
                                                 std::to_string(step_ + 1) + ": train with a lower learning rate.");
        }
        setLearningRate(optimizer_, learningRateAt(training_.learningRate, step_, stepsPerEpoch_ * training_.epochs));
        optimizer_.step();
        ++step_;
    }

    PreferenceModel& model_;
    const TokenizedPairs& train_;
    const PreferenceTraining& training_;
    torch::optim::AdamW optimizer_;
    std::int64_t stepsPerEpoch_;
    std::int64_t step_ = 0;
};

}  // namespace

torch::Tensor preferenceLoss(const torch::Tensor& margins, const torch::Tensor& outcomes) {
    return torch::binary_cross_entropy_with_logits(margins, outcomes, {}, {}, at::Reduction::None);
}

std::vector<JudgedPair> judgePairs(const PreferenceModel& model, const TokenizedPairs& pairs,
                                   const JobContext& context) {
    return judgedBy(model, pairs, context).pairs;
}

Json toMetrics(const PreferenceEpoch& epoch) {
    return {{"train/loss", epoch.trainLoss},
            {"train/accuracy", epoch.trainAccuracy},
            {"heldout/loss", epoch.heldOut.loss},
            {"heldout/accuracy", epoch.heldOut.accuracy.accuracy},
            {"heldout/ece", epoch.heldOut.expectedCalibrationError}};
}

std::vector<PreferenceEpoch> trainPreference(PreferenceModel& model, const TokenizedPairs& train,
                                             const TokenizedPairs& heldOut, const PreferenceTraining& training,
                                             const std::function<void(const PreferenceEpoch&)>& keepBest,
                                             const JobContext& context) {
    if (train.size() == 0 || heldOut.size() == 0) {
        throw Error(ErrorKind::BadInput, "A preference model needs pairs to learn from and pairs to be tested on.");
    }
    PreferenceTrainer trainer(model, train, training);
    std::vector<PreferenceEpoch> epochs = trainer.restore();
    double lowest = std::numeric_limits<double>::infinity();
    for (const PreferenceEpoch& done : epochs) {
        lowest = std::min(lowest, done.heldOut.loss);
        context.publish(MetricRow{done.epoch, toMetrics(done)});
    }
    for (auto epoch = static_cast<std::int64_t>(epochs.size()) + 1; epoch <= training.epochs; ++epoch) {
        epochs.push_back(trainer.learn(epoch, context));
        const Judged judged = judgedBy(model, heldOut, context);
        model.centreOn(judged.meanScore);
        epochs.back().heldOut = measurePairs(judged.pairs);
        if (epochs.back().heldOut.loss < lowest) {
            lowest = epochs.back().heldOut.loss;
            keepBest(epochs.back());
        }
        trainer.save(epochs);
        context.publish(MetricRow{epoch, toMetrics(epochs.back())});
    }
    return epochs;
}

}  // namespace musicrl
