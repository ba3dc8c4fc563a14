// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "TextTable.h"
#include "tasks/MusicCapsPromptsTask.h"
#include "tasks/WritePromptsTask.h"

#include <cstdlib>

namespace musicrl {
namespace {

std::string countOf(const Json& counts, const char* name) {
    return std::to_string(counts.at(name).get<std::int64_t>());
}

int promptsFromMusicCaps(const MusicCapsPromptsConfig& config, const Session& session) {
    Console console(session);
    Json counts;
    console.onResult = [&](const ResultRow& row) { counts = row.values; };
    const JobOutcome outcome = console.run(makeMusicCapsPromptsJob(config));
    if (outcome.ending == JobEnding::Succeeded) {
        const std::string train = (config.outFolder / "train.jsonl").string();
        const std::string eval = (config.outFolder / "eval.jsonl").string();
        if (session.json) {
            counts["files"] = {{"train", train}, {"eval", eval}};
            console.print(counts);
        } else {
            console.print(tableText({{"from " + countOf(counts, "rows") + " rows", "found", "distinct"},
                                     {"sentences", countOf(counts, "sentences"), countOf(counts, "distinct_sentences")},
                                     {"tags", countOf(counts, "tags"), countOf(counts, "distinct_tags")}}));
            console.print(train + "  " + countOf(counts, "train") + " prompts\n" + eval + "  " +
                          countOf(counts, "eval") + " prompts");
        }
    }
    return console.finish(outcome);
}

void addFromMusicCaps(CLI::App& prompts, Session& session) {
    CLI::App* command = prompts.add_subcommand(
        "from-musiccaps", "Cut a table in MusicCaps' columns into sentences and tags: train.jsonl, eval.jsonl");
    const auto config = std::make_shared<MusicCapsPromptsConfig>();
    command->add_option("--csv", config->table, "The table, such as musiccaps-public.csv")->required();
    command->add_option("--out", config->outFolder, "Folder for train.jsonl and eval.jsonl")->required();
    command->add_option("--eval-share", config->evalShare, "Share of the prompts kept for evaluation")
        ->capture_default_str();
    command->add_option("--seed", config->seed, "Seed of the shuffle")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->callback(
        [config, &session] { session.run = [config, &session] { return promptsFromMusicCaps(*config, session); }; });
}

struct WriteOptions {
    WritePromptsConfig config;
    std::string keyVariable;
};

/// \throws Error(BadInput) when the variable is not there; its value is told to nobody
std::string keyFrom(const std::string& variable) {
    const char* value = variable.empty() ? "" : std::getenv(variable.c_str());
    if (value == nullptr || (*value == '\0' && !variable.empty())) {
        throw Error(ErrorKind::BadInput,
                    "The environment variable " + variable + " has no key in it: set it, or leave --api-key-env out.");
    }
    return value;
}

int writePrompts(WritePromptsConfig config, const Session& session) {
    if (config.out.empty()) {
        config.out = config.songs.parent_path() / (config.songs.stem().string() + "-prompts.jsonl");
    }
    Console console(session);
    Json counts = Json::object();
    Json errors = Json::array();
    console.onResult = [&](const ResultRow& row) {
        if (row.kind == "prompts") {
            counts = row.values;
            return;
        }
        errors.push_back(row.values);
        console.say("musicrl: \"" + row.values.at("title").get<std::string>() +
                    "\": " + row.values.at("message").get<std::string>());
    };
    const JobOutcome outcome = console.run(makeWritePromptsJob(config));
    if (!counts.empty() && session.json) {
        counts["errors"] = errors;
        counts["file"] = config.out.string();
        console.print(counts);
    } else if (!counts.empty()) {
        console.print(config.out.string() + "  " + countOf(counts, "prompts") + " prompts; of " +
                      countOf(counts, "songs") + " songs " + countOf(counts, "written") + " new, " +
                      countOf(counts, "known") + " known, " + countOf(counts, "failed") + " failed");
    }
    return console.finish(outcome, "Run the same command again to go on.");
}

void addWrite(CLI::App& prompts, Session& session) {
    CLI::App* command = prompts.add_subcommand(
        "write", "Have a chat endpoint describe songs in words (OpenAI's protocol; llama.cpp, Ollama, vLLM)");
    const auto options = std::make_shared<WriteOptions>();
    WritePromptsConfig& config = options->config;
    command->add_option("--songs", config.songs, "Table with the columns title and artist")->required();
    command
        ->add_option("--endpoint", config.endpoint.address,
                     "Its address, such as http://localhost:8080/v1; songs go nowhere else")
        ->required();
    command->add_option("--model", config.endpoint.model, "Name of its model; default: its own choice");
    command->add_option("--api-key-env", options->keyVariable,
                        "Environment variable with the key; default: no key is sent");
    command->add_option("--per-song", config.perSong, "Descriptions of each song")
        ->check(CLI::Range(1, 50))
        ->capture_default_str();
    command->add_option("--out", config.out,
                        "File of prompts that grows song by song; default: <songs>-prompts.jsonl beside the songs");
    command->add_option("--timeout", config.endpoint.timeoutSeconds, "Seconds to wait for one answer")
        ->capture_default_str();
    command->add_option("--retries", config.endpoint.retries, "Further attempts after one that failed")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command->callback([options, &session] {
        session.run = [options, &session] {
            options->config.endpoint.key = keyFrom(options->keyVariable);
            return writePrompts(options->config, session);
        };
    });
}

}  // namespace

void addPromptsCommand(CLI::App& app, Session& session) {
    CLI::App* prompts = app.add_subcommand("prompts", "Make files of prompts");
    prompts->require_subcommand(1);
    addFromMusicCaps(*prompts, session);
    addWrite(*prompts, session);
}

}  // namespace musicrl
