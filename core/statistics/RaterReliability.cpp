// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/RaterReliability.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Unit = std::map<std::size_t, double>;  // value by rater
using Units = std::map<std::size_t, Unit>;

Units byUnit(std::span<const Rating> ratings) {
    Units units;
    for (const Rating& rating : ratings) {
        units[rating.unit][rating.rater] = rating.value;
    }
    return units;
}

std::vector<double> meanRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        for (std::size_t i = begin; i < end; ++i) {
            ranks[order[i]] = static_cast<double>(begin + 1 + end) / 2.0;
        }
    }
    return ranks;
}

struct OwnAndOthers {
    std::vector<double> own;
    std::vector<double> othersMean;
    std::int64_t answers = 0;  ///< of others to the same units
    std::int64_t same = 0;     ///< of which like the own one
};

OwnAndOthers compareToOthers(const Units& units, std::size_t rater) {
    OwnAndOthers result;
    for (const auto& [number, unit] : units) {
        const auto own = unit.find(rater);
        if (own == unit.end() || unit.size() < 2) {
            continue;
        }
        double sum = -own->second;
        result.same -= 1;  // the own answer is like itself
        for (const auto& [other, value] : unit) {
            sum += value;
            result.same += value == own->second ? 1 : 0;
        }
        const auto others = static_cast<std::int64_t>(unit.size()) - 1;
        result.answers += others;
        result.own.push_back(own->second);
        result.othersMean.push_back(sum / static_cast<double>(others));
    }
    return result;
}

void addNegated(std::vector<double>& values) {
    for (std::size_t i = 0, count = values.size(); i < count; ++i) {
        values.push_back(-values[i]);
    }
}

}  // namespace

double spearman(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size()) {
        throw Error(ErrorKind::Internal, "A correlation needs as many values on both sides.");
    }
    const std::vector<double> ranksX = meanRanks(x);
    const std::vector<double> ranksY = meanRanks(y);
    const double middle = (static_cast<double>(x.size()) + 1.0) / 2.0;
    double product = 0.0;
    double squareX = 0.0;
    double squareY = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        product += (ranksX[i] - middle) * (ranksY[i] - middle);
        squareX += (ranksX[i] - middle) * (ranksX[i] - middle);
        squareY += (ranksY[i] - middle) * (ranksY[i] - middle);
    }
    return squareX > 0.0 && squareY > 0.0 ? product / std::sqrt(squareX * squareY) : nan;
}

std::vector<RatedUnit> unitsOf(std::span<const Rating> ratings, std::optional<std::size_t> without) {
    std::vector<RatedUnit> units;
    for (const auto& [number, answers] : byUnit(ratings)) {
        RatedUnit unit;
        for (const auto& [rater, value] : answers) {
            if (rater != without) {
                unit.push_back(value);
            }
        }
        units.push_back(std::move(unit));
    }
    return units;
}

std::vector<RaterReliability> raterReliabilities(std::span<const Rating> ratings, Measurement measurement,
                                                 RatedAs ratedAs) {
    const Units units = byUnit(ratings);
    std::map<std::size_t, std::int64_t> counts;
    for (const auto& [number, unit] : units) {
        for (const auto& [rater, value] : unit) {
            ++counts[rater];
        }
    }
    std::vector<RaterReliability> raters;
    for (const auto& [rater, count] : counts) {
        OwnAndOthers held = compareToOthers(units, rater);
        const auto shared = static_cast<std::int64_t>(held.own.size());
        std::vector<RatedUnit> others = unitsOf(ratings, rater);
        if (ratedAs == RatedAs::Pairs) {
            addNegated(held.own);
            addNegated(held.othersMean);
            others = seenFromBothSides(others);
        }
        raters.push_back({rater, count, shared, spearman(held.own, held.othersMean),
                          held.answers > 0 ? static_cast<double>(held.same) / static_cast<double>(held.answers) : nan,
                          krippendorffAlpha(others, measurement)});
    }
    return raters;
}

RepeatConsistency repeatConsistency(std::span<const RepeatedAnswer> answers) {
    RepeatConsistency result{.repeats = static_cast<std::int64_t>(answers.size()), .same = nan, .meanDifference = nan};
    std::int64_t same = 0;
    std::int64_t decisive = 0;
    std::int64_t sameSide = 0;
    double differences = 0.0;
    for (const RepeatedAnswer& answer : answers) {
        same += answer.first == answer.second ? 1 : 0;
        decisive += answer.first * answer.second != 0.0 ? 1 : 0;
        sameSide += answer.first * answer.second > 0.0 ? 1 : 0;
        differences += std::abs(answer.first - answer.second);
    }
    result.sameSide = binomialTest(sameSide, decisive, Alternative::Greater);
    if (!answers.empty()) {
        result.same = static_cast<double>(same) / static_cast<double>(answers.size());
        result.meanDifference = differences / static_cast<double>(answers.size());
    }
    return result;
}

BinomialResult goldScore(std::span<const double> answers) {
    const auto right = std::count_if(answers.begin(), answers.end(), [](double answer) { return answer > 0.0; });
    return binomialTest(right, static_cast<std::int64_t>(answers.size()), Alternative::Greater);
}

}  // namespace musicrl
