// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "tasks/PretrainTask.h"

namespace musicrl {
namespace {

/// Only what was measured on held-out data is worth a line; the rest is in each part's metrics.jsonl.
std::string heldOutText(const MetricRow& row) {
    std::string text;
    for (const auto& [name, value] : row.values.items()) {
        if (name.rfind("heldout/", 0) == 0) {
            text += "  " + name.substr(8) + " " + value.dump();
        }
    }
    return text.empty() ? text : "step " + std::to_string(row.step) + ", held out:" + text;
}

int pretrain(const PretrainConfig& config, const Session& session) {
    Console console(session);
    Json parts = Json::array();
    console.onMetrics = [&](const MetricRow& row) {
        if (const std::string text = heldOutText(row); !text.empty()) {
            console.say(text);
        }
    };
    console.onFile = [&](const FileWritten& file) {
        if (file.kind == "part") {
            parts.push_back(file.path.string());
            if (!session.json) {
                console.print(file.path.string());
            }
        }
    };
    const JobOutcome outcome = console.run(makePretrainJob(config));
    if (session.json && outcome.ending != JobEnding::Failed) {
        console.print(Json{{"model", config.modelFolder.string()}, {"trained", parts}});
    }
    return console.finish(outcome, "Run the same command again to go on.");
}

}  // namespace

void addPretrainCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("pretrain", "Train the parts of a model on a corpus; goes on where it was stopped");
    const auto config = std::make_shared<PretrainConfig>();
    command->add_option("--corpus", config->corpusFolder, "Folder with audio/ and corpus.csv")->required();
    command->add_option("--out", config->modelFolder, "The model's folder")->required();
    command->add_option("--work", config->workFolder, "Folder for checkpoints and metrics; default: the model's folder with -work added");
    command->add_option("--parts", config->parts, "Which parts, with commas between: codec, mulan, quality, semantic, language, fine; default: all")
        ->delimiter(',');
    command->add_option("--settings", config->settings, "TOML file with a table per part; default: those of the demo model");
    command->add_option("--seed", config->seed, "Seed")->check(CLI::NonNegativeNumber)->capture_default_str();
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, &session] {
        session.run = [config, &session] {
            if (config->workFolder.empty()) {
                config->workFolder = (config->modelFolder / "").parent_path().string() + "-work";
            }
            return pretrain(*config, session);
        };
    });
}

}  // namespace musicrl
