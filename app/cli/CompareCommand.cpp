// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "tasks/CompareTask.h"

#include <cmath>
#include <limits>
#include <map>

namespace musicrl {
namespace {

std::string countText(const Json& object, const char* key) {
    return std::to_string(object.at(key).get<std::int64_t>());
}

double numberOf(const Json& value) {
    return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

/// Such as "3.54 (3.41 to 3.67)".
std::string estimateText(const Json& estimate, int decimals, double factor = 1.0) {
    const double value = numberOf(estimate.at("value"));
    if (!std::isfinite(value)) {
        return fixed(value, decimals);
    }
    if (!std::isfinite(numberOf(estimate.at("low")))) {
        return fixed(factor * value, decimals) + " (no interval)";
    }
    return fixed(factor * value, decimals) + " (" + fixed(factor * numberOf(estimate.at("low")), decimals) + " to " +
           fixed(factor * numberOf(estimate.at("high")), decimals) + ")";
}

std::string pValueText(const Json& value) {
    const double p = numberOf(value);
    return p < 0.0001 ? "< 0.0001" : fixed(p, 4);
}

std::string modelsText(const Json& models) {
    std::vector<std::vector<std::string>> rows = {
        {"model", "comparisons", "wins", "mean score", "log worth (Davidson)"}};
    for (const Json& model : models) {
        rows.push_back({model.at("name").get<std::string>(), countText(model, "comparisons"), countText(model, "wins"),
                        estimateText(model.at("mean_score"), 2), estimateText(model.at("davidson"), 2)});
    }
    return tableText(rows);
}

std::string pairsText(const Json& pairs) {
    std::vector<std::vector<std::string>> rows = {
        {"pair", "win", "tie", "loss", "win rate %", "mean difference", "p", "p (Holm)"}};
    for (const Json& pair : pairs) {
        const Json& test = pair.at("test");
        rows.push_back({pair.at("first").get<std::string>() + " vs " + pair.at("second").get<std::string>(),
                        countText(pair, "wins"), countText(pair, "ties"), countText(pair, "losses"),
                        estimateText(pair.at("win_rate"), 1, 100.0), estimateText(test.at("mean"), 2),
                        pValueText(test.at("p")), pValueText(test.at("p_holm"))});
    }
    return tableText(rows);
}

std::string footText(const Json& report) {
    return countText(report, "judgements") + " judgements of " + countText(report, "prompts") +
           " prompts; in brackets, intervals at " +
           fixed(100.0 * report.at("bootstrap").at("confidence").get<double>(), 0) + " % from resampling " +
           report.at("resampled").get<std::string>() + ". " +
           (report.at("strengths") == "" ? "" : report.at("strengths").get<std::string>() + " ") +
           (report.at("test_unit") == "prompt" && report.at("resampled") != "prompts"
                ? "The test is Student's t with variances by prompt and rater: it speaks of other raters too."
            : report.at("test_unit") == "prompt"
                ? "The test is Wilcoxon's on the mean difference of each prompt: it speaks of these raters."
                : "The test takes every judgement by itself.") +
           " Left out: " + countText(report, "without_choice") + " without a choice, " +
           countText(report, "without_models") + " without two models.";
}

int compare(const CompareConfig& config, const Session& session) {
    Console console(session);
    Json report;
    console.onResult = [&](const ResultRow& row) { report = row.values; };
    const JobOutcome outcome = console.run(makeCompareJob(config));
    if (outcome.ending == JobEnding::Succeeded && session.json) {
        console.print(report);
    } else if (outcome.ending == JobEnding::Succeeded) {
        console.print(modelsText(report.at("models")) + "\n" + pairsText(report.at("pairs")) + "\n" + footText(report));
    }
    return console.finish(outcome);
}

}  // namespace

void addCompareCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("compare", "Compare models by judged pairs: wins, scores, significance");
    const auto config = std::make_shared<CompareConfig>();
    command->add_option("pairs", config->pairs, "Preference pairs (JSON lines) with generator_a and generator_b")
        ->required();
    command->add_option("--out", config->outFolder, "Folder for comparison.json, models.csv and pairs.csv");
    command->add_option("--rater", config->rater, "Only this rater's pairs");
    command->add_option("--test-unit", config->test.unit, "What the test takes as independent: prompt or judgement")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, TestUnit>{{"prompt", TestUnit::Prompt}, {"judgement", TestUnit::Judgement}}));
    BootstrapConfig& bootstrap = config->test.bootstrap;
    command->add_option("--confidence", bootstrap.confidence, "Of the intervals")
        ->check(CLI::Range(0.5, 0.999))
        ->capture_default_str();
    command->add_option("--replicates", bootstrap.replicates, "Resamples behind the intervals")
        ->check(CLI::Range(100, 1000000))
        ->capture_default_str();
    command->add_option("--seed", bootstrap.seed, "Seed of the resamples")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback([config, &session] { session.run = [config, &session] { return compare(*config, session); }; });
}

}  // namespace musicrl
