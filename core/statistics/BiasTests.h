// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/Binomial.h"
#include "statistics/LogisticRegression.h"

#include <cstdint>
#include <optional>
#include <span>

namespace musicrl {

/// What may have moved a vote besides the music.
struct BiasedVote {
    std::size_t modelA = 0;
    std::size_t modelB = 0;
    std::size_t prompt = 0;
    double outcome = 0.5;                          ///< 1: A was chosen, 0: B, 0.5: a tie, which counts for nothing here
    std::optional<bool> aWasFirst = std::nullopt;  ///< whether A was heard first, where known
    std::optional<double> loudnessDifferenceLu = std::nullopt;  ///< of A over B as heard, where known
    std::optional<double> storedDifferenceLu = std::nullopt;    ///< the same of the clips as stored, before any gain
};

/// One suspected bias.
struct BiasTest {
    BinomialResult votes;     ///< for the favoured clip (A; the one heard first; a louder one) of the votes that tell;
                              ///< interval and p of the side alone, NaN of the others
    LogisticTerm controlled;  ///< the same with the models' worths held constant, log-odds; NaN where nothing tells
};

/// Four ways in which a vote may follow something else than what was asked.
struct BiasTests {
    BiasTest side;                ///< A rather than B
    BiasTest firstHeard;          ///< the clip heard first
    BiasTest louder;              ///< the louder clip as heard, for differences of 0.1 LU and more; controlled: per LU
    BiasTest storedLouder;        ///< the clip that is louder as stored, such as a more compressed one; the same limits
    std::int64_t heardVotes = 0;  ///< votes whose clips' loudness as heard is known
    double mostHeardLu = 0.0;     ///< how far apart two clips of those votes were at most
};

/// An exact binomial test of the side and, for all four, a logistic model with a worth for each model and a term for
/// each, its errors clustered by prompt; where they cannot be told apart, as when A was always heard first, a model for
/// each by itself. Sides are dealt out at random, so the plain test of the side is sound however votes hang together;
/// what is heard first and what is louder is not, and a better model may just be a louder one: there votes are counted
/// and only the controlled term is a test.
///
/// \param modelCount  votes name models by numbers below this one
/// \see Bradley and Terry, 1952; Davidson and Beaver, "On extending the Bradley-Terry model to incorporate within-pair
///      order effects", 1977
[[nodiscard]] BiasTests testBiases(std::size_t modelCount, std::span<const BiasedVote> votes);

}  // namespace musicrl
