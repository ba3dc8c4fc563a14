// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScoreText.h"

#include "TextTable.h"

#include <limits>

namespace musicrl {

double rawOf(const RewardBreakdown& scores, const std::string& term) {
    const RewardTerm* found = scores.find(term);
    return found == nullptr ? std::numeric_limits<double>::quiet_NaN() : found->raw;
}

Json scoreJson(const RewardBreakdown& scores) {
    Json windows = Json::array();
    if (const RewardTerm* mulan = scores.find("mulan")) {
        for (const RewardWindow& window : mulan->windows) {
            windows.push_back({{"start", window.startSeconds}, {"end", window.endSeconds}, {"value", window.value}});
        }
    }
    return {{"mulan", rawOf(scores, "mulan")},
            {"mulan_windows", std::move(windows)},
            {"mos", rawOf(scores, "quality")},
            {"mix", scores.total}};
}

std::string windowsText(const RewardBreakdown& scores, const std::string& term) {
    std::string text;
    if (const RewardTerm* found = scores.find(term)) {
        for (const RewardWindow& window : found->windows) {
            text += (text.empty() ? "" : ", ") + fixed(window.startSeconds, 0) + "-" + fixed(window.endSeconds, 0) + " s " +
                    fixed(window.value, 3);
        }
    }
    return text;
}

}  // namespace musicrl
