// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "base/Paths.h"
#include "run/RecipeFiles.h"
#include "tasks/QualityBenchTask.h"
#include "tasks/RlBenchTask.h"

#include <limits>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::string valueText(const Json& measure) {
    const std::string unit = measure.at("unit").get<std::string>();
    const Json& value = measure.at("value");
    return fixed(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN(), 3) +
           (unit.empty() ? "" : " " + unit);
}

std::vector<std::string> tableRow(const Json& measure) {
    const Json& met = measure.at("met");
    return {measure.at("name").get<std::string>(), valueText(measure),
            measure.at("bound").get<std::string>() + " " + fixed(measure.at("threshold").get<double>(), 2),
            met.is_null() ? "not measured" : (met.get<bool>() ? "yes" : "no"), measure.at("note").get<std::string>()};
}

/// A row per instrument that led, a column per instrument that was named, by its first letters.
std::string confusionText(const Json& confusion) {
    std::vector<std::vector<std::string>> rows = {{"led by"}};
    const auto classes = confusion.at("classes").get<std::vector<std::string>>();
    for (std::size_t actual = 0; actual < classes.size(); ++actual) {
        rows[0].push_back(classes[actual].substr(0, 6));
        rows.push_back({classes[actual]});
        for (const Json& count : confusion.at("rows").at(actual)) {
            rows.back().push_back(count.dump());
        }
    }
    return tableText(rows);
}

/// "results/demo.json" → "results/demo-clips"
fs::path besideOf(const fs::path& out, const std::string& addition) {
    return out.parent_path() / (out.stem().string() + addition);
}

int benchQuality(QualityBenchConfig config, const Session& session) {
    if (config.clipsFolder.empty()) {
        config.clipsFolder = besideOf(config.out, "-clips");
    }
    if (config.classifierFolder.empty()) {
        config.classifierFolder = userDataFolder() / "instrument-classifier";
    }
    Console console(session);
    std::vector<std::vector<std::string>> rows = {{"measure", "value", "asked", "met", "of"}};
    std::string confusion;
    console.onResult = [&](const ResultRow& row) {
        if (row.kind == "measure") {
            rows.push_back(tableRow(row.values));
            console.say(rows.back()[0] + " " + rows.back()[1]);
        } else if (row.kind == "confusion") {
            confusion = confusionText(row.values);
        }
    };
    const fs::path out = config.out;
    const JobOutcome outcome = console.run(makeQualityBenchJob(std::move(config)));
    if (outcome.ending == JobEnding::Succeeded) {
        if (session.json) {
            console.print(readJsonFile(out));
        } else {
            console.print(tableText(rows) +
                          (confusion.empty() ? "" : "\nThe classifier on its test renders:\n" + confusion));
            console.print("Results: " + out.string());
        }
    }
    return console.finish(outcome, "Run the same command again to go on with the clips.");
}

std::string rlText(const Json& result) {
    std::vector<std::vector<std::string>> rows = {
        {"phase", "ours (s)", "plain (s)", "ours, CPU (s)", "plain, CPU (s)", "GFLOP", "share of the bound"}};
    for (const char* phase : {"rollout", "reward", "update", "step"}) {
        const auto of = [&](const char* key, int digits) { return fixed(result.at(key).at(phase).get<double>(), digits); };
        rows.push_back({phase, of("ours", 2), of("plain", 2), of("ours_cpu", 2), of("plain_cpu", 2), of("gflop", 1), of("bound_share", 3)});
    }
    const Json& memory = result.at("memory_mb");
    const auto ratio = [&](const char* key) { return fixed(result.at("ratio").at(key).get<double>(), 2); };
    return tableText(rows) + "\nplain / ours: step " + ratio("step") + ", update " + ratio("update") + "; of CPU time: step " +
           ratio("step_cpu") + ", update " + ratio("update_cpu") + " (asked: step " +
           fixed(result.at("asked").get<double>(), 1) + ")\nmatrix products here: " +
           fixed(result.at("gemm_gflops_per_second").get<double>(), 0) + " GFLOP/s; memory: " +
           fixed(memory.at("before").get<double>(), 0) + " MB before a step, " + fixed(memory.at("peak").get<double>(), 0) +
           " MB at its peak";
}

struct RlBenchOptions {
    std::string recipe = "r";
    std::string model;
    std::int64_t clips = 0;
    double seconds = 0.0;
    std::int64_t repeats = 3;
    std::string device;
};

int benchRl(const RlBenchOptions& options, const Session& session) {
    RlBenchConfig config{.recipe = readRecipe(options.recipe), .repeats = options.repeats};
    config.recipe.model = options.model.empty() ? config.recipe.model : options.model;
    config.recipe.batchClips = options.clips > 0 ? options.clips : config.recipe.batchClips;
    config.recipe.clipSeconds = options.seconds > 0.0 ? options.seconds : config.recipe.clipSeconds;
    config.recipe.device = options.device.empty() ? config.recipe.device : options.device;
    Console console(session);
    console.onResult = [&](const ResultRow& row) {
        session.json ? console.print(row.values) : console.print(rlText(row.values));
    };
    return console.finish(console.run(makeRlBenchJob(std::move(config))));
}

void addRlBench(CLI::App& bench, Session& session) {
    CLI::App* command = bench.add_subcommand("rl", "Time a step of fine-tuning against a plain one");
    const auto options = std::make_shared<RlBenchOptions>();
    command->add_option("--recipe", options->recipe, "Name or file of the recipe whose step is timed")->capture_default_str();
    command->add_option("--model", options->model, "Name or folder of the model; default: the recipe's");
    command->add_option("--batch-clips", options->clips, "Clips of a step; default: the recipe's")->check(CLI::Range(1, 1024));
    command->add_option("--seconds", options->seconds, "Length of each; default: the recipe's")->check(CLI::PositiveNumber);
    command->add_option("--repeats", options->repeats, "Pairs of steps that are timed")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--device", options->device, "auto, cpu, cuda, cuda:1; default: the recipe's");
    command->callback([options, &session] { session.run = [options, &session] { return benchRl(*options, session); }; });
}

}  // namespace

void addBenchCommand(CLI::App& app, Session& session) {
    CLI::App* bench = app.add_subcommand("bench", "Measure a model");
    bench->require_subcommand(1);
    addRlBench(*bench, session);
    addLibraryBench(*bench, session);
    addStatisticsBench(*bench, session);
    CLI::App* quality = bench->add_subcommand(
        "quality", "Hold a model against the project's thresholds, on held-out prompts and clips");
    const auto config = std::make_shared<QualityBenchConfig>();
    config->out = "quality-bench.json";
    quality->add_option("--model", config->model, "Name or folder of the model")->capture_default_str();
    quality->add_option("--corpus", config->corpus, "Corpus whose held-out clips are measured on")->required();
    quality->add_option("--other-soundfont-corpus", config->otherCorpus,
                        "The same with another sound font than the training's");
    quality->add_option("--prompts", config->prompts,
                        "File of prompts with genre, tempo, instrument and form; default: the project's 101");
    quality->add_option("--out", config->out, "Results as JSON")->capture_default_str();
    quality->add_option("--clips", config->clips, "How many clips to generate; 0: none")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    quality->add_option("--seconds", config->clipSeconds, "Length of each")->capture_default_str();
    quality->add_option("--temperature", config->temperature, "Of their sampling")
        ->check(CLI::Range(0.01, 10.0))
        ->capture_default_str();
    quality->add_option("--clips-folder", config->clipsFolder,
                        "Keeps the clips; default: the results' name with -clips added");
    quality->add_option("--instrument-classifier", config->classifierFolder,
                        "Keeps the trained classifier; default: in the user's data folder");
    quality->add_option("--batch", config->batchClips, "Clips made at once")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    quality->add_option("--seed", config->seed, "Of clips and degradations")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    quality->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    quality->callback(
        [config, &session] { session.run = [config, &session] { return benchQuality(*config, session); }; });
}

}  // namespace musicrl
