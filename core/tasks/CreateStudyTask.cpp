// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/CreateStudyTask.h"

#include "base/Error.h"
#include "base/Fields.h"
#include "base/Hash.h"
#include "base/Toml.h"
#include "record/ClipRecipe.h"
#include "record/PromptSet.h"
#include "run/SelectedCheckpoint.h"
#include "study/CreateStudy.h"
#include "tasks/GenerateTask.h"
#include "tasks/ModelCatalog.h"

#include <algorithm>
#include <set>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A model that makes its clips here.
struct MadeHere {
    std::string name;
    GenerateConfig config;
};

using PromptAndSeed = std::pair<std::string, std::uint64_t>;

std::set<PromptAndSeed> clipsIn(const fs::path& folder) {
    std::set<PromptAndSeed> clips;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".flac" && fs::exists(recordPathFor(entry.path()))) {
            const Prompt prompt = readClipRecord(entry.path()).recipe.prompt;
            clips.emplace(prompt.text, prompt.seed);
        }
    }
    return clips;
}

/// Tells policies apart: clips of one are never taken for those of another of the same name.
std::string policyId(const GenerateConfig& config) {
    constexpr std::size_t digits = 12;
    std::string weights = findModel(config.model).hash;
    if (!config.checkpoint.empty()) {
        weights += sha256OfFile(checkpointFolderOf(config.checkpoint) / "policy.safetensors");
    }
    return sha256(weights).substr(0, digits);
}

class StudyMaker {
public:
    StudyMaker(const CreateStudyConfig& config, const JobContext& context)
        : config_(config), context_(context), where_(config.design.string()) {}

    void run() {
        Json json = readTomlFile(config_.design);
        const std::vector<MadeHere> models = takeModels(json);
        const fs::path beside = fs::absolute(config_.design).parent_path();
        const StudyDesign design = studyDesignFromJson(json, where_, beside);
        refuseBegunStudy(config_.folder);
        for (const MadeHere& model : models) {
            generate(model, design);
        }
        const StudyStore store = createStudy(design, config_.folder, [&](std::size_t done, std::size_t of) {
            context_.throwIfStopped();
            context_.publish(
                Progress{static_cast<std::int64_t>(done), static_cast<std::int64_t>(of), "clips copied blind"});
        });
        context_.publish(ResultRow{"study", resultOf(store)});
    }

private:
    /// Models to make clips with; in the design they become the folders of these.
    [[nodiscard]] std::vector<MadeHere> takeModels(Json& json) const {
        std::vector<MadeHere> models;
        const auto found = json.find("models");
        if (found == json.end() || !found->is_array()) {
            return models;  // the design's reader says what is wrong
        }
        for (Json& object : *found) {
            if (object.is_object() && object.contains("model")) {
                models.push_back(taken(object));
            }
        }
        return models;
    }

    [[nodiscard]] MadeHere taken(Json& object) const {
        MadeHere model;
        Fields fields(object, where_ + ", [[models]]");
        fields.text("name", model.name);
        fields.text("model", model.config.model);
        fields.text("checkpoint", model.config.checkpoint);
        fields.finish();
        model.config.device = config_.device;
        model.config.outFolder = fs::absolute(config_.folder) / "generated" / model.name / policyId(model.config);
        object = {{"name", model.name}, {"clips", model.config.outFolder.string()}};
        return model;
    }

    void generate(const MadeHere& model, const StudyDesign& design) const {
        if (design.prompts.empty()) {
            throw Error(ErrorKind::BadInput, where_ + ": the model \"" + model.name +
                                                 "\" is to make clips: name the \"prompts\" file for them.");
        }
        GenerateConfig config = model.config;
        const std::set<PromptAndSeed> there = clipsIn(config.outFolder);
        for (const Prompt& prompt : readPrompts(design.prompts)) {
            if (there.count({prompt.text, prompt.seed}) == 0) {
                config.prompts.push_back(prompt);
            }
        }
        if (!config.prompts.empty()) {
            makeGenerateJob(std::move(config))(context_);
        }
        context_.throwIfStopped();
    }

    [[nodiscard]] static Json resultOf(const StudyStore& store) {
        const StudyStatus status = store.status();
        Json json = {{"study", store.folder().filename().string()},
                     {"folder", store.folder().string()},
                     {"name", status.name},
                     {"plan_hash", status.planHash},
                     {"raters", Json::array()}};
        for (const RaterProgress& rater : status.raters) {
            json["raters"].push_back({{"rater", rater.rater}, {"trials", rater.count}});
        }
        return json;
    }

    const CreateStudyConfig& config_;
    const JobContext& context_;
    std::string where_;
};

}  // namespace

Job makeCreateStudyJob(CreateStudyConfig config) {
    return [config = std::move(config)](const JobContext& context) { StudyMaker(config, context).run(); };
}

}  // namespace musicrl
