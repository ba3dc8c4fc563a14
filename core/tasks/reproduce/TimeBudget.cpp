// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/TimeBudget.h"

#include "base/Fields.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr double hearing = 2.0;          // of a clip's scoring
constexpr double learning = 3.0 / 8.0;   // of a clip's update
constexpr double measuring = 1.0 / 3.0;  // of learning: a pass without gradients
constexpr double longest = 1e6;

/// Of the clip that the model hears.
double heardShare(const std::string& preference) {
    return preference == "half" ? 0.5 : preference == "quarter" ? 0.25 : 1.0;
}

}  // namespace

Json toJson(const ClipCosts& costs) {
    return {
        {"rollout", costs.rollout}, {"reward", costs.reward}, {"update", costs.update}, {"evaluate", costs.evaluate}};
}

ClipCosts clipCostsFromJson(const Json& json, const std::string& where) {
    ClipCosts costs;
    Fields fields(json, where);
    fields.number("rollout", costs.rollout, 0.0, longest);
    fields.number("reward", costs.reward, 0.0, longest);
    fields.number("update", costs.update, 0.0, longest);
    fields.number("evaluate", costs.evaluate, 0.0, longest);
    fields.finish();
    return costs;
}

std::int64_t pairClips(const ReproduceSettings& settings, const WorkCounts& counts) {
    return counts.pairPrompts * settings.pairs.clipsPerPrompt;
}

std::int64_t voteCount(const ReproduceSettings& settings, const WorkCounts& counts) {
    const std::int64_t clips = settings.pairs.clipsPerPrompt;
    const std::int64_t raters = settings.pairs.ratersPerPair > 0 ? settings.pairs.ratersPerPair : counts.trainRaters;
    return counts.pairPrompts * (clips * (clips - 1) / 2) * raters;
}

double TimeBudget::heard(std::int64_t clips) const {
    return hearing * costs_.reward * static_cast<double>(clips);
}

double TimeBudget::rollouts() const {
    return costs_.evaluate * static_cast<double>(pairClips(settings_, counts_));
}

double TimeBudget::votes() const {
    return heard(pairClips(settings_, counts_));
}

std::int64_t TimeBudget::clipPasses() const {
    const std::int64_t votes = voteCount(settings_, counts_);
    const std::int64_t votesOfPrompt = counts_.pairPrompts > 0 ? votes / counts_.pairPrompts : 0;
    const std::int64_t batches =
        (votesOfPrompt + settings_.preference.batchPairs - 1) / settings_.preference.batchPairs;
    return std::min(2 * votes, pairClips(settings_, counts_) * batches);
}

double TimeBudget::preference(const std::string& name) const {
    const double held = settings_.preference.heldOut;
    const double perEpoch =
        static_cast<double>(clipPasses()) * learning * costs_.update * ((1.0 - held) + measuring * held);
    return heardShare(name) * perEpoch * static_cast<double>(settings_.preference.epochs) +
           heard(pairClips(settings_, counts_));
}

double TimeBudget::run(const Recipe& recipe) const {
    const double step = static_cast<double>(recipe.batchClips) * (costs_.rollout + costs_.reward + costs_.update);
    const auto samples = static_cast<double>((recipe.steps / recipe.sampleEvery + 1) * recipe.samplePrompts);
    return static_cast<double>(recipe.steps) * step + samples * costs_.evaluate;
}

double TimeBudget::evaluation(const Recipe& recipe) const {
    const std::int64_t policies = (recipe.steps + recipe.checkpointEvery - 1) / recipe.checkpointEvery + 1;
    return costs_.evaluate *
           static_cast<double>(policies * counts_.evaluationPrompts * settings_.evaluation.clipsPerPrompt);
}

double TimeBudget::headToHeadClips() const {
    return costs_.evaluate * static_cast<double>(counts_.evaluationPrompts * settings_.headToHead.clipsPerPrompt);
}

double TimeBudget::testVotes(std::int64_t models) const {
    return heard(models * counts_.evaluationPrompts * settings_.headToHead.clipsPerPrompt);
}

}  // namespace musicrl
