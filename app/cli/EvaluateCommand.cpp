// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "tasks/EvaluateTask.h"

#include <limits>

namespace musicrl {
namespace {

/// "0.412 ± 0.006"; empty where a run has no such value.
std::string meanText(const Json& row, const std::string& name, int decimals) {
    if (!row.contains(name)) {
        return {};
    }
    const auto number = [&](const std::string& key) {
        return row.at(key).is_number() ? row.at(key).get<double>() : std::numeric_limits<double>::quiet_NaN();
    };
    return fixed(number(name), decimals) + " ± " + fixed(number(name + "_se"), decimals);
}

std::string tableOf(const Json& rows) {
    std::vector<std::vector<std::string>> table = {{"step", "clips", "KL (nats)", "MOS", "MuLan", "preference"}};
    for (const Json& row : rows) {
        table.push_back({row.at("step").dump(), row.at("clips").dump(), meanText(row, "kl", 2),
                         meanText(row, "quality", 2), meanText(row, "mulan", 3), meanText(row, "preference", 2)});
    }
    return tableText(table);
}

int evaluate(const EvaluateConfig& config, const Session& session) {
    Console console(session);
    Json rows = Json::array();
    console.onResult = [&](const ResultRow& row) { rows.push_back(row.values); };
    const JobOutcome outcome = console.run(makeEvaluateJob(config));
    if (outcome.ending == JobEnding::Succeeded && session.json) {
        console.print(rows);
    } else if (outcome.ending == JobEnding::Succeeded) {
        console.print(tableOf(rows));
    }
    return console.finish(outcome, "The same command goes on where it was.");
}

}  // namespace

void addEvaluateCommand(CLI::App& app, Session& session) {
    CLI::App* command =
        app.add_subcommand("evaluate", "Measure a run's checkpoints on prompts that it was not trained on");
    const auto config = std::make_shared<EvaluateConfig>();
    command->add_option("--run", config->runFolder, "The run's folder")->required();
    command->add_option("--prompts", config->prompts, "File of prompts; default: the project's 101");
    command->add_option("--count", config->promptCount, "So many of the prompts, taken evenly; 0: all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--clips", config->clipsPerPrompt, "Clips a prompt, with seeds of their own")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--step", config->steps, "Only these steps' checkpoints; 0: where the run started");
    command->add_option("--preference", config->preferenceModel,
                        "Folder of a preference model; default: the run's own");
    command->add_option("--batch", config->batchClips, "Clips made at a time")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    command->add_option("--seed", config->seed, "Seed of the clips, the same for every checkpoint")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, &session] { session.run = [config, &session] { return evaluate(*config, session); }; });
}

}  // namespace musicrl
