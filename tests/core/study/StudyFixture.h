// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"
#include "base/Json.h"
#include "record/StoredClip.h"
#include "study/ClipCopies.h"
#include "study/StudyStore.h"
#include "support/TemporaryFolder.h"
#include "support/makeSine.h"

#include <string>
#include <vector>

namespace musicrl {

/// Folders of short clips with records, as models would have made them, and studies of them.
class StudyFixture {
public:
    /// One clip a prompt, named "prompt 1" and so on. \return the folder
    std::filesystem::path makeModel(const std::string& name, int prompts, double seconds = 0.2,
                                    int sampleRateHz = 8000) const {
        std::filesystem::create_directories(folder_ / name);
        for (int i = 1; i <= prompts; ++i) {
            const std::string prompt = "prompt " + std::to_string(i);
            ClipRecipe recipe;
            recipe.modelName = name;
            recipe.prompt = {.id = slug(prompt), .text = prompt, .durationSeconds = seconds, .seed = 1};
            storeClip(folder_ / name / (slug(prompt) + ".flac"), makeSine(200.0 + 50.0 * i, seconds, sampleRateHz),
                      recipe, {});
        }
        return folder_ / name;
    }

    /// A study of models of equal clips. \param more  keys that are added or replaced
    [[nodiscard]] StudyDesign design(int models, int prompts, const Json& more = Json::object()) const {
        Json json = {{"name", "a study"}, {"raters", {"ann", "bob"}}, {"minimum_listening_seconds", 0.1}};
        for (int i = 1; i <= models; ++i) {
            const std::string name = "model" + std::to_string(i);
            if (!std::filesystem::exists(folder_ / name)) {
                makeModel(name, prompts);
            }
            json["models"].push_back({{"name", name}, {"clips", name}});
        }
        json.update(more);
        return studyDesignFromJson(json, "design", folder_.path());
    }

    [[nodiscard]] StudyPlan plan(int models, int prompts, const Json& more = Json::object()) const {
        const StudyDesign wanted = design(models, prompts, more);
        return makeStudyPlan(wanted, findStudyClips(wanted));
    }

    [[nodiscard]] std::filesystem::path studyFolder() const { return folder_ / "studies" / "s"; }
    [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

private:
    TemporaryFolder folder_;
};

/// What an action is refused with.
template <typename Action>
std::string complaintOf(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing";
}

/// A judgement that fits any pair trial of the usual question. \param preference  −2 … +2
inline Judgement answerTo(const Trial& trial, const std::string& rater, int preference) {
    Judgement judgement;
    judgement.trial = trial.id;
    judgement.rater = rater;
    judgement.answers = {{.question = "overall", .preference = preference}};
    judgement.listenedSeconds = {{Side::A, 1.0}, {Side::B, 1.5}};
    judgement.gainsDb = {{Side::A, -3.0}, {Side::B, 0.0}};
    judgement.firstHeard = Side::B;
    judgement.spentSeconds = 4.5;
    return judgement;
}

}  // namespace musicrl
