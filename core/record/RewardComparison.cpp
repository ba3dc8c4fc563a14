// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/RewardComparison.h"

namespace musicrl {
namespace {

/// What a term adds to a mix in which its weight is 1. Of a term of weight 0 no contribution is left to tell it by.
double unweighted(const RewardTerm& term) {
    if (term.weight != 0.0) {
        return term.contribution / term.weight;
    }
    return term.name == "quality" ? (term.raw - 1.0) / 4.0 : term.raw;
}

double weightIn(const RewardBreakdown& clip, const std::string& name) {
    const RewardTerm* term = clip.find(name);
    return term != nullptr ? term->weight : 0.0;
}

/// Whether each term with a weight in \p weights was measured in \p clip.
bool canBeWeighed(const RewardBreakdown& clip, const RewardBreakdown& weights) {
    for (const RewardTerm& term : weights.terms) {
        if (term.weight != 0.0 && clip.find(term.name) == nullptr) {
            return false;
        }
    }
    return true;
}

bool agree(const RewardBreakdown& a, const RewardBreakdown& b) {
    for (const RewardTerm& term : a.terms) {
        if (term.weight != weightIn(b, term.name)) {
            return false;
        }
    }
    return true;
}

std::optional<WeightsOf> commonWeights(const RewardBreakdown& first, const RewardBreakdown& second) {
    const bool byFirst = canBeWeighed(second, first);
    const bool bySecond = canBeWeighed(first, second);
    if (byFirst && bySecond && agree(first, second) && agree(second, first)) {
        return WeightsOf::Both;
    }
    return byFirst ? std::optional(WeightsOf::First) : bySecond ? std::optional(WeightsOf::Second) : std::nullopt;
}

}  // namespace

RewardComparison compareRewards(const RewardBreakdown& first, const RewardBreakdown& second) {
    RewardComparison comparison;
    comparison.weights = commonWeights(first, second);
    const RewardBreakdown& weights = comparison.weights == WeightsOf::Second ? second : first;
    const auto add = [&](const std::string& name) {
        const RewardTerm* a = first.find(name);
        const RewardTerm* b = second.find(name);
        ComparedTerm term{name, comparison.weights ? weightIn(weights, name) : 0.0, {}, a != nullptr, b != nullptr};
        if (a != nullptr && b != nullptr) {
            term.difference = unweighted(*a) - unweighted(*b);
        }
        comparison.terms.push_back(term);
    };
    for (const RewardTerm& term : first.terms) {
        add(term.name);
    }
    for (const RewardTerm& term : second.terms) {
        if (first.find(term.name) == nullptr) {
            add(term.name);
        }
    }
    if (comparison.weights) {
        comparison.mix = 0.0;
        for (const ComparedTerm& term : comparison.terms) {
            *comparison.mix += term.weight * term.difference.value_or(0.0);
        }
    }
    return comparison;
}

}  // namespace musicrl
