// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/alarms/ComponentRule.h"

namespace musicrl {
namespace {

double gainOf(const MetricWindow& values) {
    return values.newest().mean - values.first().mean;
}

}  // namespace

ComponentRule::ComponentRule(const std::vector<std::string>& terms, std::int64_t window, double share, double sureness)
    : total_("objective/scores", window), share_(share), sureness_(sureness) {
    for (const std::string& term : terms) {
        terms_.push_back({term, MetricWindow("rewards/" + term + "/weighted", window)});
    }
}

std::optional<Finding> ComponentRule::see(const MetricRow& row) {
    if (!total_.add(row)) {
        return std::nullopt;
    }
    for (Term& term : terms_) {
        if (!term.contribution.add(row)) {
            return std::nullopt;
        }
    }
    if (!total_.isComparable() || total_.rise() <= sureness_) {
        return std::nullopt;
    }
    const double gain = gainOf(total_);
    Json gains = Json::object();
    const Term* first = &terms_.front();
    for (const Term& term : terms_) {
        gains[term.name] = gainOf(term.contribution);
        first = gainOf(term.contribution) > gainOf(first->contribution) ? &term : first;
    }
    const double share = gainOf(first->contribution) / gain;
    if (share <= share_) {
        return std::nullopt;
    }
    return Finding{.message = "The reward rose by " + shortNumber(gain) + ", of which " + first->name + " carries " +
                              shortNumber(100.0 * share) + " %.",
                   .numbers = {{"gain", gain}, {"gains", gains}, {"share", share}, {"limit", share_}},
                   .measure = first->name};
}

}  // namespace musicrl
