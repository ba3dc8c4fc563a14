// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

/// What a predictor says of a pair, and what the rater said.
struct JudgedPair {
    double margin = 0.0;      ///< score of A minus score of B
    double outcome = 0.5;     ///< 1: A is better, 0: B is better, 0.5: tie
    std::string prompt = {};  ///< pairs of one prompt go together; empty: a pair on its own
};

/// How often a predictor is right on pairs with a winner; equal scores count half.
struct PairAccuracy {
    std::int64_t decisive = 0;  ///< pairs with a winner
    double accuracy = 0.0;      ///< NaN without such a pair
    /// Clustered by prompt: √(G / (G − 1) · Σ_prompts (Σ_pairs (right − a))²) / n, G prompts; NaN for one prompt
    double standardError = 0.0;
};
[[nodiscard]] PairAccuracy accuracyOf(std::span<const JudgedPair> pairs);

/// Pairs whose favourite is predicted to win with a probability in [low, high).
struct ReliabilityBin {
    double low = 0.5;
    double high = 1.0;  ///< included in the last bin
    std::int64_t pairs = 0;
    double predicted = 0.0;  ///< mean probability of the favourite; NaN for an empty bin
    double observed = 0.0;   ///< mean outcome for the favourite, a tie being 0.5; NaN for an empty bin
};

/// How a Bradley-Terry model, P(A is better) = σ(margin), does on pairs.
struct PairMeasures {
    std::int64_t pairs = 0;
    std::int64_t ties = 0;
    PairAccuracy accuracy;
    double loss = 0.0;  ///< nats: −y ln p − (1 − y) ln(1 − p), y the outcome; ln 2 by chance
    double expectedCalibrationError = 0.0;  ///< Σ_bins n_bin / n · |predicted − observed|
    std::vector<ReliabilityBin> bins;       ///< ten of equal width over [0.5, 1]
};

/// \throws Error(BadInput) when there are no pairs
/// \see Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", 2017, section 2
[[nodiscard]] PairMeasures measurePairs(std::span<const JudgedPair> pairs);

/// {"pairs", "ties", "decisive", "accuracy", "standard_error", "loss", "ece", "bins": [{"low", "high", "pairs",
/// "predicted", "observed"}]}; NaN becomes null.
[[nodiscard]] Json toJson(const PairMeasures& measures);
/// {"decisive", "accuracy", "standard_error"}
[[nodiscard]] Json toJson(const PairAccuracy& accuracy);

}  // namespace musicrl
