// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyClip.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "record/ClipRecipe.h"
#include "record/PromptSet.h"

#include <algorithm>
#include <map>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

using SeedsOfPrompt = std::map<std::uint64_t, fs::path>;
using PromptsOfModel = std::map<std::string, SeedsOfPrompt>;

std::vector<fs::path> chosenClips(const StudyModel& model) {
    for (const fs::path& file : model.files) {
        if (!fs::exists(file)) {
            throw Error(ErrorKind::NotFound,
                        "There is no clip " + file.string() + " of the model \"" + model.name + "\".");
        }
    }
    return model.files;
}

std::vector<fs::path> recordedClips(const StudyModel& model) {
    if (!model.files.empty()) {
        return chosenClips(model);
    }
    std::error_code error;
    if (!fs::is_directory(model.clips, error)) {
        throw Error(ErrorKind::NotFound,
                    "There is no folder " + model.clips.string() + " with clips of the model \"" + model.name + "\".");
    }
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(model.clips)) {
        const std::string extension = entry.path().extension().string();
        if ((extension == ".flac" || extension == ".wav") && fs::exists(recordPathFor(entry.path()))) {
            files.push_back(entry.path());
        }
    }
    if (files.empty()) {
        throw Error(ErrorKind::BadInput, model.clips.string() +
                                             " holds no clips with records beside them: prompts are read from those, "
                                             "as \"musicrl generate\" writes them.");
    }
    std::sort(files.begin(), files.end());
    return files;
}

PromptsOfModel promptsOf(const StudyModel& model) {
    PromptsOfModel prompts;
    for (const fs::path& file : recordedClips(model)) {
        const Prompt prompt = readClipRecord(file).recipe.prompt;
        prompts[oneLine(prompt.text)].emplace(prompt.seed, file);
    }
    return prompts;
}

/// The prompts that every model has and, where the design names a file of prompts, that are in it.
std::set<std::string> sharedPrompts(const StudyDesign& design, const std::vector<PromptsOfModel>& models) {
    std::set<std::string> wanted;
    if (!design.prompts.empty()) {
        for (const Prompt& prompt : readPrompts(design.prompts)) {
            wanted.insert(oneLine(prompt.text));
        }
    }
    std::set<std::string> shared;
    for (const auto& [prompt, ignored] : models.front()) {
        const bool everywhere = std::all_of(models.begin(), models.end(),
                                            [&](const PromptsOfModel& model) { return model.count(prompt) > 0; });
        if (everywhere && (design.prompts.empty() || wanted.count(prompt) > 0)) {
            shared.insert(prompt);
        }
    }
    if (shared.empty()) {
        throw Error(ErrorKind::BadInput,
                    std::string("There is no prompt of which every model of the study has a clip") +
                        (design.prompts.empty() ? "." : " and that is in " + design.prompts.string() + "."));
    }
    return shared;
}

/// The lowest seed that all models have for a prompt, if there is one.
std::optional<std::uint64_t> sharedSeed(const std::vector<PromptsOfModel>& models, const std::string& prompt) {
    for (const auto& [seed, ignored] : models.front().at(prompt)) {
        if (std::all_of(models.begin(), models.end(), [&, wanted = seed](const PromptsOfModel& model) {
                return model.at(prompt).count(wanted) > 0;
            })) {
            return seed;
        }
    }
    return std::nullopt;
}

StudyClip clipFrom(const fs::path& file, const std::string& model, const std::string& prompt, std::uint64_t seed) {
    const AudioFileInfo info = readAudioInfo(file);
    StudyClip clip;
    clip.model = model;
    clip.prompt = prompt;
    clip.seed = seed;
    clip.source = file;
    clip.sha256 = sha256OfFile(file);
    clip.sampleRateHz = info.sampleRateHz;
    clip.channels = info.channels;
    clip.seconds = static_cast<double>(info.frames) / info.sampleRateHz;
    return clip;
}

}  // namespace

std::vector<StudyClip> findStudyClips(const StudyDesign& design) {
    std::vector<PromptsOfModel> models;
    for (const StudyModel& model : design.models) {
        models.push_back(promptsOf(model));
    }
    std::vector<StudyClip> clips;
    for (const std::string& prompt : sharedPrompts(design, models)) {
        const std::optional<std::uint64_t> shared = sharedSeed(models, prompt);
        for (std::size_t i = 0; i < models.size(); ++i) {
            const SeedsOfPrompt& seeds = models[i].at(prompt);
            const std::uint64_t seed = shared.value_or(seeds.begin()->first);
            clips.push_back(clipFrom(seeds.at(seed), design.models[i].name, prompt, seed));
        }
    }
    for (const GoldPair& pair : design.gold) {
        clips.push_back(clipFrom(pair.better, "gold", pair.prompt, 0));
        clips.push_back(clipFrom(pair.worse, "gold", pair.prompt, 0));
    }
    return clips;
}

}  // namespace musicrl
