// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/RewardMetrics.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

double meanOf(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double sampleDeviation(const std::vector<double>& values, double mean) {
    double squares = 0.0;
    for (const double value : values) {
        squares += std::pow(value - mean, 2.0);
    }
    return values.size() > 1 ? std::sqrt(squares / static_cast<double>(values.size() - 1)) : 0.0;
}

double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

/// One value a clip, of the term that stands at \p index in all breakdowns.
std::vector<double> ofTerm(const std::vector<RewardBreakdown>& rewards, std::size_t index, double RewardTerm::*value) {
    std::vector<double> values;
    for (const RewardBreakdown& reward : rewards) {
        values.push_back(reward.terms.at(index).*value);
    }
    return values;
}

void addSpread(Json& metrics, const std::string& prefix, const Spread& spread) {
    metrics[prefix + "std"] = spread.deviation;
    metrics[prefix + "p10"] = spread.p10;
    metrics[prefix + "p50"] = spread.median;
    metrics[prefix + "p90"] = spread.p90;
}

}  // namespace

Spread spreadOf(std::vector<double> values) {
    const double mean = meanOf(values);
    if (std::isnan(mean)) {
        return {mean, mean, mean, mean, mean};
    }
    const double deviation = sampleDeviation(values, mean);
    std::sort(values.begin(), values.end());
    return {mean, deviation, quantile(values, 0.1), quantile(values, 0.5), quantile(values, 0.9)};
}

std::vector<double> totals(const std::vector<RewardBreakdown>& rewards) {
    std::vector<double> result;
    for (const RewardBreakdown& reward : rewards) {
        result.push_back(reward.total);
    }
    return result;
}

double meanTotal(const std::vector<RewardBreakdown>& rewards) {
    return rewards.empty() ? 0.0 : meanOf(totals(rewards));
}

Json rolloutMetrics(const std::vector<RewardBreakdown>& rewards) {
    Json metrics = Json::object();
    if (rewards.empty()) {
        return metrics;
    }
    const Spread scores = spreadOf(totals(rewards));
    metrics["objective/scores"] = scores.mean;
    addSpread(metrics, "objective/scores_", scores);
    for (std::size_t term = 0; term < rewards.front().terms.size(); ++term) {
        const std::string prefix = "rewards/" + rewards.front().terms[term].name + "/";
        const Spread raw = spreadOf(ofTerm(rewards, term, &RewardTerm::raw));
        metrics[prefix + "mean"] = raw.mean;
        addSpread(metrics, prefix, raw);
        metrics[prefix + "weighted"] = meanOf(ofTerm(rewards, term, &RewardTerm::contribution));
    }
    return metrics;
}

Json heldOutMetrics(const std::vector<RewardBreakdown>& rewards) {
    if (rewards.empty()) {
        return Json::object();
    }
    Json metrics = {{"heldout/scores", meanTotal(rewards)}};
    for (std::size_t term = 0; term < rewards.front().terms.size(); ++term) {
        metrics["heldout/" + rewards.front().terms[term].name] = meanOf(ofTerm(rewards, term, &RewardTerm::raw));
    }
    return metrics;
}

Json heldOutChanges(const SampleMeasures& before, const SampleMeasures& now) {
    Json metrics = Json::object();
    for (const std::string name : {"scores", "mulan", "quality", "preference"}) {
        std::vector<double> differences;
        for (const MeasuredChange& change : changesOf(name, before, now)) {
            differences.push_back(change.now - change.before);
        }
        if (differences.size() > 1) {
            const Spread spread = spreadOf(differences);
            metrics["heldout/" + name + "_change"] = spread.mean;
            metrics["heldout/" + name + "_change_se"] = spread.deviation / std::sqrt(static_cast<double>(differences.size()));
        }
    }
    return metrics;
}

}  // namespace musicrl
