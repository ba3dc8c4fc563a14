// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/CompareTask.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Json.h"
#include "record/Csv.h"
#include "record/PreferencePair.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace musicrl {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The pairs as numbers.
struct Judgements {
    std::vector<std::string> models;
    std::size_t prompts = 0;
    std::size_t raters = 0;
    std::vector<Comparison> comparisons;
    std::int64_t withoutChoice = 0;  ///< BOTH_BAD, CANNOT_JUDGE
    std::int64_t withoutModels = 0;  ///< clips of unknown make, or of the same one
};

/// Names by their share of wins, the highest first.
std::vector<std::string> modelsByWins(const std::vector<PreferencePair>& pairs) {
    std::map<std::string, std::pair<double, double>> sums;  // wins, comparisons
    for (const PreferencePair& pair : pairs) {
        const double outcome = *outcomeOf(pair.label);
        sums[pair.a.generator].first += outcome;
        sums[pair.a.generator].second += 1.0;
        sums[pair.b.generator].first += 1.0 - outcome;
        sums[pair.b.generator].second += 1.0;
    }
    std::vector<std::string> names;
    for (const auto& [name, sum] : sums) {
        names.push_back(name);
    }
    const auto share = [&](const std::string& name) { return sums.at(name).first / sums.at(name).second; };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return share(a) > share(b); });
    return names;
}

/// Above 0 for A. \return NaN where only the choice is known
double gradeOf(const PreferencePair& pair) {
    const double direction = 2.0 * outcomeOf(pair.label).value_or(0.5) - 1.0;
    return direction == 0.0 ? 0.0 : direction * pair.strength.value_or(unknown);
}

Judgements judgementsOf(std::vector<PreferencePair> pairs) {
    Judgements judgements;
    judgements.withoutChoice =
        std::erase_if(pairs, [](const PreferencePair& pair) { return !outcomeOf(pair.label).has_value(); });
    judgements.withoutModels = std::erase_if(pairs, [](const PreferencePair& pair) {
        return pair.a.generator.empty() || pair.b.generator.empty() || pair.a.generator == pair.b.generator;
    });
    judgements.models = modelsByWins(pairs);
    const auto indexOf = [&](const std::string& name) {
        const auto found = std::find(judgements.models.begin(), judgements.models.end(), name);
        return static_cast<std::size_t>(found - judgements.models.begin());
    };
    std::map<std::string, std::size_t> prompts;
    std::map<std::string, std::size_t> raters;
    for (const PreferencePair& pair : pairs) {
        const std::size_t prompt = prompts.emplace(pair.prompt, prompts.size()).first->second;
        const std::size_t rater = raters.emplace(pair.rater, raters.size()).first->second;
        judgements.comparisons.push_back({indexOf(pair.a.generator), indexOf(pair.b.generator), prompt,
                                          *outcomeOf(pair.label), pair.a.rating.value_or(unknown),
                                          pair.b.rating.value_or(unknown), rater, gradeOf(pair)});
    }
    judgements.prompts = prompts.size();
    judgements.raters = raters.size();
    return judgements;
}

Judgements readJudgements(const CompareConfig& config) {
    std::vector<PreferencePair> pairs = readPreferencePairs(config.pairs);
    if (!config.rater.empty()) {
        std::erase_if(pairs, [&](const PreferencePair& pair) { return pair.rater != config.rater; });
    }
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, config.pairs.string() + " has no pair judged by \"" + config.rater + "\".");
    }
    Judgements judgements = judgementsOf(std::move(pairs));
    if (judgements.comparisons.empty()) {
        throw Error(ErrorKind::BadInput,
                    config.pairs.string() +
                        " compares no two models: each pair needs generator_a and generator_b, two "
                        "different ones, and the label A, B or TIE.");
    }
    return judgements;
}

Json toJson(const Estimate& estimate) {
    return {{"value", estimate.value}, {"low", estimate.interval.low}, {"high", estimate.interval.high}};
}

Json modelsJson(const Judgements& judgements, const HeadToHead& result) {
    Json models = Json::array();
    for (std::size_t i = 0; i < result.models.size(); ++i) {
        const ModelStanding& model = result.models[i];
        models.push_back({{"name", judgements.models[i]},
                          {"comparisons", model.comparisons},
                          {"wins", model.wins},
                          {"mean_score", toJson(model.meanScore)},
                          {"bradley_terry", toJson(model.bradleyTerry)},
                          {"davidson", toJson(model.davidson)}});
    }
    return models;
}

Json pairsJson(const Judgements& judgements, const HeadToHead& result) {
    Json pairs = Json::array();
    for (const PairStanding& pair : result.pairs) {
        pairs.push_back({{"first", judgements.models[pair.first]},
                         {"second", judgements.models[pair.second]},
                         {"wins", pair.counts.wins},
                         {"ties", pair.counts.ties},
                         {"losses", pair.counts.losses},
                         {"win_rate", toJson(pair.winRate)},
                         {"difference", textOf(pair.difference)},
                         {"test", toJson(pair.test)},
                         {"outcome_test", toJson(pair.outcomeTest)}});
    }
    return pairs;
}

Json winsJson(const HeadToHead& result) {
    Json rows = Json::array();
    for (std::size_t winner = 0; winner < result.wins.models(); ++winner) {
        Json row = Json::array();
        for (std::size_t loser = 0; loser < result.wins.models(); ++loser) {
            row.push_back(static_cast<std::int64_t>(result.wins.wins(winner, loser)));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Json reportOf(const CompareConfig& config, const Judgements& judgements, const HeadToHead& result) {
    const BootstrapConfig& bootstrap = config.test.bootstrap;
    return {{"format", 1},
            {"pairs_file", config.pairs.string()},
            {"judgements", judgements.comparisons.size()},
            {"without_choice", judgements.withoutChoice},
            {"without_models", judgements.withoutModels},
            {"prompts", judgements.prompts},
            {"raters", judgements.raters},
            {"resampled", result.resampling == Resampling::Prompts ? "prompts" : "prompts and raters"},
            {"test_unit", config.test.unit == TestUnit::Prompt ? "prompt" : "judgement"},
            {"bootstrap",
             {{"replicates", bootstrap.replicates}, {"confidence", bootstrap.confidence}, {"seed", bootstrap.seed}}},
            {"models", modelsJson(judgements, result)},
            {"pairs", pairsJson(judgements, result)},
            {"tie_factor", toJson(result.tieFactor)},
            {"strengths", textOf(result.groups, judgements.models)},
            {"win_matrix", winsJson(result)}};
}

/// The objects of an array as a table: a column for each value, "win_rate.low" for the value "low" of the object
/// "win_rate".
CsvTable tableOf(const Json& objects) {
    CsvTable table;
    for (const Json& object : objects) {
        const Json values = object.flatten();
        std::vector<std::string> row;
        for (const auto& [pointer, value] : values.items()) {
            if (table.rows.empty()) {
                std::string column = pointer.substr(1);
                std::replace(column.begin(), column.end(), '/', '.');
                table.columns.push_back(column);
            }
            const bool isEmpty = value.is_null() || (value.is_number_float() && !std::isfinite(value.get<double>()));
            row.push_back(isEmpty ? "" : value.is_string() ? value.get<std::string>() : value.dump());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

void write(const std::filesystem::path& path, const std::string& content, const JobContext& context) {
    writeFileAtomically(path, content);
    context.publish(FileWritten{path, "table"});
}

void compare(const CompareConfig& config, const JobContext& context) {
    const Judgements judgements = readJudgements(config);
    context.publish(Progress{0, 0, "comparing " + std::to_string(judgements.models.size()) + " models"});
    const HeadToHead result = compareModels(judgements.models.size(), judgements.comparisons, config.test);
    const Json report = reportOf(config, judgements, result);
    if (!config.outFolder.empty()) {
        write(config.outFolder / "comparison.json", report.dump(2) + "\n", context);
        write(config.outFolder / "models.csv", csvText(tableOf(report.at("models"))), context);
        write(config.outFolder / "pairs.csv", csvText(tableOf(report.at("pairs"))), context);
    }
    context.publish(ResultRow{"comparison", report});
}

}  // namespace

Job makeCompareJob(CompareConfig config) {
    return [config = std::move(config)](const JobContext& context) { compare(config, context); };
}

}  // namespace musicrl
