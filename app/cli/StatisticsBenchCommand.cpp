// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "tasks/StatisticsBenchTask.h"

namespace musicrl {
namespace {

std::string coverageText(const Json& coverage) {
    std::vector<std::vector<std::string>> rows = {
        {"simulated study", "prompts", "raters", "interval of", "holds the truth %", "mean width", "met"}};
    for (const Json& row : coverage) {
        rows.push_back({row.at("study").get<std::string>(), row.at("prompts").dump(), row.at("raters").dump(),
                        row.at("of").get<std::string>(), fixed(100.0 * row.at("share").get<double>(), 1),
                        fixed(row.at("mean_width").get<double>(), 3), row.at("met").get<bool>() ? "yes" : "no"});
    }
    return tableText(rows);
}

std::string equalityText(const Json& equality) {
    return "Tests: of " + equality.at("studies").dump() + " simulated studies of equal models by " +
           equality.at("raters").dump() + " raters of unlike taste, " + equality.at("found").dump() +
           " found a difference at 5 % (" + fixed(100.0 * equality.at("share").get<double>(), 1) +
           " %; asked: 7 % at most); Wilcoxon's test alone, which speaks of these raters, in " +
           equality.at("found_by_wilcoxon").dump() + ".";
}

std::string sequentialText(const Json& sequential) {
    return "Sequential stop: " + sequential.at("false_stops").dump() + " of " + sequential.at("null_studies").dump() +
           " simulated studies of equal models stopped (" + fixed(100.0 * sequential.at("share").get<double>(), 1) +
           " %; asked: 5 % at most); a win rate of " + fixed(100.0 * sequential.at("win_rate").get<double>(), 0) +
           " % was decided in " + sequential.at("decided").dump() + " of " + sequential.at("unequal_studies").dump() +
           ", half of them after " + sequential.at("median_prompts").dump() + " prompts of three votes, 90 % after " +
           sequential.at("prompts_of_90_percent").dump() + ".";
}

int benchStatistics(const StatisticsBenchConfig& config, const Session& session) {
    Console console(session);
    console.onResult = [&](const ResultRow& row) {
        session.json ? console.print(row.values)
                     : console.print(coverageText(row.values.at("coverage")) + "\nAsked: 93 to 97 % of " +
                                     std::to_string(config.studies) + " simulated studies of each kind.\n" +
                                     equalityText(row.values.at("equality")) + "\n" +
                                     sequentialText(row.values.at("sequential")));
    };
    return console.finish(console.run(makeStatisticsBenchJob(config)));
}

}  // namespace

void addStatisticsBench(CLI::App& bench, Session& session) {
    CLI::App* command = bench.add_subcommand("statistics", "Hold the statistics of studies against simulated studies");
    const auto config = std::make_shared<StatisticsBenchConfig>();
    command->add_option("--studies", config->studies, "Simulated studies of each kind, for the intervals")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("--replicates", config->replicates, "Resamples behind each study's intervals")
        ->check(CLI::Range(100, 1000000))
        ->capture_default_str();
    command->add_option("--null-studies", config->nullStudies, "Simulated studies of equal models")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    command->add_option("--seed", config->seed, "Of the simulations")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback(
        [config, &session] { session.run = [config, &session] { return benchStatistics(*config, session); }; });
}

}  // namespace musicrl
