// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/AgreementTask.h"

#include "base/Error.h"
#include "base/Json.h"
#include "record/PreferencePair.h"
#include "statistics/RaterReliability.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <tuple>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What was rated on one question.
struct RatedQuestion {
    std::string name;
    std::vector<RatedUnit> units = {};
    std::vector<std::size_t> clusters = {};  ///< of each unit: its line, or its prompt
    bool isOfPairs = false;
    std::vector<std::string> raters = {};  ///< where the file names them
    std::vector<Rating> ratings = {};      ///< of these
};

using RatedFile = std::vector<RatedQuestion>;

std::vector<Json> linesOf(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) {
        throw Error(ErrorKind::NotFound, path.string() + " cannot be read: name a file of ratings (JSON lines).");
    }
    std::vector<Json> lines;
    std::int64_t number = 0;
    for (std::string text; std::getline(file, text);) {
        ++number;
        if (text.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        Json line = Json::parse(text, nullptr, false);
        if (!line.is_object()) {
            throw Error(ErrorKind::BadInput,
                        path.string() + ", line " + std::to_string(number) + ": expected a JSON object on each line.");
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

bool isListOfNumbers(const Json& value) {
    return value.is_array() &&
           std::any_of(value.begin(), value.end(), [](const Json& each) { return each.is_number(); }) &&
           std::all_of(value.begin(), value.end(), [](const Json& each) { return each.is_number() || each.is_null(); });
}

RatedFile listsOf(const std::vector<Json>& lines) {
    std::map<std::string, std::size_t> places;
    RatedFile rated;
    for (const Json& line : lines) {
        for (const auto& [key, value] : line.items()) {
            if (!isListOfNumbers(value)) {
                continue;
            }
            const auto place = places.emplace(key, rated.size());
            if (place.second) {
                rated.push_back({.name = key});
            }
            RatedUnit unit;
            for (const Json& each : value) {
                if (each.is_number()) {
                    unit.push_back(each.get<double>());
                }
            }
            RatedQuestion& question = rated[place.first->second];
            question.clusters.push_back(question.units.size());
            question.units.push_back(std::move(unit));
        }
    }
    return rated;
}

/// How far A was preferred, in whatever unit every pair of the question has.
enum class PairValue { Ratings, Strength, Choice };

bool hasRatings(const PreferencePair& pair) {
    return pair.a.rating && pair.b.rating;
}

bool hasStrength(const PreferencePair& pair) {
    return pair.strength || outcomeOf(pair.label) == 0.5;
}

double valueOf(const PreferencePair& pair, PairValue kind) {
    const double direction = 2.0 * outcomeOf(pair.label).value_or(0.5) - 1.0;
    switch (kind) {
        case PairValue::Ratings:
            return *pair.a.rating - *pair.b.rating;
        case PairValue::Strength:
            return direction == 0.0 ? 0.0 : direction * *pair.strength;
        case PairValue::Choice:
            break;
    }
    return direction;
}

/// Numbers for keys, from 0 in the order in which they come.
template <typename Key>
class Numbers {
public:
    std::size_t operator()(const Key& key) { return numbers_.emplace(key, numbers_.size()).first->second; }

private:
    std::map<Key, std::size_t> numbers_;
};

/// Preferences on one question, seen from the same clip whichever side it was on.
RatedQuestion preferencesOf(const std::string& criterion, const std::vector<const PreferencePair*>& pairs) {
    const auto all = [&](auto&& has) {
        return std::all_of(pairs.begin(), pairs.end(), [&](const PreferencePair* pair) { return has(*pair); });
    };
    const PairValue kind = all(hasRatings)    ? PairValue::Ratings
                           : all(hasStrength) ? PairValue::Strength
                                              : PairValue::Choice;
    Numbers<std::string> raters;
    Numbers<std::string> prompts;
    Numbers<std::tuple<std::string, std::string, std::string>> units;
    RatedQuestion rated{.name = criterion.empty() ? "choice" : criterion, .isOfPairs = true};
    for (const PreferencePair* pair : pairs) {
        const std::string a = pair->a.file.string();
        const std::string b = pair->b.file.string();
        const std::size_t unit = units({pair->prompt, std::min(a, b), std::max(a, b)});
        rated.clusters.resize(std::max(rated.clusters.size(), unit + 1), prompts(pair->prompt));
        const std::size_t rater = raters(pair->rater);
        rated.raters.resize(std::max(rated.raters.size(), rater + 1), pair->rater);
        rated.ratings.push_back({rater, unit, (a <= b ? 1.0 : -1.0) * valueOf(*pair, kind)});
    }
    rated.units = unitsOf(rated.ratings);
    return rated;
}

RatedFile choicesOf(const std::vector<PreferencePair>& pairs) {
    std::map<std::string, std::vector<const PreferencePair*>> byCriterion;
    for (const PreferencePair& pair : pairs) {
        if (outcomeOf(pair.label)) {
            byCriterion[pair.criterion].push_back(&pair);
        }
    }
    RatedFile rated;
    for (const auto& [criterion, each] : byCriterion) {
        rated.push_back(preferencesOf(criterion, each));
    }
    return rated;
}

RatedFile readRatings(const std::filesystem::path& path) {
    const std::vector<Json> lines = linesOf(path);
    const bool isPairs = !lines.empty() && lines.front().contains("label") && lines.front().contains("clip_a");
    RatedFile rated = isPairs ? choicesOf(readPreferencePairs(path)) : listsOf(lines);
    if (rated.empty()) {
        throw Error(ErrorKind::BadInput,
                    path.string() +
                        " holds no ratings: expected preference pairs, or lines with a list of "
                        "numbers under a key, such as {\"clip\": \"a.flac\", \"quality\": [4, 5, 3]}.");
    }
    return rated;
}

Json toJson(const Estimate& estimate) {
    return {{"value", estimate.value}, {"low", estimate.interval.low}, {"high", estimate.interval.high}};
}

/// The standard deviation of single ratings about their unit's mean.
double deviationWithin(const std::vector<RatedUnit>& units) {
    double square = 0.0;
    double degrees = 0.0;
    for (const RatedUnit& unit : units) {
        double sum = 0.0;
        for (const double value : unit) {
            sum += value;
        }
        for (const double value : unit) {
            square += std::pow(value - sum / static_cast<double>(unit.size()), 2.0);
        }
        degrees += unit.empty() ? 0.0 : static_cast<double>(unit.size()) - 1.0;
    }
    return std::sqrt(square / degrees);
}

Estimate alphaOfUnits(std::span<const RatedUnit> units, std::span<const std::size_t> clusters, Measurement measurement,
                      const BootstrapConfig& config) {
    return krippendorffAlpha(units, clusters, measurement, config);
}

Json questionJson(const RatedQuestion& question, const BootstrapConfig& bootstrap) {
    std::vector<ClusterSums> sums;
    double ratings = 0.0;
    for (const RatedUnit& unit : question.units) {
        ClusterSums sum;
        for (const double value : unit) {
            sum = {sum.numerator + value, sum.denominator + 1.0};
        }
        ratings += sum.denominator;
        sums.push_back(sum);
    }
    const auto alpha = [&](Measurement measurement) {
        const auto& alphaOf = question.isOfPairs ? krippendorffAlphaOfPairs : alphaOfUnits;
        return toJson(alphaOf(question.units, question.clusters, measurement, bootstrap));
    };
    const Estimate nothing{nan, {nan, nan}};  // which clip of a pair comes first means nothing
    return {{"question", question.name},
            {"units", question.units.size()},
            {"ratings", static_cast<std::int64_t>(ratings)},
            {"mean", toJson(question.isOfPairs ? nothing : clusteredRatio(sums, bootstrap))},
            {"single_deviation", deviationWithin(question.units)},
            {"alpha",
             {{"nominal", alpha(Measurement::Nominal)},
              {"ordinal", alpha(Measurement::Ordinal)},
              {"interval", alpha(Measurement::Interval)}}}};
}

void addRaters(const RatedQuestion& question, Json& rows) {
    const RatedAs ratedAs = question.isOfPairs ? RatedAs::Pairs : RatedAs::Single;
    for (const RaterReliability& rater : raterReliabilities(question.ratings, Measurement::Ordinal, ratedAs)) {
        rows.push_back({{"question", question.name},
                        {"rater", question.raters[rater.rater]},
                        {"ratings", rater.ratings},
                        {"shared", rater.shared},
                        {"correlation", rater.correlation},
                        {"agreement", rater.agreement},
                        {"alpha_without", rater.alphaWithout}});
    }
}

void measureAgreement(const AgreementConfig& config, const JobContext& context) {
    const RatedFile rated = readRatings(config.ratings);
    Json questions = Json::array();
    Json raters = Json::array();
    for (const RatedQuestion& question : rated) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(questions.size()), static_cast<std::int64_t>(rated.size()),
                                 "agreement on " + question.name});
        questions.push_back(questionJson(question, config.bootstrap));
        addRaters(question, raters);
    }
    const bool isOfPairs = rated.front().isOfPairs;
    context.publish(ResultRow{"agreement",
                              {{"file", config.ratings.string()},
                               {"questions", std::move(questions)},
                               {"raters", std::move(raters)},
                               {"resampled", isOfPairs ? "prompts" : "units"},
                               {"bootstrap",
                                {{"replicates", config.bootstrap.replicates},
                                 {"confidence", config.bootstrap.confidence},
                                 {"seed", config.bootstrap.seed}}}}});
}

}  // namespace

Job makeAgreementJob(AgreementConfig config) {
    return [config = std::move(config)](const JobContext& context) { measureAgreement(config, context); };
}

}  // namespace musicrl
