// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/PairMeasures.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace musicrl {
namespace {

constexpr std::size_t binCount = 10;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool isTie(const JudgedPair& pair) {
    return pair.outcome > 0.0 && pair.outcome < 1.0;
}

/// −ln σ(margin), without overflow on either side.
double negativeLogSigmoid(double margin) {
    return margin >= 0.0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
}

double lossOf(const JudgedPair& pair) {
    return pair.outcome * negativeLogSigmoid(pair.margin) + (1.0 - pair.outcome) * negativeLogSigmoid(-pair.margin);
}

std::vector<ReliabilityBin> reliabilityOf(std::span<const JudgedPair> pairs) {
    std::vector<ReliabilityBin> bins(binCount);
    for (std::size_t i = 0; i < binCount; ++i) {
        bins[i].low = 0.5 + 0.5 * static_cast<double>(i) / binCount;
        bins[i].high = 0.5 + 0.5 * static_cast<double>(i + 1) / binCount;
    }
    for (const JudgedPair& pair : pairs) {
        const double probability = 1.0 / (1.0 + std::exp(-std::abs(pair.margin)));
        const double place = (probability - 0.5) * 2.0 * binCount;
        ReliabilityBin& bin = bins[std::min(static_cast<std::size_t>(place), binCount - 1)];
        ++bin.pairs;
        bin.predicted += probability;
        bin.observed += pair.margin >= 0.0 ? pair.outcome : 1.0 - pair.outcome;
    }
    for (ReliabilityBin& bin : bins) {
        const auto count = static_cast<double>(bin.pairs);
        bin.predicted = bin.pairs > 0 ? bin.predicted / count : nan;
        bin.observed = bin.pairs > 0 ? bin.observed / count : nan;
    }
    return bins;
}

/// 1 for a predictor that is right; no tie.
double rightness(const JudgedPair& pair) {
    const double forA = pair.margin > 0.0 ? 1.0 : pair.margin < 0.0 ? 0.0 : 0.5;
    return pair.outcome > 0.5 ? forA : 1.0 - forA;
}

double clusteredError(std::span<const JudgedPair> pairs, const PairAccuracy& found) {
    std::map<std::pair<std::string, std::size_t>, double> deviations;  // by prompt, or by place without one
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (!isTie(pairs[i])) {
            deviations[{pairs[i].prompt, pairs[i].prompt.empty() ? i : 0}] += rightness(pairs[i]) - found.accuracy;
        }
    }
    double squares = 0.0;
    for (const auto& [cluster, deviation] : deviations) {
        squares += deviation * deviation;
    }
    const auto clusters = static_cast<double>(deviations.size());
    return clusters > 1.0 ? std::sqrt(squares * clusters / (clusters - 1.0)) / static_cast<double>(found.decisive)
                          : nan;
}

Json numberJson(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

}  // namespace

PairAccuracy accuracyOf(std::span<const JudgedPair> pairs) {
    PairAccuracy result;
    double right = 0.0;
    for (const JudgedPair& pair : pairs) {
        if (isTie(pair)) {
            continue;
        }
        right += rightness(pair);
        ++result.decisive;
    }
    const auto count = static_cast<double>(result.decisive);
    result.accuracy = result.decisive > 0 ? right / count : nan;
    result.standardError = clusteredError(pairs, result);
    return result;
}

PairMeasures measurePairs(std::span<const JudgedPair> pairs) {
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, "There is no pair to measure a preference model on.");
    }
    PairMeasures measures;
    const auto count = static_cast<double>(pairs.size());
    measures.pairs = static_cast<std::int64_t>(pairs.size());
    measures.accuracy = accuracyOf(pairs);
    measures.ties = measures.pairs - measures.accuracy.decisive;
    for (const JudgedPair& pair : pairs) {
        measures.loss += lossOf(pair) / count;
    }
    measures.bins = reliabilityOf(pairs);
    for (const ReliabilityBin& bin : measures.bins) {
        if (bin.pairs > 0) {
            measures.expectedCalibrationError +=
                static_cast<double>(bin.pairs) / count * std::abs(bin.predicted - bin.observed);
        }
    }
    return measures;
}

Json toJson(const PairAccuracy& accuracy) {
    return {{"decisive", accuracy.decisive},
            {"accuracy", numberJson(accuracy.accuracy)},
            {"standard_error", numberJson(accuracy.standardError)}};
}

Json toJson(const PairMeasures& measures) {
    Json json = {{"pairs", measures.pairs}, {"ties", measures.ties}};
    json.update(toJson(measures.accuracy));
    json["loss"] = numberJson(measures.loss);
    json["ece"] = numberJson(measures.expectedCalibrationError);
    json["bins"] = Json::array();
    for (const ReliabilityBin& bin : measures.bins) {
        json["bins"].push_back({{"low", bin.low},
                                {"high", bin.high},
                                {"pairs", bin.pairs},
                                {"predicted", numberJson(bin.predicted)},
                                {"observed", numberJson(bin.observed)}});
    }
    return json;
}

}  // namespace musicrl
