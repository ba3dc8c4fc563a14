// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "ScoreText.h"
#include "TextTable.h"
#include "record/Prompt.h"
#include "tasks/ScoreTask.h"

namespace musicrl {
namespace {

/// What the rows of a scoring job add up to.
class ScoreSheet {
public:
    void add(const ResultRow& row) {
        if (row.kind == "error") {
            errors_.push_back(row.values);
        } else if (row.kind == "score") {
            const RewardBreakdown scores = rewardBreakdownFromJson(row.values.at("scores"), "scores");
            Json clip = {{"file", row.values.at("file")}, {"prompt", row.values.at("prompt")}};
            clip.update(scoreJson(scores));
            clips_.push_back(std::move(clip));
            rows_.push_back({row.values.at("file").get<std::string>(), fixed(rawOf(scores, "mulan"), 3),
                             fixed(rawOf(scores, "quality"), 2), fixed(scores.total, 3), windowsText(scores, "mulan")});
        }
    }

    [[nodiscard]] bool empty() const { return clips_.empty() && errors_.empty(); }
    [[nodiscard]] bool hasClips() const { return !clips_.empty(); }
    [[nodiscard]] const Json& errors() const { return errors_; }
    [[nodiscard]] Json json() const { return {{"clips", clips_}, {"errors", errors_}}; }
    [[nodiscard]] std::string text() const { return tableText(rows_); }

private:
    Json clips_ = Json::array();
    Json errors_ = Json::array();
    std::vector<std::vector<std::string>> rows_ = {{"clip", "MuLan", "MOS", "mix", "MuLan windows"}};
};

int score(const ScoreConfig& config, const Session& session) {
    Console console(session);
    ScoreSheet sheet;
    console.onResult = [&](const ResultRow& row) { sheet.add(row); };
    const JobOutcome outcome = console.run(makeScoreJob(config));
    if (session.json && !sheet.empty()) {
        console.print(sheet.json());
    } else if (!session.json && sheet.hasClips()) {
        console.print(sheet.text());
    }
    for (const Json& error : sheet.errors()) {
        console.say("musicrl: " + error.at("message").get<std::string>());
    }
    return console.finish(outcome);
}

}  // namespace

void addScoreCommand(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("score", "Score clips: fit to the prompt (MuLan), quality (MOS), and their mix");
    const auto config = std::make_shared<ScoreConfig>();
    command->add_option("clips", config->files, "Audio files")->required();
    CLI::Option* prompt = command->add_option("--prompt", config->prompt, "Scored against this; default: the prompt in each clip's record");
    command->add_option("--model", config->model, "Name or folder of the model")->capture_default_str();
    command->add_option("--mulan-weight", config->weights["mulan"], "Weight in the mix")->check(CLI::Range(0.0, 100.0))->capture_default_str();
    command->add_option("--quality-weight", config->weights["quality"], "Weight in the mix, of quality rescaled to 0..1")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command->add_flag("--keep", config->keepInRecords, "Write the scores into the clips' records");
    command->add_option("--device", config->device, "auto, cpu, cuda, cuda:1")->capture_default_str();
    command->callback([config, prompt, &session] {
        session.run = [config, prompt, &session] {
            if (prompt->count() > 0 && isBlank(config->prompt)) {
                throw Error(ErrorKind::BadInput, "The prompt is empty: say what the music should be like, or leave --prompt out.");
            }
            return score(*config, session);
        };
    });
}

}  // namespace musicrl
