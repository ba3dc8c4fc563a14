// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SimulatedStudy.h"

#include "base/Error.h"
#include "base/Random.h"

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace musicrl {
namespace {

constexpr double scoreCentre = 3.0;
constexpr double scoreNoise = 0.8;

struct Chances {
    double win = 0.0;
    double loss = 0.0;
    double tie = 0.0;
};

/// Davidson's, of two models whose log worths differ by so much.
Chances chancesAt(double difference, double tieFactor) {
    const double loss = std::exp(-difference);
    const double tie = tieFactor * std::exp(-difference / 2.0);
    const double all = 1.0 + loss + tie;
    return {1.0 / all, loss / all, tie / all};
}

/// The same over prompts and raters: the difference is normal, and a sum over a fine grid is as good as its integral.
Chances meanChances(double difference, const SimulatedStudy& study) {
    const double spread =
        std::sqrt(2.0 * (study.promptSpread * study.promptSpread + study.raterSpread * study.raterSpread));
    constexpr int steps = 800;
    constexpr double reach = 8.0;
    Chances mean;
    double weights = 0.0;
    for (int i = 0; i <= steps; ++i) {
        const double z = reach * (2.0 * i / steps - 1.0);
        const double weight = std::exp(-z * z / 2.0);
        const Chances here = chancesAt(difference + spread * z, study.tieFactor);
        mean = {mean.win + weight * here.win, mean.loss + weight * here.loss, mean.tie + weight * here.tie};
        weights += weight;
    }
    return {mean.win / weights, mean.loss / weights, mean.tie / weights};
}

std::vector<double> normals(std::size_t count, double spread, Random& random) {
    std::vector<double> values(count);
    std::generate(values.begin(), values.end(), [&] { return spread * random.normal(); });
    return values;
}

double voteOn(double difference, double tieFactor, Random& random) {
    const Chances chances = chancesAt(difference, tieFactor);
    const double where = random.uniform();
    return where < chances.win ? 1.0 : where < chances.win + chances.loss ? 0.0 : 0.5;
}

double scoreOf(double worth, Random& random) {
    return std::clamp(std::round(scoreCentre + worth + scoreNoise * random.normal()), 1.0, 5.0);
}

void requireSense(const SimulatedStudy& study) {
    if (study.logWorths.size() < 2 || study.prompts < 2 || study.votesPerPair < 1 ||
        study.votesPerPair > study.raters) {
        throw Error(
            ErrorKind::BadInput,
            "A study cannot be simulated: it needs two models, two prompts and as many raters as votes on a pair.");
    }
}

double trueMeanScore(double worth, const SimulatedStudy& study) {
    const boost::math::normal latent(
        scoreCentre + worth, std::sqrt(study.promptSpread * study.promptSpread + study.raterSpread * study.raterSpread +
                                       scoreNoise * scoreNoise));
    double mean = 1.0;
    for (const double limit : {1.5, 2.5, 3.5, 4.5}) {
        mean += boost::math::cdf(boost::math::complement(latent, limit));
    }
    return mean;
}

void count(const std::string& of, const Estimate& estimate, double truth, std::vector<Coverage>& coverages) {
    auto place = std::find_if(coverages.begin(), coverages.end(), [&](const Coverage& each) { return each.of == of; });
    if (place == coverages.end()) {
        place = coverages.insert(coverages.end(), Coverage{.of = of});
    }
    const double width = estimate.interval.high - estimate.interval.low;
    place->intervals += 1;
    place->covered += estimate.interval.low <= truth && truth <= estimate.interval.high ? 1 : 0;
    place->meanWidth +=
        ((std::isfinite(width) ? width : 0.0) - place->meanWidth) / static_cast<double>(place->intervals);
}

}  // namespace

std::vector<Comparison> simulateVotes(const SimulatedStudy& study, std::uint64_t seed) {
    requireSense(study);
    Random random(deriveSeed(seed, "simulated study"));
    const std::size_t models = study.logWorths.size();
    const auto raters = static_cast<std::size_t>(study.raters);
    const std::vector<double> ofRaters = normals(models * raters, study.raterSpread, random);
    std::vector<Comparison> votes;
    std::vector<std::size_t> order(raters);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t prompt = 0; prompt < static_cast<std::size_t>(study.prompts); ++prompt) {
        const std::vector<double> ofPrompt = normals(models, study.promptSpread, random);
        random.shuffle(order);
        std::size_t turn = 0;
        const auto worth = [&](std::size_t model, std::size_t rater) {
            return study.logWorths[model] + ofPrompt[model] + ofRaters[model * raters + rater];
        };
        for (std::size_t i = 0; i < models; ++i) {
            for (std::size_t j = i + 1; j < models; ++j) {
                for (std::int64_t vote = 0; vote < study.votesPerPair; ++vote) {
                    const std::size_t rater = order[turn++ % raters];
                    const double a = worth(i, rater);
                    const double b = worth(j, rater);
                    votes.push_back({i, j, prompt, voteOn(a - b, study.tieFactor, random), scoreOf(a, random),
                                     scoreOf(b, random), rater});
                }
            }
        }
    }
    return votes;
}

TrueStandings trueStandings(const SimulatedStudy& study) {
    const std::size_t models = study.logWorths.size();
    TrueStandings truth;
    WinMatrix matrix(models);
    for (std::size_t i = 0; i < models; ++i) {
        truth.meanScores.push_back(trueMeanScore(study.logWorths[i], study));
        for (std::size_t j = i + 1; j < models; ++j) {
            const Chances chances = meanChances(study.logWorths[i] - study.logWorths[j], study);
            truth.winRates.push_back(chances.win / (chances.win + chances.loss));
            matrix.addWin(i, j, chances.win);
            matrix.addWin(j, i, chances.loss);
            matrix.addTie(i, j, chances.tie);
        }
    }
    truth.bradleyTerry = fitBradleyTerry(matrix, 0.0).logWorths;
    truth.davidson = fitDavidson(matrix, 0.0).logWorths;
    return truth;
}

void addCoverage(const HeadToHead& found, const TrueStandings& truth, std::vector<Coverage>& coverages) {
    for (std::size_t pair = 0; pair < found.pairs.size(); ++pair) {
        count("win rate", found.pairs[pair].winRate, truth.winRates[pair], coverages);
    }
    for (std::size_t model = 0; model < found.models.size(); ++model) {
        count("bradley-terry", found.models[model].bradleyTerry, truth.bradleyTerry[model], coverages);
        count("davidson", found.models[model].davidson, truth.davidson[model], coverages);
        count("mean score", found.models[model].meanScore, truth.meanScores[model], coverages);
    }
}

}  // namespace musicrl
