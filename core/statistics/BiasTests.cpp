// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/BiasTests.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double leastDifferenceLu = 0.1;

/// In favour of A: side, first heard, louder as heard, louder as stored.
using Pulls = std::array<double, 4>;
constexpr std::size_t firstLoudness = 2;  ///< of a pull that is a loudness

Pulls pullsOf(const BiasedVote& vote) {
    return {1.0, vote.aWasFirst ? (*vote.aWasFirst ? 1.0 : -1.0) : 0.0, vote.loudnessDifferenceLu.value_or(0.0),
            vote.storedDifferenceLu.value_or(0.0)};
}

/// +1: the pull is towards A, -1: B, 0: it tells nothing.
int directionOf(double pull, std::size_t which) {
    const double least = which >= firstLoudness ? leastDifferenceLu : 0.0;
    return std::abs(pull) > 0.0 && std::abs(pull) >= least ? (pull > 0.0 ? 1 : -1) : 0;
}

BinomialResult plainTest(std::span<const BiasedVote> votes, std::size_t which) {
    std::int64_t favoured = 0;
    std::int64_t told = 0;
    for (const BiasedVote& vote : votes) {
        const int direction = directionOf(pullsOf(vote)[which], which);
        if (direction == 0 || vote.outcome == 0.5) {
            continue;
        }
        told += 1;
        favoured += (vote.outcome > 0.5) == (direction > 0) ? 1 : 0;
    }
    return binomialTest(favoured, told);
}

/// Nothing but the side is dealt out at random, so elsewhere votes that hang together would pass for many.
BinomialResult countOf(std::span<const BiasedVote> votes, std::size_t which) {
    BinomialResult count = plainTest(votes, which);
    count.share.interval = {nan, nan};
    count.pValue = nan;
    return count;
}

/// Pulls that differ between votes, or are there at all; the others have no term.
std::vector<std::size_t> pullsThatTell(std::span<const BiasedVote> votes) {
    std::vector<std::size_t> telling;
    for (std::size_t which = 0; which < Pulls().size(); ++which) {
        bool tells = false;
        for (const BiasedVote& vote : votes) {
            tells = tells || directionOf(pullsOf(vote)[which], which) != 0;
        }
        if (tells) {
            telling.push_back(which);
        }
    }
    return telling;
}

/// Worths of the models but the first, then the pulls.
std::vector<double> featuresOf(const BiasedVote& vote, std::size_t modelCount, const std::vector<std::size_t>& pulls) {
    std::vector<double> features(modelCount - 1 + pulls.size(), 0.0);
    if (vote.modelA > 0) {
        features[vote.modelA - 1] += 1.0;
    }
    if (vote.modelB > 0) {
        features[vote.modelB - 1] -= 1.0;
    }
    for (std::size_t i = 0; i < pulls.size(); ++i) {
        features[modelCount - 1 + i] = pullsOf(vote)[pulls[i]];
    }
    return features;
}

/// The terms of these pulls in one model. \return in order of the pulls, NaN where there is no answer
std::vector<LogisticTerm> termsOf(std::size_t modelCount, std::span<const BiasedVote> votes,
                                  const std::vector<std::size_t>& pulls) {
    std::vector<std::vector<double>> features;
    std::vector<double> outcomes;
    std::vector<std::size_t> prompts;
    for (const BiasedVote& vote : votes) {
        if (vote.outcome != 0.5) {
            features.push_back(featuresOf(vote, modelCount, pulls));
            outcomes.push_back(vote.outcome);
            prompts.push_back(vote.prompt);
        }
    }
    std::vector<LogisticTerm> terms = logisticRegression(features, outcomes, prompts);
    terms.resize(modelCount - 1 + pulls.size(), {nan, nan, nan});
    terms.erase(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(modelCount) - 1);
    return terms;
}

std::array<LogisticTerm, Pulls().size()> controlledTests(std::size_t modelCount, std::span<const BiasedVote> votes) {
    const std::vector<std::size_t> pulls = pullsThatTell(votes);
    const std::vector<LogisticTerm> together = termsOf(modelCount, votes, pulls);
    std::array<LogisticTerm, Pulls().size()> tests;
    tests.fill({nan, nan, nan});
    for (std::size_t i = 0; i < pulls.size(); ++i) {
        const bool isKnown = std::isfinite(together[i].coefficient);
        tests[pulls[i]] = isKnown ? together[i] : termsOf(modelCount, votes, {pulls[i]}).front();
    }
    return tests;
}

}  // namespace

BiasTests testBiases(std::size_t modelCount, std::span<const BiasedVote> votes) {
    const std::array<LogisticTerm, Pulls().size()> controlled = controlledTests(modelCount, votes);
    BiasTests tests{.side = {plainTest(votes, 0), controlled[0]},
                    .firstHeard = {countOf(votes, 1), controlled[1]},
                    .louder = {countOf(votes, 2), controlled[2]},
                    .storedLouder = {countOf(votes, 3), controlled[3]}};
    for (const BiasedVote& vote : votes) {
        if (vote.loudnessDifferenceLu) {
            tests.heardVotes += 1;
            tests.mostHeardLu = std::max(tests.mostHeardLu, std::abs(*vote.loudnessDifferenceLu));
        }
    }
    return tests;
}

}  // namespace musicrl
