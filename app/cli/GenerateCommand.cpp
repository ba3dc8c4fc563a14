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
    Console console(session);
    Json clips = Json::array();
    console.onFile = [&](const FileWritten& file) {
        const ClipRecord record = readClipRecord(file.path);
        clips.push_back(clipJson(file.path, record));
        if (!session.json) {
            console.print(clipText(file.path, record));
        }
    };
    const JobOutcome outcome = console.run(makeGenerateJob(std::move(config)));
    if (session.json && (outcome.ending != JobEnding::Failed || !clips.empty())) {
        console.print(Json{{"clips", clips}});
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
    command->add_option("--checkpoint", config.checkpoint, "A run's checkpoint folder whose policy is used");
    command->add_option("--count", config.count, "Clips per prompt, with seeds one after another")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--seconds", options->seconds, "Length of each clip; default: 10, or what the prompt file says");
    command->add_option("--seed", options->seed, "First seed; default: 1, or what the prompt file says")->check(CLI::NonNegativeNumber);
    command->add_option("--temperature", config.temperature, "Of the sampling")->capture_default_str();
    command->add_option("--fine-iterations", config.fineIterations, "SoundStorm iterations of the first fine level")->capture_default_str();
    command->add_option("--batch", config.batchClips, "Clips made at once")->check(CLI::Range(1, 1024))->capture_default_str();
    command->add_option("--device", config.device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->add_flag("--no-score", options->noScore, "Do not score the clips");
    command->callback([options, prompt, file, &session] {
        if (prompt->count() == 0 && file->count() == 0) {
            throw CLI::RequiredError("--prompt or --prompts");
        }
        session.run = [options, &session] { return generate(*options, session); };
    });
}

}  // namespace musicrl
