// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "record/GeneratorName.h"
#include "tasks/SimulatedRatingTask.h"

#include <algorithm>
#include <map>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A clip of a folder, with what its record says.
struct FoundClip {
    fs::path file;
    std::uint64_t seed = 0;
    std::string generator;
};
using ClipsByPrompt = std::map<std::string, std::vector<FoundClip>>;

std::vector<fs::path> recordedClips(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw Error(ErrorKind::NotFound, "There is no folder " + folder.string() + " with clips.");
    }
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if ((extension == ".flac" || extension == ".wav") && fs::exists(recordPathFor(entry.path()))) {
            files.push_back(entry.path());
        }
    }
    if (files.empty()) {
        throw Error(ErrorKind::BadInput, folder.string() +
                                             " holds no clips with records beside them: prompts are read from those, "
                                             "as \"musicrl generate\" writes them.");
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// \param name  of the generator; empty: as the record says
ClipsByPrompt clipsOf(const fs::path& folder, const std::string& name) {
    ClipsByPrompt clips;
    for (const fs::path& file : recordedClips(folder)) {
        const ClipRecipe recipe = readClipRecord(file).recipe;
        clips[recipe.prompt.text].push_back(
            {file, recipe.prompt.seed, name.empty() ? generatorName(recipe, file) : name});
    }
    return clips;
}

std::vector<ClipsToCompare> withinFolder(const ClipsByPrompt& clips) {
    std::vector<ClipsToCompare> pairs;
    for (const auto& [prompt, found] : clips) {
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (std::size_t k = i + 1; k < found.size(); ++k) {
                pairs.push_back({prompt, found[i].file, found[k].file, found[i].generator, found[k].generator});
            }
        }
    }
    return pairs;
}

bool shareSeeds(const std::vector<FoundClip>& first, const std::vector<FoundClip>& second) {
    std::set<std::uint64_t> seeds;
    for (const FoundClip& clip : first) {
        seeds.insert(clip.seed);
    }
    return std::any_of(second.begin(), second.end(), [&](const FoundClip& clip) { return seeds.count(clip.seed) > 0; });
}

void addBetween(const ClipsByPrompt& first, const ClipsByPrompt& second, std::vector<ClipsToCompare>& pairs) {
    for (const auto& [prompt, found] : first) {
        const auto others = second.find(prompt);
        if (others == second.end()) {
            continue;
        }
        const bool bySeed = shareSeeds(found, others->second);
        for (const FoundClip& a : found) {
            for (const FoundClip& b : others->second) {
                if (!bySeed || a.seed == b.seed) {
                    pairs.push_back({prompt, a.file, b.file, a.generator, b.generator});
                }
            }
        }
    }
}

std::string nameOf(const fs::path& folder) {
    const fs::path path = fs::absolute(folder).lexically_normal();
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

std::vector<std::string> namesOf(const std::vector<fs::path>& folders, const std::vector<std::string>& names) {
    std::vector<std::string> result = names;
    if (names.empty() && folders.size() > 1) {
        std::transform(folders.begin(), folders.end(), std::back_inserter(result), nameOf);
    }
    result.resize(std::max(result.size(), folders.size()));
    if (result.size() > folders.size()) {
        throw Error(ErrorKind::BadInput, "There are more names than folders of clips.");
    }
    if (folders.size() > 1 && std::set<std::string>(result.begin(), result.end()).size() < result.size()) {
        throw Error(ErrorKind::BadInput, "Each folder of clips needs a name of its own: give one a folder.");
    }
    return result;
}

}  // namespace

std::vector<ClipsToCompare> clipsToCompare(const std::vector<fs::path>& folders,
                                           const std::vector<std::string>& names) {
    const std::vector<std::string> generators = namesOf(folders, names);
    std::vector<ClipsByPrompt> clips;
    for (std::size_t i = 0; i < folders.size(); ++i) {
        clips.push_back(clipsOf(folders[i], generators[i]));
    }
    std::vector<ClipsToCompare> pairs = clips.size() == 1 ? withinFolder(clips.front()) : std::vector<ClipsToCompare>();
    for (std::size_t i = 0; i < clips.size(); ++i) {
        for (std::size_t k = i + 1; k < clips.size(); ++k) {
            addBetween(clips[i], clips[k], pairs);
        }
    }
    if (pairs.empty()) {
        throw Error(ErrorKind::BadInput, folders.size() == 1
                                             ? folders.front().string() +
                                                   " holds no two clips of one prompt: make some with "
                                                   "\"musicrl generate --count 2\"."
                                             : std::string("The folders hold no clips of the same prompt."));
    }
    return pairs;
}

}  // namespace musicrl
