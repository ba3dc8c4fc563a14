// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ClaimText.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

namespace musicrl {

std::string decimals(double value, int digits) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return std::isfinite(value) ? text.data() : "–";
}

std::string signedDecimals(double value, int digits) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%+.*f", digits, value);
    return std::isfinite(value) ? text.data() : "–";
}

std::string pText(double pValue) {
    return pValue < 0.0001 ? "p < 0.0001" : "p = " + decimals(pValue, 4);
}

std::string winRateText(const MeasuredPair& pair) {
    const Estimate& rate = pair.winRate;
    return decimals(100.0 * rate.value, 1) + " % (" + decimals(100.0 * rate.interval.low, 1) + " to " +
           decimals(100.0 * rate.interval.high, 1) + "), " + std::to_string(pair.counts.decisive()) + " decisive";
}

std::string rewardLabel(const std::string& reward) {
    static const std::map<std::string, std::string> labels = {
        {"mulan", "MuLan"}, {"quality", "MOS"}, {"preference", "preference"}, {"kl", "KL"}};
    const auto found = labels.find(reward);
    return found == labels.end() ? reward : found->second;
}

int rewardDigits(const std::string& reward) {
    return reward == "mulan" ? 3 : 2;
}

std::string gainText(const std::string& reward, const PairedGain& gain) {
    return rewardLabel(reward) + " " + signedDecimals(gain.mean, rewardDigits(reward)) + ", " + pText(gain.pValue);
}

std::string modelLabel(const std::string& name) {
    static const std::map<std::string, std::string> labels = {
        {"base", "base"}, {"mulan", "MuLan"}, {"quality", "Quality"}, {"r", "R"},
        {"u", "U"},       {"ru", "RU"},       {"joint", "Joint"}};
    const auto found = labels.find(name);
    return found == labels.end() ? name : found->second;
}

Claim decided(std::string statement, std::string paper, std::string ours, bool known, bool holds) {
    const Verdict verdict = !known ? Verdict::NotMeasured : holds ? Verdict::Holds : Verdict::Fails;
    return {std::move(statement), std::move(paper), known ? std::move(ours) : std::string(), verdict};
}

}  // namespace musicrl
