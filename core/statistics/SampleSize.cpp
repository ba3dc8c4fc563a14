// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SampleSize.h"

#include "base/Error.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace musicrl {
namespace {

using Distribution = boost::math::binomial_distribution<double>;

constexpr double mostVotes = 1e7;

void requireSense(const SampleSizeQuestion& question) {
    const bool hasSense = question.winRate > 0.5 && question.winRate < 1.0 && question.power > 0.0 &&
                          question.power < 1.0 && question.alpha > 0.0 && question.alpha < 1.0 &&
                          question.comparisons > 0 && question.tieShare >= 0.0 && question.tieShare < 1.0 &&
                          question.votesPerPrompt > 0 && question.correlation >= 0.0 && question.correlation <= 1.0;
    if (!hasSense) {
        throw Error(
            ErrorKind::BadInput,
            "The number of votes cannot be planned: it needs a win rate above 0.5 and below 1, power, level and "
            "share of ties between 0 and 1, a correlation from 0 to 1, and a vote per prompt at least.");
    }
}

/// The fewest wins, out of \p votes, that are below neither tail's half of the level; votes + 1 where none are.
std::int64_t fewestWins(std::int64_t votes, double alpha) {
    const Distribution null(static_cast<double>(votes), 0.5);
    const auto tail = [&](std::int64_t wins) {
        return boost::math::cdf(boost::math::complement(null, static_cast<double>(wins - 1)));
    };
    const double middle = static_cast<double>(votes) / 2.0;
    const double reach = boost::math::quantile(boost::math::normal(), 1.0 - alpha / 2.0) * std::sqrt(middle / 2.0);
    std::int64_t wins = std::clamp(static_cast<std::int64_t>(middle + reach), std::int64_t{1}, votes);
    while (wins > 1 && tail(wins - 1) <= alpha / 2.0) {
        --wins;
    }
    while (wins <= votes && tail(wins) > alpha / 2.0) {
        ++wins;
    }
    return wins;
}

/// By the normal approximation, to begin the search at.
double approximateVotes(double winRate, double power, double alpha) {
    const boost::math::normal standard;
    const double reach = boost::math::quantile(standard, 1.0 - alpha / 2.0) * 0.5 +
                         boost::math::quantile(standard, power) * std::sqrt(winRate * (1.0 - winRate));
    return std::max(1.0, std::pow(std::max(0.0, reach) / (winRate - 0.5), 2.0));
}

/// The power rises in a saw, so the search goes down from where no tooth reaches below.
std::int64_t independentVotes(double winRate, double power, double alpha) {
    const double about = approximateVotes(winRate, power, alpha);
    if (about > mostVotes) {
        throw Error(ErrorKind::BadInput,
                    "More than ten million votes would be needed: ask for a win rate further from 0.5.");
    }
    const double tooth = 4.0 * std::sqrt(about) + 1.0 / (winRate - 0.5);
    auto votes = static_cast<std::int64_t>(about + tooth) + 20;
    while (votes > 1 && signTestPower(votes - 1, winRate, alpha) >= power) {
        --votes;
    }
    return votes;
}

}  // namespace

double signTestPower(std::int64_t votes, double winRate, double alpha) {
    const std::int64_t wins = fewestWins(votes, alpha);
    if (wins > votes) {
        return 0.0;
    }
    const Distribution truth(static_cast<double>(votes), winRate);
    return boost::math::cdf(boost::math::complement(truth, static_cast<double>(wins - 1))) +
           boost::math::cdf(truth, static_cast<double>(votes - wins));
}

SampleSize neededVotes(const SampleSizeQuestion& question) {
    requireSense(question);
    const auto perPrompt = static_cast<double>(question.votesPerPrompt);
    SampleSize size;
    size.independentVotes =
        independentVotes(question.winRate, question.power, question.alpha / static_cast<double>(question.comparisons));
    const double decisivePerPrompt = std::max(1.0, perPrompt * (1.0 - question.tieShare));
    size.designEffect = 1.0 + (decisivePerPrompt - 1.0) * question.correlation;
    const double decisive = std::ceil(static_cast<double>(size.independentVotes) * size.designEffect - 1e-9);
    size.decisiveVotes = static_cast<std::int64_t>(decisive);
    size.prompts = static_cast<std::int64_t>(std::ceil(decisive / (1.0 - question.tieShare) / perPrompt - 1e-9));
    size.votes = size.prompts * question.votesPerPrompt;
    return size;
}

}  // namespace musicrl
