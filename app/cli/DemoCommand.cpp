// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "Figures.h"
#include "TextTable.h"
#include "tasks/DemoTask.h"

#include <limits>

namespace musicrl {
namespace {

/// What the demo's job found out.
struct DemoResult {
    Json comparisons = Json::array();
    Json summary;
};

std::string number(const Json& scores, const char* term, int decimals) {
    const Json& value = scores.at(term);
    return fixed(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN(), decimals);
}

std::vector<std::string> tableRow(const std::string& name, const Json& row) {
    const Json& base = row.at("base");
    const Json& tuned = row.at("tuned");
    return {name,
            number(base, "mulan", 3), number(tuned, "mulan", 3),
            number(base, "quality", 2), number(tuned, "quality", 2),
            number(base, "scores", 3), number(tuned, "scores", 3)};
}

std::string comparisonTable(const DemoResult& result) {
    std::vector<std::vector<std::string>> rows = {
        {"prompt", "MuLan base", "tuned", "MOS base", "tuned", "mix base", "tuned"}};
    for (const Json& comparison : result.comparisons) {
        rows.push_back(tableRow(comparison.at("prompt").get<std::string>(), comparison));
    }
    rows.push_back(tableRow("mean of " + result.summary.at("clips").dump(), result.summary));
    return tableText(rows);
}

/// "MOS +0.41 ± 0.09".
std::string gainText(const std::string& name, const Json& gain, int decimals) {
    const double mean = gain.at("mean").get<double>();
    const Json& error = gain.at("standard_error");
    return name + (mean < 0.0 ? " " : " +") + fixed(mean, decimals) +
           (error.is_number() ? " ± " + fixed(error.get<double>(), decimals) : "");
}

std::string gainLine(const Json& summary) {
    const Json& gain = summary.at("gain");
    return "Gain     " + gainText("MuLan", gain.at("mulan"), 3) + ", " + gainText("MOS", gain.at("quality"), 2) + ", " +
           gainText("mix", gain.at("scores"), 3) + " (mean of " + summary.at("clips").dump() +
           " pairs and its standard error)\n";
}

std::string whereText(const DemoConfig& config, const std::vector<std::filesystem::path>& figures) {
    const std::filesystem::path& out = config.outFolder;
    std::string text = "Clips    " + (out / "base").string() + " and " + (out / "tuned").string() + ", same prompts and seeds\n" +
                       "Run      " + (out / "run").string() + "\n" +
                       "Tables   " + (out / "table.csv").string() + ", " + (out / "curves.csv").string() + "\n";
    text += figures.empty() ? "Figures  none: musicrl-workbench, which draws them, is not beside this program; the curves are in the CSV\n"
                            : "Figures  " + figures.front().parent_path().string() + " (" + std::to_string(figures.size()) + " files)\n";
    return text;
}

Json resultJson(const DemoConfig& config, const DemoResult& result, const std::vector<std::filesystem::path>& figures) {
    Json names = Json::array();
    for (const std::filesystem::path& figure : figures) {
        names.push_back(figure.string());
    }
    return {{"out", config.outFolder.string()}, {"comparisons", result.comparisons}, {"summary", result.summary}, {"figures", names}};
}

int runDemo(const DemoConfig& config, const Session& session) {
    Console console(session);
    DemoResult result;
    console.onResult = [&](const ResultRow& row) {
        if (row.kind == "comparison") {
            result.comparisons.push_back(row.values);
        } else if (row.kind == "summary") {
            result.summary = row.values;
        }
    };
    const JobOutcome outcome = console.run(makeDemoJob(config));
    if (outcome.ending == JobEnding::Succeeded) {
        const auto figures = drawFigures(config.outFolder / "run", config.outFolder / "figures");
        if (session.json) {
            console.print(resultJson(config, result, figures));
        } else {
            console.print(comparisonTable(result) + gainLine(result.summary) + "Took     " + clockText(result.summary.at("seconds").get<double>()) + "\n" +
                          whereText(config, figures));
        }
    }
    return console.finish(outcome);
}

}  // namespace

void addDemoCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("demo", "The whole loop, small: clips, a short training, the same clips again, compared");
    const auto config = std::make_shared<DemoConfig>();
    command->add_option("--out", config->outFolder, "Folder for everything")->required();
    command->add_option("--model", config->model, "Name or folder of the model")->capture_default_str();
    command->add_option("--prompts", config->prompts, "How many prompts")->check(CLI::Range(1, 100))->capture_default_str();
    command->add_option("--seconds", config->clipSeconds, "Length of the compared clips")->capture_default_str();
    command->add_option("--steps", config->steps, "Training steps")->check(CLI::Range(1, 100000))->capture_default_str();
    command->add_option("--seed", config->seed, "Seed")->check(CLI::NonNegativeNumber)->capture_default_str();
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, &session] { session.run = [config, &session] { return runDemo(*config, session); }; });
}

}  // namespace musicrl
