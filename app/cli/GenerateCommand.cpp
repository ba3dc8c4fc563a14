// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "ScoreText.h"
#include "TextTable.h"
#include "record/ClipRecipe.h"
#include "record/PromptSet.h"
#include "tasks/GenerateTask.h"

namespace musicrl {
namespace {

struct GenerateOptions {
    GenerateConfig config;
    std::vector<std::string> prompts;
    std::filesystem::path promptFile;
    std::optional<double> seconds;       ///< else what the prompt file says, else a prompt's default
    std::optional<std::uint64_t> seed;
    bool noScore = false;
    bool force = false;
    std::vector<std::string> rewards;    ///< "mulan=1"
};

std::vector<Prompt> promptsOf(const GenerateOptions& options) {
    std::vector<Prompt> prompts = options.promptFile.empty() ? std::vector<Prompt>() : readPrompts(options.promptFile);
    for (const std::string& text : options.prompts) {
        prompts.push_back({.id = slug(text), .text = text, .seed = options.seed.value_or(1)});
    }
    for (Prompt& prompt : prompts) {
        prompt.durationSeconds = options.seconds.value_or(prompt.durationSeconds);
        prompt.seed = options.seed.value_or(prompt.seed);
    }
    return prompts;
}

/// "mulan=1" and so on as weights.
std::map<std::string, double> weightsOf(const std::vector<std::string>& rewards) {
    std::map<std::string, double> weights;
    for (const std::string& reward : rewards) {
        const std::size_t equals = reward.find('=');
        double weight = 0.0;
        if (equals == std::string::npos || !CLI::detail::lexical_cast(reward.substr(equals + 1), weight) || !(weight >= 0.0) ||
            weight > 100.0) {
            throw Error(ErrorKind::BadInput, "\"" + reward +
                                                 "\" is no reward with its weight: write mulan=1, or mulan=1,quality=0.5, with "
                                                 "weights from 0 to 100.");
        }
        weights[reward.substr(0, equals)] = weight;
    }
    return weights;
}

/// What the best of 1, 2, 4, ... and of all can be expected to score.
std::string curveText(const Json& result) {
    std::vector<std::vector<std::string>> rows = {{"best of", "KL (nats)", "reward", "MuLan", "MOS"}};
    const Json& curve = result.at("curve");
    std::size_t shown = 1;
    for (const Json& point : curve) {
        const auto n = point.at("n").get<std::size_t>();
        if (n == shown || n == curve.size()) {
            const auto value = [&](const char* name) {
                return point.contains(name) ? fixed(point.at(name).get<double>(), 3) : std::string("-");
            };
            rows.push_back({std::to_string(n), value("kl_nats"), value("reward"), value("mulan"), value("quality")});
            shown *= 2;
        }
    }
    return tableText(rows);
}

Json clipJson(const std::filesystem::path& file, const ClipRecord& record) {
    Json json = {{"file", file.string()},
                 {"sha256", record.sha256},
                 {"prompt", record.recipe.prompt.text},
                 {"seed", record.recipe.prompt.seed},
                 {"seconds", record.recipe.prompt.durationSeconds}};
    if (record.scores) {
        json.update(scoreJson(*record.scores));
    }
    return json;
}

std::string clipText(const std::filesystem::path& file, const ClipRecord& record) {
    if (!record.scores) {
        return file.string();
    }
    return file.string() + "  MuLan " + fixed(rawOf(*record.scores, "mulan"), 3) + "  MOS " +
           fixed(rawOf(*record.scores, "quality"), 2) + "  mix " + fixed(record.scores->total, 3);
}

int generate(const GenerateOptions& options, const Session& session) {
    GenerateConfig config = options.config;
    config.prompts = promptsOf(options);
    config.score = !options.noScore;
    config.others = options.force ? OtherClips::Replace : OtherClips::Refuse;
    if (!options.rewards.empty()) {
        config.rewardWeights = weightsOf(options.rewards);
    }
    Console console(session);
    Json result = {{"clips", Json::array()}};
    Json& clips = result["clips"];
    console.onFile = [&](const FileWritten& file) {
        if (file.kind != "clip") {
            return;
        }
        const ClipRecord record = readClipRecord(file.path);
        clips.push_back(clipJson(file.path, record));
        if (!session.json) {
            console.print(clipText(file.path, record));
        }
    };
    Json curve;
    console.onResult = [&](const ResultRow& row) { curve = row.values; };
    const JobOutcome outcome = console.run(makeGenerateJob(std::move(config)));
    if (!curve.is_null()) {
        result["best_of"] = curve;
    }
    if (session.json && (outcome.ending != JobEnding::Failed || !clips.empty())) {
        console.print(result);
    } else if (!session.json && !curve.is_null()) {
        console.print(curveText(curve));
    }
    return console.finish(outcome);
}

}  // namespace

void addGenerateCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("generate", "Make clips from prompts; each gets its recipe and scores beside it");
    const auto options = std::make_shared<GenerateOptions>();
    GenerateConfig& config = options->config;
    CLI::Option* prompt = command->add_option("--prompt", options->prompts, "What the music should be like; may be given again")
                              ->allow_extra_args(false);
    CLI::Option* file = command->add_option("--prompts", options->promptFile, "File of prompts (.txt, .csv, .jsonl)");
    command->add_option("--out", config.outFolder, "Folder for the clips")->required();
    command->add_option("--model", config.model, "Name or folder of the model")->capture_default_str();
    command->add_option("--checkpoint", config.checkpoint, "Folder of a run, or of one of its checkpoints, whose policy is used");
    command->add_option("--count", config.count, "Clips per prompt, with seeds one after another")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--seconds", options->seconds, "Length of each clip; default: 10, or what the prompt file says");
    command->add_option("--seed", options->seed, "First seed; default: 1, or what the prompt file says")->check(CLI::NonNegativeNumber);
    command->add_option("--temperature", config.temperature, "Of the sampling")->capture_default_str();
    command->add_option("--fine-iterations", config.fineIterations, "SoundStorm iterations of the first fine level")->capture_default_str();
    command->add_option("--batch", config.batchClips, "Clips made at once")->check(CLI::Range(1, 1024))->capture_default_str();
    command->add_option("--device", config.device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->add_option("--best-of", config.bestOf, "Sample this many for each clip and keep the one that scores highest")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--rewards", options->rewards, "What the score is made of, such as mulan=1,quality=0.5; default: both 1")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--preference-model", config.preferenceModel, "Folder of the preference model for the reward preference");
    command->add_flag("--no-score", options->noScore, "Do not score the clips");
    command->add_flag("--force", options->force, "Replace clips of another model or other settings that have the same names");
    command->callback([options, prompt, file, &session] {
        if (prompt->count() == 0 && file->count() == 0) {
            throw CLI::RequiredError("--prompt or --prompts");
        }
        session.run = [options, &session] { return generate(*options, session); };
    });
}

}  // namespace musicrl
