// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/RecipeFiles.h"

#include "base/Error.h"
#include "base/Paths.h"
#include "base/Toml.h"

#include <algorithm>
#include <filesystem>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int maxDepth = 8;

fs::path recipesFolder() {
    return resourcesFolder() / "recipes";
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

bool isPath(const std::string& nameOrPath) {
    return nameOrPath.find('/') != std::string::npos || fs::path(nameOrPath).extension() == ".toml";
}

/// \param beside  the folder from which a relative path counts
fs::path fileOf(const std::string& nameOrPath, const fs::path& beside) {
    if (isPath(nameOrPath)) {
        return beside / nameOrPath;
    }
    const std::vector<std::string> names = recipeNames();
    if (std::find(names.begin(), names.end(), nameOrPath) == names.end()) {
        throw Error(ErrorKind::NotFound, "There is no recipe \"" + nameOrPath + "\". Known recipes: " + joined(names) +
                                             "; or give the path of a .toml file.");
    }
    return recipesFolder() / (nameOrPath + ".toml");
}

void layOver(Json& under, const Json& over) {
    for (const auto& [key, value] : over.items()) {
        if (value.is_object() && key != "rewards") {
            under[key].update(value);
        } else {
            under[key] = value;
        }
    }
}

Recipe readFile(const fs::path& file, int depth) {
    Json json = readTomlFile(file);
    const auto base = json.find("based_on");
    if (base == json.end()) {
        return recipeFromJson(json, file.string());
    }
    if (!base->is_string() || depth == maxDepth) {
        throw Error(ErrorKind::BadInput, file.string() +
                                             ": \"based_on\" must be the name or path of a recipe that is not "
                                             "itself based on this one.");
    }
    Json whole = toJson(readFile(fileOf(base->get<std::string>(), file.parent_path()), depth + 1));
    json.erase(base);
    layOver(whole, json);
    return recipeFromJson(whole, file.string());
}

/// The recipes folder also holds settings of other kinds.
bool isFinetuningRecipe(const fs::path& path) {
    if (path.extension() != ".toml") {
        return false;
    }
    const Json json = readTomlFile(path);
    return json.contains("rewards") || json.contains("based_on");
}

}  // namespace

Recipe readRecipe(const std::string& nameOrPath) {
    return readFile(fileOf(nameOrPath, {}), 0);
}

std::vector<std::string> recipeNames() {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(recipesFolder(), ignored)) {
        if (isFinetuningRecipe(entry.path())) {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace musicrl
