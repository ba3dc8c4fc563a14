// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "run/RecipeFiles.h"
#include "run/RunDirectory.h"
#include "tasks/FinetuneTask.h"

#include <array>
#include <limits>
#include <utility>

namespace musicrl {
namespace {

struct TrainOptions {
    std::string recipe = "r";
    std::filesystem::path runFolder;
    bool resume = false;
    Json overrides = Json::object();  ///< recipe keys given as options
};

/// The options take the place of the recipe's values and are checked like them.
Recipe recipeOf(const TrainOptions& options) {
    Json json = toJson(readRecipe(options.recipe));
    json.update(options.overrides, /*merge_objects=*/true);
    return recipeFromJson(json, "The recipe " + options.recipe + " with these options");
}

double valueOf(const MetricRow& row, const char* name) {
    const auto found = row.values.find(name);
    return found != row.values.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::string padded(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// A column of the table that a run prints.
struct Column {
    const char* title;
    std::size_t width;
    const char* metric;
    int digits;
};

/// Of a run that learns from judged pairs.
constexpr std::array pairColumns = {
    Column{"loss", 10, "loss/dpo", 4},           Column{"margin", 10, "rewards/margins", 3},
    Column{"accuracy", 10, "rewards/accuracies", 3}, Column{"held-out", 10, "eval/rewards/accuracies", 3},
    Column{"KL (nats)", 12, "objective/kl", 3},
};

std::string pairRowText(const MetricRow& row, bool withHead) {
    std::string head = padded("step", 6);
    std::string text = padded(std::to_string(row.step), 6);
    for (const Column& column : pairColumns) {
        head += padded(column.title, column.width);
        text += padded(fixed(valueOf(row, column.metric), column.digits), column.width);
    }
    return withHead ? head + "\n" + text : text;
}

/// The rows of a run, with a column for the preference where it is measured.
class RowPrinter {
public:
    /// \return a line, after the first row's with the columns' names
    std::string textOf(const MetricRow& row) {
        std::string head;
        if (row.values.contains("loss/dpo") || row.values.contains("eval/loss/dpo")) {
            return pairRowText(row, std::exchange(first_, false));
        }
        if (first_) {
            first_ = false;
            hasPreference_ = row.values.contains("heldout/preference") || row.values.contains("rewards/preference/mean");
            head = padded("step", 6) + padded("reward", 10) + padded("MuLan", 10) + padded("MOS", 8) +
                   (hasPreference_ ? padded("preference", 12) : std::string()) + padded("KL (nats)", 12) + "\n";
        }
        return head + padded(std::to_string(row.step), 6) + padded(fixed(valueOf(row, "objective/scores"), 4), 10) +
               padded(fixed(valueOf(row, "rewards/mulan/mean"), 4), 10) +
               padded(fixed(valueOf(row, "rewards/quality/mean"), 3), 8) +
               (hasPreference_ ? padded(fixed(valueOf(row, "rewards/preference/mean"), 3), 12) : std::string()) +
               padded(fixed(valueOf(row, "objective/kl"), 3), 12);
    }

private:
    bool first_ = true;
    bool hasPreference_ = false;
};

/// What an alarm says, and what to listen to.
std::string alarmText(const Json& alarm, const std::filesystem::path& runFolder) {
    std::string text = "Alarm at step " + alarm.at("step").dump() + " (" + alarm.at("alarm").get<std::string>() + "): " +
                       alarm.at("message").get<std::string>();
    for (const Json& clip : alarm.at("clips")) {
        text += "\n    " + (runFolder / clip.at("now").get<std::string>()).string() + ", before: " +
                (runFolder / clip.at("before").get<std::string>()).string();
    }
    return text;
}

Json alarmsOf(const RunDirectory& run) {
    Json alarms = Json::array();
    for (const Json& event : run.events()) {
        if (event.value("event", "") == "alarm") {
            alarms.push_back(event);
        }
    }
    return alarms;
}

Json resultJson(const std::filesystem::path& runFolder, const MetricRow& last) {
    const RunDirectory run = RunDirectory::open(runFolder);
    Json checkpoints = Json::array();
    for (const Checkpoint& checkpoint : run.checkpoints()) {
        checkpoints.push_back(checkpoint.folder.string());
    }
    return {{"run", runFolder.string()},
            {"metrics", run.metricsPath().string()},
            {"step", last.step},
            {"last", last.values},
            {"alarms", alarmsOf(run)},
            {"checkpoints", std::move(checkpoints)}};
}

int train(const TrainOptions& options, const Session& session) {
    FinetuneConfig config{.recipe = {}, .runFolder = options.runFolder, .resume = options.resume};
    if (!options.resume) {
        config.recipe = recipeOf(options);
    }
    Console console(session);
    MetricRow last;
    RowPrinter printer;
    bool any = false;
    bool isWhole = false;  // of several processes, one prints
    console.onMetrics = [&](const MetricRow& row) {
        if (!session.json) {
            console.print(printer.textOf(row));
        }
        last = row;
        any = true;
    };
    console.onResult = [&](const ResultRow& result) {
        if (result.kind == "alarm") {
            console.say(alarmText(result.values, options.runFolder));
        }
        isWhole = isWhole || result.kind == "run";
    };
    const JobOutcome outcome = console.run(makeFinetuneJob(std::move(config)));
    if (session.json && (isWhole || any)) {
        console.print(resultJson(options.runFolder, last));
    }
    return console.finish(outcome, "Go on with: musicrl train --resume --out " + options.runFolder.string());
}

/// An option that stands for a recipe's key, or a table's: "dpo/pairs". With --resume the run's own recipe counts, so the two exclude each other.
template <typename Value>
void addOverride(CLI::App& command, TrainOptions& options, CLI::Option* resume, const std::string& name, const std::string& key,
                 const std::string& what) {
    command.add_option_function<Value>(name, [&options, key](const Value& value) { options.overrides[Json::json_pointer("/" + key)] = value; }, what)
        ->excludes(resume);
}

void addOverrides(CLI::App& command, TrainOptions& options, CLI::Option* resume) {
    addOverride<std::string>(command, options, resume, "--model", "model", "Name or folder of the start model");
    addOverride<std::string>(command, options, resume, "--checkpoint", "checkpoint", "Folder of a run (its selected checkpoint counts) or of a checkpoint to start from");
    addOverride<std::string>(command, options, resume, "--reference", "reference", "Of the KL: start, base (the model as shipped), or a folder as for --checkpoint");
    addOverride<std::string>(command, options, resume, "--preference-model", "preference_model", "Folder of a preference model, for recipes that learn from one");
    addOverride<std::int64_t>(command, options, resume, "--steps", "steps", "How many steps");
    addOverride<std::int64_t>(command, options, resume, "--seed", "seed", "Seed");
    addOverride<double>(command, options, resume, "--alpha", "alpha", "Weight of the KL term, 0 to 1");
    addOverride<double>(command, options, resume, "--temperature", "temperature", "Of the policy");
    addOverride<double>(command, options, resume, "--learning-rate", "learning_rate", "Of the policy");
    addOverride<std::int64_t>(command, options, resume, "--batch-clips", "batch_clips", "Clips per step");
    addOverride<double>(command, options, resume, "--seconds", "clip_seconds", "Length of a clip");
    addOverride<std::int64_t>(command, options, resume, "--checkpoint-every", "checkpoint_every", "Steps between checkpoints");
    addOverride<std::int64_t>(command, options, resume, "--selection", "selection", "The step whose checkpoint stands for the run; 0: the last");
    addOverride<std::int64_t>(command, options, resume, "--sample-every", "sample_every", "Steps between samples to listen to");
    addOverride<std::string>(command, options, resume, "--prompts", "prompts", "File of training prompts");
    addOverride<std::string>(command, options, resume, "--sample-prompts", "sample_prompts_file", "File of prompts to sample for listening");
    addOverride<std::string>(command, options, resume, "--pairs", "dpo/pairs", "File of judged pairs, for the recipe dpo; votes that were not given blind are left out");
    addOverride<std::string>(command, options, resume, "--rater", "dpo/rater", "Only this rater's pairs, for the recipe dpo");
    addOverride<double>(command, options, resume, "--beta", "dpo/beta", "How dearly leaving the reference is paid for, for the recipe dpo");
    addOverride<std::int64_t>(command, options, resume, "--lora-rank", "lora/rank", "Rank of low-rank adapters that learn in place of all weights; 0: none");
    addOverride<std::string>(command, options, resume, "--device", "device", "auto, cpu, cuda, cuda:1");
}

}  // namespace

void addTrainCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("train", "Fine-tune a model by its rewards into a run folder");
    const auto options = std::make_shared<TrainOptions>();
    command->add_option("--out", options->runFolder, "The run's folder")->required();
    CLI::Option* resume = command->add_flag("--resume", options->resume, "Go on from the run's newest checkpoint, with its own recipe");
    command->add_option("--recipe", options->recipe, "Name of a recipe (mulan, quality, r, u, ru, joint, dpo; at the paper's scale r-full and so on) or a TOML file")
        ->capture_default_str()
        ->excludes(resume);
    addOverrides(*command, *options, resume);
    command->callback([options, &session] { session.run = [options, &session] { return train(*options, session); }; });
}

}  // namespace musicrl
