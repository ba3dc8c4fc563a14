// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/LogisticRegression.h"

#include "base/Error.h"
#include "statistics/LinearSystem.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int mostIterations = 60;
constexpr double smallestStep = 1e-10;
constexpr double leastError = 1e-7;  // below, an error is of rounding: nothing varied between clusters
constexpr double separated = 20.0;   // log-odds of an outcome that no data but perfectly parted ones lead to

using Vector = std::vector<double>;

struct Data {
    std::span<const std::vector<double>> features;
    std::span<const double> outcomes;
    std::span<const std::size_t> clusters;
};

double logOddsOf(const Vector& features, const Vector& coefficients) {
    return std::inner_product(features.begin(), features.end(), coefficients.begin(), 0.0);
}

double probabilityOf(const Vector& features, const Vector& coefficients) {
    return 1.0 / (1.0 + std::exp(-logOddsOf(features, coefficients)));
}

struct Slope {
    Vector gradient;
    Vector information;  ///< row by row
};

Slope slopeAt(const Data& data, const Vector& coefficients) {
    const std::size_t count = coefficients.size();
    Slope slope{Vector(count, 0.0), Vector(count * count, 0.0)};
    for (std::size_t i = 0; i < data.features.size(); ++i) {
        const Vector& row = data.features[i];
        const double probability = probabilityOf(row, coefficients);
        for (std::size_t k = 0; k < count; ++k) {
            slope.gradient[k] += (data.outcomes[i] - probability) * row[k];
            for (std::size_t l = 0; l < count; ++l) {
                slope.information[k * count + l] += probability * (1.0 - probability) * row[k] * row[l];
            }
        }
    }
    return slope;
}

/// False for no numbers at all, too. Terms that run away together are told by the outcomes that they come to.
bool isUsable(const Data& data, const Vector& coefficients) {
    return std::all_of(data.features.begin(), data.features.end(), [&](const Vector& row) {
        return std::abs(logOddsOf(row, coefficients)) < separated;  // NaN is not
    });
}

/// Newton's method. \return false when there is no finite maximum
bool fit(const Data& data, Vector& coefficients) {
    for (int iteration = 0; iteration < mostIterations; ++iteration) {
        const Slope slope = slopeAt(data, coefficients);
        const Vector step = solvePositiveDefinite(slope.information, slope.gradient);
        std::transform(step.begin(), step.end(), coefficients.begin(), coefficients.begin(), std::plus<>());
        if (!isUsable(data, coefficients)) {
            return false;
        }
        if (std::all_of(step.begin(), step.end(), [](double part) { return std::abs(part) < smallestStep; })) {
            return true;
        }
    }
    return false;
}

/// The gradient's part of each cluster.
std::map<std::size_t, Vector> scoresOf(const Data& data, const Vector& coefficients) {
    std::map<std::size_t, Vector> scores;
    for (std::size_t i = 0; i < data.features.size(); ++i) {
        Vector& score = scores.try_emplace(data.clusters[i], coefficients.size(), 0.0).first->second;
        const double residual = data.outcomes[i] - probabilityOf(data.features[i], coefficients);
        for (std::size_t k = 0; k < score.size(); ++k) {
            score[k] += residual * data.features[i][k];
        }
    }
    return scores;
}

/// Of each coefficient: Σ over clusters of (information⁻¹ · score)².
Vector robustVariances(const Data& data, const Vector& coefficients) {
    const Vector information = slopeAt(data, coefficients).information;
    const std::map<std::size_t, Vector> scores = scoresOf(data, coefficients);
    Vector variances(coefficients.size(), 0.0);
    for (const auto& [cluster, score] : scores) {
        const Vector influence = solvePositiveDefinite(information, score);
        for (std::size_t k = 0; k < influence.size(); ++k) {
            variances[k] += influence[k] * influence[k];
        }
    }
    const auto clusters = static_cast<double>(scores.size());
    for (double& variance : variances) {
        variance = scores.size() > variances.size() ? variance * clusters / (clusters - 1.0) : nan;
    }
    return variances;
}

}  // namespace

std::vector<LogisticTerm> logisticRegression(std::span<const std::vector<double>> features,
                                             std::span<const double> outcomes, std::span<const std::size_t> clusters) {
    if (features.size() != outcomes.size() || clusters.size() != outcomes.size()) {
        throw Error(ErrorKind::Internal, "A logistic model needs features, outcome and cluster of each judgement.");
    }
    const Data data{features, outcomes, clusters};
    Vector coefficients(features.empty() ? 0 : features.front().size(), 0.0);
    const bool fitted = fit(data, coefficients);
    const Vector variances = fitted ? robustVariances(data, coefficients) : Vector(coefficients.size(), nan);
    const auto clusterCount = static_cast<double>(std::set(clusters.begin(), clusters.end()).size());
    std::vector<LogisticTerm> terms;
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
        const double error = std::sqrt(variances[k]);
        if (!std::isfinite(error) || error < leastError) {
            terms.push_back({nan, nan, nan});
            continue;
        }
        const boost::math::students_t student(clusterCount - 1.0);
        const double t = std::abs(coefficients[k]) / error;
        terms.push_back({coefficients[k], error, 2.0 * boost::math::cdf(boost::math::complement(student, t))});
    }
    return terms;
}

}  // namespace musicrl
