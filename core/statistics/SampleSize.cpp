// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/SampleSize.h"

#include "base/Error.h"
#include "base/Random.h"
#include "statistics/Wilcoxon.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

namespace musicrl {
namespace {

using Distribution = boost::math::binomial_distribution<double>;

constexpr double mostVotes = 1e7;
constexpr double mostSimulatedPrompts = 200.0;

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
/// \param alpha  of a two-sided test, which is twice a one-sided one's \param powerOf  of so many votes
template <typename Power>
std::int64_t fewestVotes(double winRate, double power, double alpha, const Power& powerOf) {
    const double about = approximateVotes(winRate, power, alpha);
    if (about > mostVotes) {
        throw Error(ErrorKind::BadInput,
                    "More than ten million votes would be needed: ask for a share further from 0.5.");
    }
    const double tooth = 4.0 * std::sqrt(about) + 1.0 / (winRate - 0.5);
    auto votes = static_cast<std::int64_t>(about + tooth) + 20;
    while (votes > 1 && powerOf(votes - 1) >= power) {
        --votes;
    }
    return votes;
}

std::int64_t independentVotes(double winRate, double power, double alpha) {
    return fewestVotes(winRate, power, alpha, [&](std::int64_t votes) { return signTestPower(votes, winRate, alpha); });
}

double levelOf(const SampleSizeQuestion& question) {
    return question.alpha / static_cast<double>(question.comparisons);
}

/// Mean difference of one prompt. Of votes that share a beta-distributed win rate, each is drawn from what the ones
/// before it were (Pólya's urn).
double drawPrompt(const SampleSizeQuestion& question, Random& random) {
    const double urn = question.correlation > 0.0 ? 1.0 / question.correlation - 1.0 : mostVotes;
    double wins = 0.0;
    double decisive = 0.0;
    for (std::int64_t vote = 0; vote < question.votesPerPrompt; ++vote) {
        if (random.uniform() < question.tieShare) {
            continue;
        }
        const double chance = decisive == 0.0 ? question.winRate : (question.winRate * urn + wins) / (urn + decisive);
        wins += random.uniform() < chance ? 1.0 : 0.0;
        decisive += 1.0;
    }
    return (2.0 * wins - decisive) / static_cast<double>(question.votesPerPrompt);
}

/// Whether the test comes out below the level; the exact one, which takes long, where the normal one leaves a doubt.
bool isFound(const std::vector<double>& differences, double level) {
    const WilcoxonResult normal = wilcoxonSignedRank(differences, Alternative::TwoSided, 0);
    const bool isClear = normal.pValue < level / 4.0 || normal.pValue > level * 4.0;
    return (isClear && normal.nonZero > 15 ? normal : wilcoxonSignedRank(differences)).pValue <= level;
}

/// Prompts by the normal approximation to the mean of the prompts' differences.
double approximatePrompts(const SampleSizeQuestion& question) {
    const double decisive = 1.0 - question.tieShare;
    const double mean = (2.0 * question.winRate - 1.0) * decisive;
    const double ofVote = decisive - mean * mean;
    const double ofPrompt =
        decisive * decisive * question.correlation * 4.0 * question.winRate * (1.0 - question.winRate);
    const auto votes = static_cast<double>(question.votesPerPrompt);
    const boost::math::normal standard;
    const double reach = boost::math::quantile(standard, 1.0 - levelOf(question) / 2.0) +
                         boost::math::quantile(standard, question.power);
    const double variance = ofVote / votes + (votes - 1.0) / votes * ofPrompt;
    return std::max(1.0, variance * std::pow(std::max(0.0, reach) / mean, 2.0));
}

/// The fewest with the wished power; it rises with the prompts but for the noise that all numbers of them share.
std::int64_t fewestPrompts(const SampleSizeQuestion& question, std::int64_t about) {
    const auto isEnough = [&](std::int64_t prompts) { return wilcoxonPower(question, prompts) >= question.power; };
    std::int64_t enough = std::max<std::int64_t>(about, 2);
    while (!isEnough(enough)) {
        enough += enough / 4 + 1;
    }
    std::int64_t tooFew = enough;
    while (tooFew > 1 && isEnough(tooFew)) {
        enough = tooFew;
        tooFew -= tooFew / 8 + 1;
    }
    while (enough - tooFew > 1) {
        const std::int64_t middle = (enough + tooFew) / 2;
        (isEnough(middle) ? enough : tooFew) = middle;
    }
    return enough;
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

double abxPower(std::int64_t trials, double shareRight, double alpha) {
    const std::int64_t right = fewestWins(trials, 2.0 * alpha);
    if (right > trials) {
        return 0.0;
    }
    const Distribution truth(static_cast<double>(trials), shareRight);
    return boost::math::cdf(boost::math::complement(truth, static_cast<double>(right - 1)));
}

std::int64_t neededAbxTrials(double shareRight, std::int64_t comparisons, double power, double alpha) {
    if (!(shareRight > 0.5 && shareRight < 1.0 && power > 0.0 && power < 1.0 && alpha > 0.0 && alpha < 1.0 &&
          comparisons > 0)) {
        throw Error(ErrorKind::BadInput,
                    "The number of ABX trials cannot be planned: it needs a share of right answers above 0.5 and below "
                    "1, and power and level between 0 and 1.");
    }
    const double level = alpha / static_cast<double>(comparisons);
    return fewestVotes(shareRight, power, 2.0 * level,
                       [&](std::int64_t trials) { return abxPower(trials, shareRight, level); });
}

double wilcoxonPower(const SampleSizeQuestion& question, std::int64_t prompts, std::int64_t studies,
                     std::uint64_t seed) {
    requireSense(question);
    std::int64_t found = 0;
    std::vector<double> differences(static_cast<std::size_t>(prompts));
    for (std::int64_t study = 0; study < studies; ++study) {
        Random random(deriveSeed(seed, "planned study", static_cast<std::uint64_t>(study)));
        std::generate(differences.begin(), differences.end(), [&] { return drawPrompt(question, random); });
        found += isFound(differences, levelOf(question)) ? 1 : 0;
    }
    return static_cast<double>(found) / static_cast<double>(studies);
}

SampleSize neededVotes(const SampleSizeQuestion& question) {
    requireSense(question);
    const auto perPrompt = static_cast<double>(question.votesPerPrompt);
    const double decisive = 1.0 - question.tieShare;
    SampleSize size;
    size.independentVotes = independentVotes(question.winRate, question.power, levelOf(question));
    size.designEffect = 1.0 + (perPrompt - 1.0) * decisive * question.correlation;
    const double about = std::ceil(approximatePrompts(question));
    size.simulated = about <= mostSimulatedPrompts;
    size.prompts = static_cast<std::int64_t>(about);
    size.power = question.power;
    if (size.simulated) {
        size.prompts = fewestPrompts(question, size.prompts);
        size.power = wilcoxonPower(question, size.prompts);
    }
    size.votes = size.prompts * question.votesPerPrompt;
    size.decisiveVotes = std::llround(static_cast<double>(size.votes) * decisive);
    return size;
}

}  // namespace musicrl
