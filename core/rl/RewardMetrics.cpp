// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/RewardMetrics.h"

#include <cmath>

namespace musicrl {

std::vector<TermStatistics> termStatistics(const std::vector<RewardBreakdown>& rewards) {
    std::vector<TermStatistics> result;
    if (rewards.empty()) {
        return result;
    }
    const auto count = static_cast<double>(rewards.size());
    for (std::size_t term = 0; term < rewards.front().terms.size(); ++term) {
        double sum = 0.0;
        for (const RewardBreakdown& reward : rewards) {
            sum += reward.terms.at(term).raw;
        }
        const double mean = sum / count;
        double squares = 0.0;
        for (const RewardBreakdown& reward : rewards) {
            squares += std::pow(reward.terms.at(term).raw - mean, 2.0);
        }
        result.push_back({rewards.front().terms[term].name, mean, count > 1.0 ? std::sqrt(squares / (count - 1.0)) : 0.0});
    }
    return result;
}

std::vector<double> totals(const std::vector<RewardBreakdown>& rewards) {
    std::vector<double> result;
    for (const RewardBreakdown& reward : rewards) {
        result.push_back(reward.total);
    }
    return result;
}

double meanTotal(const std::vector<RewardBreakdown>& rewards) {
    double sum = 0.0;
    for (const RewardBreakdown& reward : rewards) {
        sum += reward.total;
    }
    return rewards.empty() ? 0.0 : sum / static_cast<double>(rewards.size());
}

Json rolloutMetrics(const std::vector<RewardBreakdown>& rewards) {
    Json metrics = {{"objective/scores", meanTotal(rewards)}};
    for (const TermStatistics& term : termStatistics(rewards)) {
        metrics["rewards/" + term.name + "/mean"] = term.mean;
        metrics["rewards/" + term.name + "/std"] = term.deviation;
    }
    return metrics;
}

Json heldOutMetrics(const std::vector<RewardBreakdown>& rewards) {
    if (rewards.empty()) {
        return Json::object();
    }
    Json metrics = {{"heldout/scores", meanTotal(rewards)}};
    for (const TermStatistics& term : termStatistics(rewards)) {
        metrics["heldout/" + term.name] = term.mean;
    }
    return metrics;
}

}  // namespace musicrl
