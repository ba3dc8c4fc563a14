// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Abilities.h"

#include "base/Error.h"
#include "statistics/LinearSystem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace musicrl {
namespace {

constexpr int mostIterations = 200;
constexpr double smallestStep = 1e-11;

using Vector = std::vector<double>;

/// Log-likelihood of the parameters (λ of each model, then log ν), its gradient and the negative of its Hessian.
struct Likelihood {
    double value = 0.0;
    Vector gradient;
    Vector information;  ///< row by row
};

/// Two models met: how often the first won, the second won, they tied.
struct Meeting {
    std::size_t first = 0;
    std::size_t second = 0;
    std::array<double, 3> counts{};
};

/// What the outcomes' log-weights are made of: λi, λj and (λi + λj) / 2 + log ν.
constexpr std::array<std::array<double, 3>, 3> features = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.5, 0.5, 1.0}}};

/// \param own  λi, λj, log ν  \param outcomes  3, or 2 without ties
std::array<double, 3> logProbabilities(const std::array<double, 3>& own, std::size_t outcomes) {
    std::array<double, 3> logWeights{};
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
        logWeights[outcome] = std::inner_product(own.begin(), own.end(), features[outcome].begin(), 0.0);
        largest = std::max(largest, logWeights[outcome]);
    }
    double sum = 0.0;
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
        sum += std::exp(logWeights[outcome] - largest);
    }
    for (double& logWeight : logWeights) {
        logWeight -= largest + std::log(sum);
    }
    return logWeights;
}

/// Adds a meeting, which is multinomial over its outcomes.
void addMeeting(const Meeting& meeting, const Vector& parameters, std::size_t outcomes, Likelihood& likelihood) {
    const std::array<std::size_t, 3> places = {meeting.first, meeting.second, parameters.size() - 1};
    const double total =
        std::accumulate(meeting.counts.begin(), meeting.counts.begin() + static_cast<std::ptrdiff_t>(outcomes), 0.0);
    const double tieTerm = outcomes == 3 ? parameters.back() : 0.0;
    const std::array<double, 3> logs =
        logProbabilities({parameters[places[0]], parameters[places[1]], tieTerm}, outcomes);
    std::array<double, 3> mean{};
    const auto informationAt = [&](std::size_t k, std::size_t l) -> double& {
        return likelihood.information[places[k] * parameters.size() + places[l]];
    };
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
        const double probability = std::exp(logs[outcome]);
        likelihood.value += meeting.counts[outcome] * logs[outcome];
        for (std::size_t k = 0; k < outcomes; ++k) {
            mean[k] += probability * features[outcome][k];
            likelihood.gradient[places[k]] += (meeting.counts[outcome] - total * probability) * features[outcome][k];
            for (std::size_t l = 0; l < outcomes; ++l) {
                informationAt(k, l) += total * probability * features[outcome][k] * features[outcome][l];
            }
        }
    }
    for (std::size_t k = 0; k < outcomes; ++k) {
        for (std::size_t l = 0; l < outcomes; ++l) {
            informationAt(k, l) -= total * mean[k] * mean[l];
        }
    }
}

/// The comparisons as a likelihood of the parameters.
class Model {
public:
    Model(const WinMatrix& matrix, bool hasTies, double pseudoWins)
        : models_(matrix.models()), outcomes_(hasTies ? 3 : 2), pseudoWins_(pseudoWins) {
        for (std::size_t i = 0; i < models_; ++i) {
            for (std::size_t j = i + 1; j < models_; ++j) {
                const double shared = hasTies ? 0.0 : matrix.ties(i, j) / 2.0;
                meetings_.push_back(
                    {i, j, {matrix.wins(i, j) + shared, matrix.wins(j, i) + shared, matrix.ties(i, j)}});
            }
        }
    }

    [[nodiscard]] std::size_t parameterCount() const { return models_ + (outcomes_ == 3 ? 1 : 0); }

    [[nodiscard]] Likelihood at(const Vector& parameters) const {
        const std::size_t count = parameters.size();
        Likelihood likelihood{0.0, Vector(count, 0.0), Vector(count * count, 0.0)};
        for (const Meeting& meeting : meetings_) {
            addMeeting(meeting, parameters, outcomes_, likelihood);
        }
        for (std::size_t i = 0; i < models_; ++i) {
            const double probability = 1.0 / (1.0 + std::exp(-parameters[i]));
            likelihood.value += pseudoWins_ * (parameters[i] - 2.0 * std::log1p(std::exp(parameters[i])));
            likelihood.gradient[i] += pseudoWins_ * (1.0 - 2.0 * probability);
            likelihood.information[i * count + i] += 2.0 * pseudoWins_ * probability * (1.0 - probability);
            // A shift of all worths changes nothing but the pseudo-wins: this pins it without moving the rest.
            for (std::size_t j = 0; pseudoWins_ == 0.0 && j < models_; ++j) {
                likelihood.information[i * count + j] += 1.0;
            }
        }
        return likelihood;
    }

private:
    std::size_t models_;
    std::size_t outcomes_;
    double pseudoWins_;
    std::vector<Meeting> meetings_;
};

/// Newton's method; the log-likelihood is concave, so halving a step that went too far always helps.
Vector mostLikely(const Model& model) {
    Vector parameters(model.parameterCount(), 0.0);
    Likelihood here = model.at(parameters);
    for (int iteration = 0; iteration < mostIterations; ++iteration) {
        const Vector step = solvePositiveDefinite(here.information, here.gradient);
        double length = 1.0;
        Vector next = parameters;
        Likelihood there;
        do {
            for (std::size_t i = 0; i < step.size(); ++i) {
                next[i] = parameters[i] + length * step[i];
            }
            there = model.at(next);
            length /= 2.0;
        } while (!(there.value >= here.value - 1e-9 * std::abs(here.value)) && length > 1e-6);
        parameters = next;
        here = std::move(there);
        if (std::all_of(step.begin(), step.end(), [](double part) { return std::abs(part) < smallestStep; })) {
            return parameters;
        }
    }
    throw Error(ErrorKind::Internal, "The worths of the models could not be fitted to their comparisons.");
}

/// The models that can be reached from the first by going from winners to losers, or the other way.
std::size_t reachedFromFirst(const WinMatrix& matrix, bool tiesConnect, bool backwards) {
    std::vector<bool> reached(matrix.models(), false);
    std::vector<std::size_t> open = {0};
    reached[0] = true;
    std::size_t count = 0;
    while (!open.empty()) {
        const std::size_t from = open.back();
        open.pop_back();
        ++count;
        for (std::size_t to = 0; to < matrix.models(); ++to) {
            const double wins = backwards ? matrix.wins(to, from) : matrix.wins(from, to);
            if (!reached[to] && (wins > 0.0 || (tiesConnect && matrix.ties(from, to) > 0.0))) {
                reached[to] = true;
                open.push_back(to);
            }
        }
    }
    return count;
}

void requireConnected(const WinMatrix& matrix, bool tiesConnect) {
    for (const bool backwards : {false, true}) {
        if (reachedFromFirst(matrix, tiesConnect, backwards) < matrix.models()) {
            throw Error(ErrorKind::BadInput,
                        "The comparisons do not tie all models together: some never won, or never lost, against the "
                        "others. Gather more comparisons, or let pseudo-wins stand in for them.");
        }
    }
}

Abilities abilitiesFrom(Vector parameters, std::size_t models) {
    Abilities abilities;
    abilities.tieFactor = parameters.size() > models ? std::exp(parameters.back()) : 0.0;
    parameters.resize(models);
    const double mean = std::accumulate(parameters.begin(), parameters.end(), 0.0) / static_cast<double>(models);
    for (double& parameter : parameters) {
        parameter -= mean;
    }
    abilities.logWorths = std::move(parameters);
    return abilities;
}

struct Totals {
    double wins = 0.0;
    double ties = 0.0;
};

Totals totalsOf(const WinMatrix& matrix) {
    Totals totals;
    for (std::size_t i = 0; i < matrix.models(); ++i) {
        for (std::size_t j = 0; j < matrix.models(); ++j) {
            totals.wins += matrix.wins(i, j);
            totals.ties += matrix.ties(i, j);
        }
    }
    return totals;
}

}  // namespace

Abilities fitBradleyTerry(const WinMatrix& matrix, double pseudoWins) {
    if (pseudoWins == 0.0) {
        requireConnected(matrix, true);
    }
    return abilitiesFrom(mostLikely(Model(matrix, false, pseudoWins)), matrix.models());
}

Abilities fitDavidson(const WinMatrix& matrix, double pseudoWins) {
    const Totals totals = totalsOf(matrix);
    if (totals.ties == 0.0) {
        return fitBradleyTerry(matrix, pseudoWins);
    }
    if (totals.wins == 0.0) {
        return {Vector(matrix.models(), 0.0), std::numeric_limits<double>::infinity()};
    }
    if (pseudoWins == 0.0) {
        requireConnected(matrix, false);
    }
    return abilitiesFrom(mostLikely(Model(matrix, true, pseudoWins)), matrix.models());
}

}  // namespace musicrl
