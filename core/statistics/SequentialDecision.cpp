// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SequentialDecision.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace musicrl {
namespace {

constexpr std::size_t stakes = 100;

/// -0.99, -0.97, ..., 0.99
double stakeAt(std::size_t index) {
    return (2.0 * static_cast<double>(index) + 1.0) / static_cast<double>(stakes) - 1.0;
}

}  // namespace

SequentialDecision::SequentialDecision(std::int64_t votesPerPrompt, double alpha)
    : votesPerPrompt_(votesPerPrompt), alpha_(alpha), logWealths_(stakes, 0.0) {
    if (votesPerPrompt < 1 || !(alpha > 0.0 && alpha < 1.0)) {
        throw Error(ErrorKind::BadInput,
                    "A sequential decision needs a vote per prompt at least and a level between 0 and 1.");
    }
}

void SequentialDecision::addPrompt(std::int64_t wins, std::int64_t losses) {
    if (wins < 0 || losses < 0 || wins + losses > votesPerPrompt_) {
        throw Error(ErrorKind::BadInput, "A prompt has " + std::to_string(wins + losses) + " votes, but " +
                                             std::to_string(votesPerPrompt_) + " were announced at most.");
    }
    const double x = static_cast<double>(wins - losses) / static_cast<double>(votesPerPrompt_);
    for (std::size_t i = 0; i < stakes; ++i) {
        logWealths_[i] += std::log1p(stakeAt(i) * x);
    }
    ++prompts_;
    lead_ += wins - losses;
    highestEvidence_ = std::max(highestEvidence_, evidence());
}

double SequentialDecision::evidence() const {
    double sum = 0.0;
    for (const double logWealth : logWealths_) {
        sum += std::exp(logWealth);
    }
    return sum / static_cast<double>(stakes);
}

double SequentialDecision::pValue() const {
    return 1.0 / highestEvidence_;
}

}  // namespace musicrl
