// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PreferenceTrainer.h"

#include "base/Error.h"
#include "base/Random.h"
#include "preference/PreferenceState.h"
#include "tensor/OptimizerState.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace musicrl {
namespace {

/// Bounds the memory of a pass, the pair that reaches it included; the gradients of passes add up to the batch's.
constexpr std::int64_t tokensPerPass = 32768;

using Caption = std::vector<std::int64_t>;

/// One pass over a clip serves all the pairs that it stands in, when they are judged together (Ouyang et al., 2022,
/// section 3.5). Under another caption it is another clip.
class DistinctClips {
public:
    explicit DistinctClips(const TokenizedPairs& pairs) : pairs_(pairs) {}

    void add(std::size_t pair) {
        for (const std::vector<torch::Tensor>* side : {&pairs_.a, &pairs_.b}) {
            const torch::Tensor& stream = (*side)[pair];
            const auto [known, fresh] = rows_.try_emplace({stream.data_ptr(), captionOf(pairs_, pair)},
                                                          static_cast<std::int64_t>(clips_.size()));
            if (fresh) {
                clips_.push_back(stream);
                captions_.push_back(static_cast<std::int64_t>(pair));
                longest_ = std::max(longest_, stream.size(0));
            }
            (side == &pairs_.a ? a_ : b_).push_back(known->second);
        }
    }

    [[nodiscard]] static Caption captionOf(const TokenizedPairs& pairs, std::size_t pair) {
        const torch::Tensor row = pairs.conditioning[static_cast<std::int64_t>(pair)].contiguous();
        return {row.data_ptr<std::int64_t>(), row.data_ptr<std::int64_t>() + row.numel()};
    }

    /// With the padding of the shorter ones.
    [[nodiscard]] std::int64_t tokens() const { return longest_ * static_cast<std::int64_t>(clips_.size()); }

    /// \return [2, n] float: the scores of the pairs' A clips, and of their B clips
    [[nodiscard]] torch::Tensor scores(const PreferenceModel& model) const {
        const torch::Tensor byClip =
            model.score(clips_, pairs_.conditioning.index_select(0, torch::tensor(captions_, torch::kInt64)));
        const auto of = [&](const std::vector<std::int64_t>& rows) {
            return byClip.index_select(0, torch::tensor(rows, torch::kInt64).to(byClip.device()));
        };
        return torch::stack({of(a_), of(b_)});
    }

private:
    const TokenizedPairs& pairs_;
    std::map<std::pair<const void*, Caption>, std::int64_t> rows_;
    std::vector<torch::Tensor> clips_;
    std::vector<std::int64_t> captions_;  ///< of each clip, a pair that has its caption
    std::vector<std::int64_t> a_;         ///< of each pair, its clip
    std::vector<std::int64_t> b_;
    std::int64_t longest_ = 0;
};

/// Calls \p pass with parts of \p order that fit memory together, and their scores.
void forEachPass(const PreferenceModel& model, const TokenizedPairs& pairs, std::span<const std::size_t> order,
                 const std::function<void(std::span<const std::size_t>, const torch::Tensor& scores)>& pass) {
    std::size_t begin = 0;
    while (begin < order.size()) {
        DistinctClips clips(pairs);
        std::size_t end = begin;
        while (end < order.size() && clips.tokens() < tokensPerPass) {
            clips.add(order[end]);
            ++end;
        }
        pass(order.subspan(begin, end - begin), clips.scores(model));
        begin = end;
    }
}

std::vector<std::size_t> inOrder(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

/// For each pair the first one that it hangs together with through clips that both have.
std::vector<std::size_t> connectedBy(const TokenizedPairs& pairs) {
    std::vector<std::size_t> parent = inOrder(pairs.size());
    const auto rootOf = [&](std::size_t pair) {
        while (parent[pair] != pair) {
            pair = parent[pair] = parent[parent[pair]];
        }
        return pair;
    };
    std::map<const void*, std::size_t> seenIn;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        for (const torch::Tensor& clip : {pairs.a[pair], pairs.b[pair]}) {
            const std::size_t other = rootOf(seenIn.try_emplace(clip.data_ptr(), pair).first->second);
            const std::size_t own = rootOf(pair);
            parent[std::max(own, other)] = std::min(own, other);
        }
    }
    for (std::size_t& of : parent) {
        of = rootOf(of);
    }
    return parent;
}

/// Random, but for pairs that share clips, which follow each other: a batch then holds few clips in many pairs.
std::vector<std::size_t> shuffledByClips(const TokenizedPairs& pairs, Random random) {
    const std::vector<std::size_t> connected = connectedBy(pairs);
    std::map<std::size_t, std::vector<std::size_t>> found;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        found[connected[pair]].push_back(pair);
    }
    std::vector<std::vector<std::size_t>> groups;
    for (auto& [first, group] : found) {
        random.shuffle(group);
        groups.push_back(std::move(group));
    }
    random.shuffle(groups);
    std::vector<std::size_t> order;
    for (const std::vector<std::size_t>& group : groups) {
        order.insert(order.end(), group.begin(), group.end());
    }
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
    const auto judge = [&](std::span<const std::size_t> chosen, const torch::Tensor& found) {
        context.throwIfStopped();
        const torch::Tensor scores = found.cpu().to(torch::kFloat64);
        judged.meanScore += scores.sum().item<double>() / clips;
        const torch::Tensor margins = scores[0] - scores[1];
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            judged.pairs.push_back({margins[static_cast<std::int64_t>(i)].item<double>(), pairs.outcomes[chosen[i]]});
        }
    };
    forEachPass(model, pairs, inOrder(pairs.size()), judge);
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
        const std::vector<std::size_t> order = shuffledByClips(
            train_, Random(deriveSeed(training_.seed, "preference order", static_cast<std::uint64_t>(epoch))));
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
        const auto learn = [&](std::span<const std::size_t> chosen, const torch::Tensor& scores) {
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
        };
        forEachPass(model_, train_, batch, learn);
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
