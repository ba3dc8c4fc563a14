// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ClaimText.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

namespace musicrl {

namespace {

std::string formatted(const char* format, double value, int digits) {
    const double scale = std::pow(10.0, digits);
    const double shown = std::round(value * scale) == 0.0 ? 0.0 : value;  // no "-0.00"
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), format, digits, shown);
    return std::isfinite(value) ? text.data() : "–";
}

}  // namespace

std::string decimals(double value, int digits) {
    return formatted("%.*f", value, digits);
}

std::string signedDecimals(double value, int digits) {
    return formatted("%+.*f", value, digits);
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
    return reward == "quality" ? 2 : 3;
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

std::string modelInWords(const std::string& name) {
    const bool isReward = name == "mulan" || name == "quality" || name == "joint";
    return isReward ? "the " + modelLabel(name) + " run" : modelLabel(name);
}

std::string sentence(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

Claim decided(std::string statement, std::string paper, std::string ours, bool known, bool holds) {
    const Verdict verdict = !known ? Verdict::NotMeasured : holds ? Verdict::Holds : Verdict::Fails;
    return {sentence(std::move(statement)), std::move(paper), known ? std::move(ours) : std::string(), verdict};
}

}  // namespace musicrl
