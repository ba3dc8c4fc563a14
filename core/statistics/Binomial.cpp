// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Binomial.h"

#include "base/Error.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <limits>
#include <string>

namespace musicrl {
namespace {

using Distribution = boost::math::binomial_distribution<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double roundingSlack = 1.0 + 1e-7;  // outcomes as likely as the observed one, up to rounding

double atMost(const Distribution& distribution, std::int64_t successes) {
    return boost::math::cdf(distribution, static_cast<double>(successes));
}

double atLeast(const Distribution& distribution, std::int64_t successes) {
    return successes == 0 ? 1.0
                          : boost::math::cdf(boost::math::complement(distribution, static_cast<double>(successes - 1)));
}

double twoSided(const Distribution& distribution, std::int64_t successes) {
    const double limit = boost::math::pdf(distribution, static_cast<double>(successes)) * roundingSlack;
    double sum = 0.0;
    for (std::int64_t k = 0; k <= static_cast<std::int64_t>(distribution.trials()); ++k) {
        const double probability = boost::math::pdf(distribution, static_cast<double>(k));
        sum += probability <= limit ? probability : 0.0;
    }
    return std::min(1.0, sum);
}

double pValueOf(const Distribution& distribution, std::int64_t successes, Alternative alternative) {
    switch (alternative) {
        case Alternative::Greater:
            return atLeast(distribution, successes);
        case Alternative::Less:
            return atMost(distribution, successes);
        case Alternative::TwoSided:
            break;
    }
    return twoSided(distribution, successes);
}

Interval clopperPearson(std::int64_t successes, std::int64_t trials, double confidence) {
    const double outside = (1.0 - confidence) / 2.0;
    const auto n = static_cast<double>(trials);
    const auto k = static_cast<double>(successes);
    return {Distribution::find_lower_bound_on_p(n, k, outside), Distribution::find_upper_bound_on_p(n, k, outside)};
}

}  // namespace

BinomialResult binomialTest(std::int64_t successes, std::int64_t trials, Alternative alternative, double probability,
                            double confidence) {
    if (successes < 0 || successes > trials) {
        throw Error(ErrorKind::BadInput, std::to_string(successes) + " successes in " + std::to_string(trials) +
                                             " trials cannot be: count them again.");
    }
    if (trials == 0) {
        return {.share = {nan, {nan, nan}}};
    }
    const Distribution distribution(static_cast<double>(trials), probability);
    return {
        successes,
        trials,
        {static_cast<double>(successes) / static_cast<double>(trials), clopperPearson(successes, trials, confidence)},
        pValueOf(distribution, successes, alternative)};
}

}  // namespace musicrl
