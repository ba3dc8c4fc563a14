// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "StudyPairs.h"
#include "TextTable.h"
#include "study/StudyStore.h"
#include "tasks/StudyPreferenceTask.h"

#include <limits>

namespace musicrl {
namespace {

double numberOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::string> accuracyRow(const std::string& name, const Json& measures) {
    return {name, fixed(numberOf(measures, "accuracy"), 3), "± " + fixed(numberOf(measures, "standard_error"), 3),
            measures.at("decisive").dump()};
}

/// Who is right how often, the trained model first.
std::string accuracyText(const Json& result) {
    std::vector<std::vector<std::string>> rows = {{"predictor", "accuracy", "", "pairs with a winner"},
                                                  accuracyRow("preference", result.at("heldout"))};
    for (const auto& [term, measures] : result.at("baselines").items()) {
        rows.push_back(accuracyRow(term == "mulan" ? "MuLan" : term, measures));
    }
    return tableText(rows);
}

std::string reliabilityText(const Json& heldOut) {
    std::vector<std::vector<std::string>> rows = {{"favourite's probability", "pairs", "predicted", "observed"}};
    for (const Json& bin : heldOut.at("bins")) {
        if (bin.at("pairs").get<std::int64_t>() > 0) {
            rows.push_back({fixed(numberOf(bin, "low"), 2) + " to " + fixed(numberOf(bin, "high"), 2),
                            bin.at("pairs").dump(), fixed(numberOf(bin, "predicted"), 3),
                            fixed(numberOf(bin, "observed"), 3)});
        }
    }
    return tableText(rows);
}

std::string pairsText(const Json& counts) {
    std::string text = counts.at("used").dump() + " of " + counts.at("read").dump() + " pairs used";
    for (const auto& [key, words] :
         {std::pair("of_other_raters", "of other raters"), std::pair("not_blind", "not given blind"),
          std::pair("without_choice", "without a choice"), std::pair("not_listened_to", "not listened to"),
          std::pair("of_trained_prompts", "of prompts it was trained on")}) {
        if (counts.contains(key) && counts.at(key).get<std::int64_t>() > 0) {
            text += ", " + counts.at(key).dump() + " " + words;
        }
    }
    return text + "; " + counts.at("heldout").dump() + " held out";
}

std::string resultText(const Json& result) {
    const Json& heldOut = result.at("heldout");
    return pairsText(result.at("pairs")) + "\n\n" + accuracyText(result) + "\n" + reliabilityText(heldOut) + "\nloss " +
           fixed(numberOf(heldOut, "loss"), 4) + " nats (chance 0.6931), calibration error " +
           fixed(numberOf(heldOut, "ece"), 3) + ", " + heldOut.at("ties").dump() + " ties";
}

std::string padded(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string epochHead() {
    return padded("epoch", 6) + padded("loss", 9) + padded("accuracy", 10) + padded("held-out loss", 15) +
           padded("accuracy", 10) + padded("ECE", 8);
}

std::string epochText(const MetricRow& row) {
    return padded(std::to_string(row.step), 6) + padded(fixed(numberOf(row.values, "train/loss"), 4), 9) +
           padded(fixed(numberOf(row.values, "train/accuracy"), 3), 10) +
           padded(fixed(numberOf(row.values, "heldout/loss"), 4), 15) +
           padded(fixed(numberOf(row.values, "heldout/accuracy"), 3), 10) +
           padded(fixed(numberOf(row.values, "heldout/ece"), 3), 8);
}

/// Runs the job, then prints what it found. \return the exit code
int runAndPrint(Console& console, const Session& session, const Job& job, const std::string& last) {
    Json result;
    console.onResult = [&](const ResultRow& row) { result = row.values; };
    const JobOutcome outcome = console.run(job);
    if (!result.is_null() && session.json) {
        console.print(result);
    } else if (!result.is_null()) {
        console.print(resultText(result) + (last.empty() ? "" : "\n" + last));
    }
    return console.finish(outcome);
}

/// Where the pairs come from: a file, or a sealed study.
struct PairSource {
    std::string study;
    std::filesystem::path studies = studiesFolder;
    std::string question;
};

void addSourceOptions(CLI::App* command, PairSource& source, std::filesystem::path& pairs, bool& openVotesToo) {
    CLI::Option* file = command->add_option("--pairs", pairs, "JSON lines of judged pairs");
    command->add_option("--study", source.study, "Name or folder of a sealed study, in place of --pairs")
        ->excludes(file);
    command->add_option("--studies", source.studies, "Folder of the studies")->capture_default_str();
    command->add_option("--question", source.question, "Id of the study's question; default: its first");
    command->add_flag("--open-votes", openVotesToo, "Also votes that were not given blind, as on the Listen page");
}

/// \throws Error(BadInput) when neither is named
std::filesystem::path pairsFrom(const PairSource& source, const std::filesystem::path& pairs) {
    if (source.study.empty() && pairs.empty()) {
        throw Error(ErrorKind::BadInput, "Name the judged pairs: --pairs FILE, or --study NAME of a sealed study.");
    }
    return source.study.empty() ? pairs : writeStudyPairs(source.study, source.studies, source.question);
}

/// A whole study's model also scores its held-out clips; one rater's does not speak for the study.
Job trainingJob(const PreferenceTrainConfig& config, const PairSource& source) {
    if (source.study.empty() || !config.rater.empty()) {
        return makePreferenceTrainJob(config);
    }
    return makeStudyPreferenceJob(config, findStudy(source.study, source.studies),
                                  questionOf(revealStudy(source.study, source.studies), source.question));
}

int train(PreferenceTrainConfig config, const PairSource& source, const Session& session) {
    config.pairs = pairsFrom(source, config.pairs);
    Console console(session);
    bool any = false;
    console.onMetrics = [&](const MetricRow& row) {
        if (!session.json) {
            console.print(any ? epochText(row) : epochHead() + "\n" + epochText(row));
        }
        any = true;
    };
    return runAndPrint(console, session, trainingJob(config, source), "Preference model: " + config.out.string());
}

void addTrain(CLI::App& preference, Session& session) {
    CLI::App* command =
        preference.add_subcommand("train", "Learn from pairs of clips which one people like better (Bradley-Terry)");
    const auto config = std::make_shared<PreferenceTrainConfig>();
    const auto source = std::make_shared<PairSource>();
    addSourceOptions(command, *source, config->pairs, config->openVotesToo);
    command->add_option("--out", config->out, "Folder for the preference model")->required();
    command->add_option("--rater", config->rater, "Only this rater's pairs: one person's taste; default: everybody's");
    command->add_option("--model", config->model, "Name or folder of the model to start from")->capture_default_str();
    command->add_flag("--drop-text", config->dropText, "Ablation: the model is not told the prompts");
    command->add_option("--crop", config->crop, "Ablation: it hears only this first share of each clip")
        ->check(CLI::Range(0.01, 1.0))
        ->capture_default_str();
    command->add_flag("--from-scratch", config->fromScratch,
                      "Ablation: fresh weights in place of the language model's");
    command->add_option("--held-out", config->heldOutShare, "Share of the prompts to test on")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--epochs", config->epochs, "Rounds over the pairs; the best is kept")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    command->add_option("--batch", config->batchPairs, "Pairs a step")
        ->check(CLI::Range(1, 65536))
        ->capture_default_str();
    command->add_option("--learning-rate", config->learningRate, "Of AdamW")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--seed", config->seed, "Of split, weights and order")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--token-cache", config->tokenCache,
                        "File that keeps the clips' tokens from one training to the next");
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, source, &session] {
        session.run = [config, source, &session] { return train(*config, *source, session); };
    });
}

void addEvaluate(CLI::App& preference, Session& session) {
    CLI::App* command = preference.add_subcommand(
        "evaluate", "Measure a preference model, MuLan and quality on pairs of prompts it was not trained on");
    const auto config = std::make_shared<PreferenceEvaluateConfig>();
    const auto source = std::make_shared<PairSource>();
    addSourceOptions(command, *source, config->pairs, config->openVotesToo);
    command->add_option("--preference", config->preference, "Folder of the preference model")->required();
    command->add_option("--rater", config->rater, "Only this rater's pairs; default: everybody's");
    command->add_option("--model", config->model, "Name or folder of the model it was trained with")
        ->capture_default_str();
    command->add_flag("--trained-prompts-too", config->trainedPromptsToo,
                      "Also pairs of prompts that it was trained on");
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, source, &session] {
        session.run = [config, source, &session] {
            config->pairs = pairsFrom(*source, config->pairs);
            Console console(session);
            return runAndPrint(console, session, makePreferenceEvaluateJob(*config), {});
        };
    });
}

}  // namespace

void addPreferenceCommand(CLI::App& app, Session& session) {
    CLI::App* preference = app.add_subcommand("preference", "Learn people's preferences between clips");
    preference->require_subcommand(1);
    addTrain(*preference, session);
    addEvaluate(*preference, session);
}

}  // namespace musicrl
