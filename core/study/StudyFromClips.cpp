// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyFromClips.h"

#include "base/Error.h"
#include "record/GeneratorName.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

using FilesOfModels = std::map<std::string, fs::path>;  // by the model's name
using SeedsOfPrompt = std::map<std::uint64_t, FilesOfModels>;

class Sorting {
public:
    explicit Sorting(std::span<const LibraryClip> clips) {
        for (const LibraryClip& clip : clips) {
            take(clip);
        }
    }

    ModelsFromClips result() {
        for (const auto& [prompt, seeds] : prompts_) {
            use(seeds, sharedSeed(seeds));
        }
        for (const std::string& name : order_) {
            if (!chosen_[name].empty()) {
                result_.models.push_back({.name = name, .clips = {}, .files = chosen_[name]});
            }
        }
        return std::move(result_);
    }

private:
    void refuse(const fs::path& file, const std::string& reason) { result_.unusable.push_back({file, reason}); }

    void take(const LibraryClip& clip) {
        if (!fs::exists(recordPathFor(clip.file))) {
            refuse(clip.file, "It has no record beside it, so its prompt and seed are not known.");
            return;
        }
        try {
            add(clip, readClipRecord(clip.file));
        } catch (const Error& error) {  // one bad record of many: told of in the list
            refuse(clip.file, error.what());
        }
    }

    void add(const LibraryClip& clip, const ClipRecord& record) {
        const std::string model = plainName(clip.model.empty() ? generatorName(record.recipe, clip.file) : clip.model);
        const Prompt& prompt = record.recipe.prompt;
        const auto [place, isNew] = prompts_[oneLine(prompt.text)][prompt.seed].emplace(model, clip.file);
        if (!isNew) {
            refuse(clip.file,
                   "It has the model, prompt and seed of " + place->second.filename().string() + ", which is taken.");
        } else if (std::find(order_.begin(), order_.end(), model) == order_.end()) {
            order_.push_back(model);
        }
    }

    [[nodiscard]] std::optional<std::uint64_t> sharedSeed(const SeedsOfPrompt& seeds) const {
        for (const auto& [seed, files] : seeds) {
            if (files.size() == order_.size()) {
                return seed;
            }
        }
        return std::nullopt;
    }

    void use(const SeedsOfPrompt& seeds, std::optional<std::uint64_t> shared) {
        result_.prompts += shared ? 1 : 0;
        for (const auto& [seed, files] : seeds) {
            for (const auto& [model, file] : files) {
                if (seed == shared) {
                    chosen_[model].push_back(file);
                } else {
                    refuse(file, shared ? "A study takes one clip a prompt and model: that of seed " +
                                              std::to_string(*shared) + "."
                                        : "No clip of " + missing(files) + " for its prompt and seed " +
                                              std::to_string(seed) + " is among them.");
                }
            }
        }
    }

    [[nodiscard]] std::string missing(const FilesOfModels& files) const {
        std::string names;
        for (const std::string& model : order_) {
            if (!files.contains(model)) {
                names += (names.empty() ? "" : ", ") + model;
            }
        }
        return names;
    }

    std::map<std::string, SeedsOfPrompt> prompts_;
    std::vector<std::string> order_;
    std::map<std::string, std::vector<fs::path>> chosen_;
    ModelsFromClips result_;
};

}  // namespace

ModelsFromClips modelsFromClips(std::span<const LibraryClip> clips) {
    return Sorting(clips).result();
}

}  // namespace musicrl
