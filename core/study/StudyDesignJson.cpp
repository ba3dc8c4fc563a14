// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyDesign.h"

namespace musicrl {
namespace {

/// The key that is empty is left out: plans of before there was "files" keep their hash.
Json modelJson(const StudyModel& model) {
    if (model.files.empty()) {
        return {{"name", model.name}, {"clips", model.clips.string()}};
    }
    Json files = Json::array();
    for (const std::filesystem::path& file : model.files) {
        files.push_back(file.string());
    }
    return {{"name", model.name}, {"files", files}};
}

Json questionsJson(const StudyDesign& design) {
    Json json = Json::array();
    for (const Question& question : design.questions) {
        json.push_back({{"id", question.id},
                        {"text", question.text},
                        {"kind", textOf(question.kind)},
                        {"steps", question.steps},
                        {"tie", question.tieAllowed}});
    }
    return json;
}

}  // namespace

Json toJson(const StudyDesign& design) {
    Json json = {{"name", design.name},
                 {"description", design.description},
                 {"kind", textOf(design.kind)},
                 {"raters", design.raters},
                 {"prompts", design.prompts.string()},
                 {"votes_per_comparison", design.votesPerComparison},
                 {"repeats", design.repeats},
                 {"noisy_gold", design.noisyGold},
                 {"practice", design.practice},
                 {"abx_trials", design.abxTrials},
                 {"block_trials", design.blockTrials},
                 {"minimum_listening_seconds", design.minimumListeningSeconds},
                 {"common_length", design.commonLength},
                 {"show_waveform", design.showWaveform},
                 {"target_lufs", design.targetLufs},
                 {"seed", design.seed},
                 {"screening", toJson(design.screening)},
                 {"questions", questionsJson(design)},
                 {"models", Json::array()},
                 {"gold", Json::array()}};
    if (design.practiceToPass > 0.0) {  // else as before there was such a key, so that plans keep their hash
        json["practice_to_pass"] = design.practiceToPass;
        json["practice_attempts"] = design.practiceAttempts;
    }
    for (const StudyModel& model : design.models) {
        json["models"].push_back(modelJson(model));
    }
    for (const GoldPair& pair : design.gold) {
        json["gold"].push_back(
            {{"prompt", pair.prompt}, {"better", pair.better.string()}, {"worse", pair.worse.string()}});
    }
    return json;
}

}  // namespace musicrl
