// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/RewardBreakdown.h"

namespace musicrl {
namespace {

Json toJson(const RewardTerm& term) {
    Json windows = Json::array();
    for (const RewardWindow& window : term.windows) {
        windows.push_back({{"start", window.startSeconds}, {"end", window.endSeconds}, {"value", window.value}});
    }
    return {{"name", term.name},
            {"raw", term.raw},
            {"weight", term.weight},
            {"contribution", term.contribution},
            {"windows", std::move(windows)}};
}

RewardTerm termFromJson(const Json& json, const std::string& where) {
    RewardTerm term{requireKey<std::string>(json, "name", where), requireKey<double>(json, "raw", where),
                    requireKey<double>(json, "weight", where), requireKey<double>(json, "contribution", where), {}};
    for (const Json& window : requireKey<Json>(json, "windows", where)) {
        term.windows.push_back({requireKey<double>(window, "start", where), requireKey<double>(window, "end", where),
                                requireKey<double>(window, "value", where)});
    }
    return term;
}

}  // namespace

const RewardTerm* RewardBreakdown::find(const std::string& name) const {
    for (const RewardTerm& term : terms) {
        if (term.name == name) {
            return &term;
        }
    }
    return nullptr;
}

Json toJson(const RewardBreakdown& breakdown) {
    Json terms = Json::array();
    for (const RewardTerm& term : breakdown.terms) {
        terms.push_back(toJson(term));
    }
    return {{"total", breakdown.total}, {"terms", std::move(terms)}};
}

RewardBreakdown rewardBreakdownFromJson(const Json& json, const std::string& where) {
    RewardBreakdown breakdown{requireKey<double>(json, "total", where), {}};
    for (const Json& term : requireKey<Json>(json, "terms", where)) {
        breakdown.terms.push_back(termFromJson(term, where));
    }
    return breakdown;
}

}  // namespace musicrl
