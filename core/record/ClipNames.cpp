// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/ClipNames.h"

#include "base/Error.h"
#include "record/GeneratorName.h"

#include <optional>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// A record that cannot be read tells nothing of the clip.
std::optional<ClipRecipe> recipeAt(const fs::path& clip) {
    try {
        return readClipRecord(clip).recipe;
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// Without the prompt's id, and with the checkpoint in one spelling.
Json comparable(ClipRecipe recipe) {
    recipe.prompt.id.clear();
    if (!recipe.checkpoint.empty()) {
        recipe.checkpoint = fs::absolute(fs::path(recipe.checkpoint) / "").lexically_normal().string();
    }
    return toJson(recipe);
}

bool anythingIsAt(const fs::path& clip) {
    return fs::exists(clip) || fs::exists(recordPathFor(clip));
}

[[noreturn]] void refuse(const fs::path& file) {
    const std::optional<ClipRecipe> there = recipeAt(file);
    throw Error(ErrorKind::BadInput, file.string() + " is there already, " +
                                         (there ? "a clip of " + generatorName(*there, file) : "of unknown origin") +
                                         " that this one would replace: name another folder, or say --force to "
                                         "replace it.");
}

}  // namespace

bool isMadeBy(const fs::path& clip, const ClipRecipe& recipe) {
    const std::optional<ClipRecipe> there = fs::exists(clip) ? recipeAt(clip) : std::nullopt;
    return there && comparable(*there) == comparable(recipe);
}

ClipNames::ClipNames(fs::path folder, OtherClips others) : folder_(std::move(folder)), others_(others) {}

bool ClipNames::isFree(const fs::path& file, const ClipRecipe& recipe) const {
    if (!anythingIsAt(file) || others_ == OtherClips::Replace || isMadeBy(file, recipe)) {
        return true;
    }
    if (others_ == OtherClips::Refuse) {
        refuse(file);
    }
    return false;
}

fs::path ClipNames::fileFor(const ClipRecipe& recipe) {
    const std::string base = slug(recipe.prompt.text) + "-" + std::to_string(recipe.prompt.seed);
    std::string name = base;
    for (int copy = 2; taken_.contains(name) || !isFree(folder_ / (name + ".flac"), recipe); ++copy) {
        name = base + "-" + std::to_string(copy);
    }
    taken_.insert(name);
    return folder_ / (name + ".flac");
}

}  // namespace musicrl
