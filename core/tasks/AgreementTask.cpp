// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/AgreementTask.h"

#include "base/Error.h"
#include "base/Json.h"
#include "record/PreferencePair.h"
#include "statistics/RaterReliability.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <tuple>

namespace musicrl {
namespace {

/// What was rated on one question.
struct RatedQuestion {
    std::string name;
    std::vector<RatedUnit> units;
};

struct RatedFile {
    std::vector<RatedQuestion> questions;
    std::vector<std::string> raters;  ///< where the file names them
    std::vector<Rating> ratings;      ///< of these
};

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
            const auto place = places.emplace(key, rated.questions.size());
            if (place.second) {
                rated.questions.push_back({key, {}});
            }
            RatedUnit unit;
            for (const Json& each : value) {
                if (each.is_number()) {
                    unit.push_back(each.get<double>());
                }
            }
            rated.questions[place.first->second].units.push_back(std::move(unit));
        }
    }
    return rated;
}

/// Choices as -1, 0 and 1, seen from the same clip whichever side it was on.
RatedFile choicesOf(const std::vector<PreferencePair>& pairs) {
    std::map<std::string, std::size_t> raters;
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> units;
    RatedFile rated;
    for (const PreferencePair& pair : pairs) {
        const std::optional<double> outcome = outcomeOf(pair.label);
        if (!outcome) {
            continue;
        }
        const std::string a = pair.a.file.string();
        const std::string b = pair.b.file.string();
        const std::size_t unit =
            units.emplace(std::tuple(pair.criterion, pair.prompt, std::min(a, b), std::max(a, b)), units.size())
                .first->second;
        const auto rater = raters.emplace(pair.rater, raters.size());
        if (rater.second) {
            rated.raters.push_back(pair.rater);
        }
        rated.ratings.push_back({rater.first->second, unit, (a <= b ? 1.0 : -1.0) * (2.0 * *outcome - 1.0)});
    }
    rated.questions.push_back({"choice", unitsOf(rated.ratings)});
    return rated;
}

RatedFile readRatings(const std::filesystem::path& path) {
    const std::vector<Json> lines = linesOf(path);
    const bool isPairs = !lines.empty() && lines.front().contains("label") && lines.front().contains("clip_a");
    RatedFile rated = isPairs ? choicesOf(readPreferencePairs(path)) : listsOf(lines);
    if (rated.questions.empty()) {
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
        return toJson(krippendorffAlpha(question.units, measurement, bootstrap));
    };
    return {{"question", question.name},
            {"units", question.units.size()},
            {"ratings", static_cast<std::int64_t>(ratings)},
            {"mean", toJson(clusteredRatio(sums, bootstrap))},
            {"single_deviation", deviationWithin(question.units)},
            {"alpha",
             {{"nominal", alpha(Measurement::Nominal)},
              {"ordinal", alpha(Measurement::Ordinal)},
              {"interval", alpha(Measurement::Interval)}}}};
}

Json ratersJson(const RatedFile& rated) {
    Json rows = Json::array();
    for (const RaterReliability& rater : raterReliabilities(rated.ratings, Measurement::Ordinal)) {
        rows.push_back({{"rater", rated.raters[rater.rater]},
                        {"ratings", rater.ratings},
                        {"shared", rater.shared},
                        {"correlation", rater.correlation},
                        {"agreement", rater.agreement},
                        {"alpha_without", rater.alphaWithout}});
    }
    return rows;
}

void measureAgreement(const AgreementConfig& config, const JobContext& context) {
    const RatedFile rated = readRatings(config.ratings);
    Json questions = Json::array();
    for (const RatedQuestion& question : rated.questions) {
        context.throwIfStopped();
        context.publish(Progress{static_cast<std::int64_t>(questions.size()),
                                 static_cast<std::int64_t>(rated.questions.size()), "agreement on " + question.name});
        questions.push_back(questionJson(question, config.bootstrap));
    }
    context.publish(ResultRow{"agreement",
                              {{"file", config.ratings.string()},
                               {"questions", std::move(questions)},
                               {"raters", ratersJson(rated)},
                               {"resampled", "units"},
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
