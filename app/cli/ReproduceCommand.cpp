// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "Figures.h"
#include "TextTable.h"
#include "tasks/ReproduceTask.h"
#include "tasks/reproduce/ReproduceSettings.h"

namespace musicrl {
namespace {

std::string planText(const Json& plan) {
    std::vector<std::vector<std::string>> rows = {{"stage", "estimate", ""}};
    for (const Json& stage : plan.at("stages")) {
        rows.push_back({stage.at("name").get<std::string>(), clockText(stage.at("seconds").get<double>()),
                        stage.at("done").get<bool>() ? "done" : ""});
    }
    const auto seconds = [&](const char* key) { return clockText(plan.at(key).get<double>()); };
    return tableText(rows) + "Time budget, from a short measurement of this machine: " + seconds("seconds") +
           ", of which to come: " + seconds("remaining_seconds");
}

std::string stageText(const Json& stage) {
    return stage.at("name").get<std::string>() + " done in " + clockText(stage.at("seconds").get<double>()) + ", " +
           fixed(stage.at("peak_memory_bytes").get<double>() / 1e9, 2) + " GB at most";
}

std::string claimsText(const std::string& title, const Json& claims) {
    std::vector<std::vector<std::string>> rows = {{title, "verdict"}};
    for (const Json& claim : claims) {
        const std::string ours = claim.at("ours").get<std::string>();
        rows.push_back({claim.at("claim").get<std::string>() + (ours.empty() ? "" : ": " + ours),
                        claim.at("verdict").get<std::string>()});
    }
    return tableText(rows);
}

std::string reportText(const Json& report) {
    return claimsText("asked for", report.at("targets")) + "\n" +
           claimsText("shape of the paper's", report.at("shape")) + "\nReport   " +
           report.at("report").get<std::string>() +
           (report.at("figures_drawn").get<bool>() ? ""
                                                   : "\nFigures  as numbers alone: musicrl-workbench, which draws "
                                                     "them, is neither beside this program nor in PATH");
}

int reproduce(const ReproduceConfig& config, const Session& session) {
    Console console(session);
    Json last;
    console.onResult = [&](const ResultRow& row) {
        if (row.kind == "plan") {
            console.say(planText(row.values));
        } else if (row.kind == "stage") {
            console.say(stageText(row.values));
        }
        if (row.kind != "stage") {
            last = row.values;
        }
    };
    const JobOutcome outcome = console.run(makeReproduceJob(config));
    if (outcome.ending == JobEnding::Succeeded && session.json) {
        console.print(last);
    } else if (outcome.ending == JobEnding::Succeeded && !config.planOnly) {
        console.print(reportText(last));
    }
    return console.finish(outcome, "The same command goes on where it was.");
}

}  // namespace

void addReproduceCommand(CLI::App& app, Session& session) {
    CLI::App* command =
        app.add_subcommand("reproduce", "The paper's whole method, with simulated raters, and a report");
    const auto config = std::make_shared<ReproduceConfig>();
    const auto scale = std::make_shared<std::string>("demo");
    command->add_option("--out", config->outFolder, "Folder for everything; goes on with what it already has")
        ->required();
    CLI::Option* scaleOption =
        command
            ->add_option("--scale", *scale,
                         "short: about two hours on one core; demo: some five; full: the paper's, for GPUs")
            ->capture_default_str();
    command->add_option("--settings", config->settings, "TOML file in the place of a scale's")->excludes(scaleOption);
    command->add_flag("--with-joint", config->withJoint,
                      "Also all three rewards at once, which the paper argues against");
    command->add_flag("--plan", config->planOnly, "Measure this machine, tell the time budget, and end");
    command->add_option("--model", config->model, "Name or folder of the model; default: the settings'");
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1; default: the settings'");
    command->callback([config, scale, &session] {
        session.run = [config, scale, &session] {
            ReproduceConfig chosen = *config;
            chosen.settings = chosen.settings.empty() ? scaleFile(*scale) : chosen.settings;
            chosen.drawFigures = drawReportFigures;
            return reproduce(chosen, session);
        };
    });
}

}  // namespace musicrl
