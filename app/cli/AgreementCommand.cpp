// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "tasks/AgreementTask.h"

#include <limits>

namespace musicrl {
namespace {

std::string numberText(const Json& value, int decimals) {
    return fixed(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN(), decimals);
}

/// Such as "0.31 (0.29 to 0.33)".
std::string estimateText(const Json& estimate, int decimals) {
    return numberText(estimate.at("value"), decimals) + " (" + numberText(estimate.at("low"), decimals) + " to " +
           numberText(estimate.at("high"), decimals) + ")";
}

std::string questionsText(const Json& questions) {
    std::vector<std::vector<std::string>> rows = {
        {"question", "units", "ratings", "mean", "SD in a unit", "alpha, ordinal", "alpha, interval"}};
    for (const Json& question : questions) {
        const Json& alpha = question.at("alpha");
        rows.push_back({question.at("question").get<std::string>(), question.at("units").dump(),
                        question.at("ratings").dump(), estimateText(question.at("mean"), 2),
                        numberText(question.at("single_deviation"), 2), estimateText(alpha.at("ordinal"), 3),
                        estimateText(alpha.at("interval"), 3)});
    }
    return tableText(rows);
}

std::string ratersText(const Json& raters) {
    std::vector<std::vector<std::string>> rows = {{"question", "rater", "ratings", "shared",
                                                   "correlation with the others", "the same answer %",
                                                   "alpha without"}};
    for (const Json& rater : raters) {
        const Json& agreement = rater.at("agreement");
        rows.push_back({rater.at("question").get<std::string>(), rater.at("rater").get<std::string>(),
                        rater.at("ratings").dump(), rater.at("shared").dump(), numberText(rater.at("correlation"), 2),
                        agreement.is_number() ? fixed(100.0 * agreement.get<double>(), 1) : numberText(agreement, 1),
                        numberText(rater.at("alpha_without"), 3)});
    }
    return tableText(rows);
}

int agreement(const AgreementConfig& config, const Session& session) {
    Console console(session);
    Json report;
    console.onResult = [&](const ResultRow& row) { report = row.values; };
    const JobOutcome outcome = console.run(makeAgreementJob(config));
    if (outcome.ending == JobEnding::Succeeded && session.json) {
        console.print(report);
    } else if (outcome.ending == JobEnding::Succeeded) {
        console.print(questionsText(report.at("questions")) +
                      (report.at("raters").empty() ? "" : "\n" + ratersText(report.at("raters"))) +
                      "\nKrippendorff's alpha: 1 full agreement, 0 chance. In brackets, intervals at " +
                      fixed(100.0 * config.bootstrap.confidence, 0) + " % from resampling " +
                      report.at("resampled").get<std::string>() + ".");
    }
    return console.finish(outcome);
}

}  // namespace

void addAgreementCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("agreement", "Say how far raters agree: Krippendorff's alpha and more");
    const auto config = std::make_shared<AgreementConfig>();
    command
        ->add_option("ratings", config->ratings,
                     "Preference pairs, or JSON lines with a list of numbers for each question")
        ->required();
    command->add_option("--confidence", config->bootstrap.confidence, "Of the intervals")
        ->check(CLI::Range(0.5, 0.999))
        ->capture_default_str();
    command->add_option("--replicates", config->bootstrap.replicates, "Resamples behind the intervals")
        ->check(CLI::Range(100, 1000000))
        ->capture_default_str();
    command->add_option("--seed", config->bootstrap.seed, "Seed of the resamples")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback([config, &session] { session.run = [config, &session] { return agreement(*config, session); }; });
}

}  // namespace musicrl
