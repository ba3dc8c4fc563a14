// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReportNumbers.h"

#include "statistics/Summary.h"
#include "statistics/Wilcoxon.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace musicrl {
namespace {

template <typename Item>
const Item* findNamed(const std::vector<Item>& items, const std::string& name) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
}

MeasuredPair turnedRound(const MeasuredPair& pair) {
    MeasuredPair other = pair;
    std::swap(other.first, other.second);
    std::swap(other.counts.wins, other.counts.losses);
    other.winRate = {1.0 - pair.winRate.value, {1.0 - pair.winRate.interval.high, 1.0 - pair.winRate.interval.low}};
    return other;
}

/// The mean of each prompt's clips.
std::vector<double> meansByPrompt(const std::vector<double>& clips, std::int64_t prompts) {
    const std::size_t count = std::min(clips.size(), static_cast<std::size_t>(std::max<std::int64_t>(prompts, 1)));
    const double copies = static_cast<double>(clips.size()) / static_cast<double>(count);
    std::vector<double> means(count, 0.0);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        means[i % count] += clips[i] / copies;
    }
    return means;
}

const std::vector<double>* valuesOf(const StepValues* values, const std::string& name) {
    const auto found = values == nullptr ? StepValues::const_iterator() : values->find(name);
    return values == nullptr || found == values->end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

const MeasuredCheckpoint* MeasuredRun::at(std::int64_t step) const {
    const auto found = std::find_if(checkpoints.begin(), checkpoints.end(),
                                    [&](const MeasuredCheckpoint& checkpoint) { return checkpoint.step == step; });
    return found == checkpoints.end() ? nullptr : &*found;
}

const MeasuredRun* ReportNumbers::run(const std::string& name) const {
    return findNamed(runs, name);
}

const MeasuredPreference* ReportNumbers::preference(const std::string& name) const {
    return findNamed(preferences, name);
}

const MeasuredHeuristic* ReportNumbers::heuristic(const std::string& name) const {
    return findNamed(heuristics, name);
}

std::optional<MeasuredPair> ReportNumbers::pair(const std::string& first, const std::string& second) const {
    for (const MeasuredPair& pair : pairs) {
        if (pair.first == first && pair.second == second) {
            return pair;
        }
        if (pair.first == second && pair.second == first) {
            return turnedRound(pair);
        }
    }
    return std::nullopt;
}

const StepValues* ReportNumbers::model(const std::string& name) const {
    if (name != "base") {
        const MeasuredRun* found = run(name);
        const MeasuredCheckpoint* checkpoint = found == nullptr ? nullptr : found->selected();
        return checkpoint == nullptr ? nullptr : &checkpoint->values;
    }
    for (const MeasuredRun& one : runs) {
        const MeasuredCheckpoint* start = one.after.empty() ? one.at(0) : nullptr;
        if (start != nullptr) {
            return &start->values;
        }
    }
    return nullptr;
}

PairedGain pairedGain(const StepValues* model, const StepValues* other, const std::string& value,
                      std::int64_t prompts) {
    const std::vector<double>* ours = valuesOf(model, value);
    const std::vector<double>* theirs = valuesOf(other, value);
    if (ours == nullptr || theirs == nullptr || ours->size() != theirs->size()) {
        return {};
    }
    std::vector<double> differences = *ours;
    std::transform(ours->begin(), ours->end(), theirs->begin(), differences.begin(), std::minus<>());
    differences = meansByPrompt(differences, prompts);
    const MeanWithError mean = meanWithError(differences);
    const WilcoxonResult test = wilcoxonSignedRank(differences);
    return {mean.mean, mean.standardError, test.pValue, test.positiveRankSum - test.negativeRankSum};
}

double meanOf(const std::vector<double>& values) {
    return values.empty() ? notMeasured : meanWithError(values).mean;
}

double meanOf(const StepValues* values, const std::string& name) {
    const std::vector<double>* found = valuesOf(values, name);
    return found == nullptr ? notMeasured : meanWithError(*found).mean;
}

double standardErrorOf(const StepValues* values, const std::string& name, std::int64_t prompts) {
    const std::vector<double>* found = valuesOf(values, name);
    return found == nullptr ? notMeasured : meanWithError(meansByPrompt(*found, prompts)).standardError;
}

}  // namespace musicrl
