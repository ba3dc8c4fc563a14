// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/ModelCatalog.h"

#include "base/Error.h"
#include "base/Hash.h"
#include "base/Json.h"
#include "base/Paths.h"

#include <algorithm>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Over the names and contents of every configuration and weights file, in the order of their names.
std::string hashOfModel(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (entry.is_regular_file() && (extension == ".json" || extension == ".safetensors")) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::string listing;
    for (const fs::path& file : files) {
        listing += fs::relative(file, folder).generic_string() + " " + sha256OfFile(file) + "\n";
    }
    return sha256(listing);
}

ModelInfo readModel(const fs::path& folder) {
    const fs::path file = folder / "model.json";
    const Json json = readJsonFile(file);
    ModelInfo info;
    info.name = requireKey<std::string>(json, "name", file.string());
    info.description = json.value("description", std::string());
    info.maxSeconds = requireKey<double>(json, "maxSeconds", file.string());
    info.folder = fs::absolute(folder);
    return info;
}

bool holdsModel(const fs::path& folder) {
    return fs::exists(folder / "model.json");
}

bool canGenerate(const ModelInfo& model) {
    return fs::exists(model.folder / "language" / "config.json");
}

/// Generators and others, such as the simulated raters' judges.
std::vector<ModelInfo> allModels() {
    std::vector<ModelInfo> models;
    for (const fs::path& root : {resourcesFolder() / "models", userDataFolder() / "models"}) {
        if (!fs::is_directory(root)) {
            continue;
        }
        for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
            if (holdsModel(entry.path())) {
                models.push_back(readModel(entry.path()));
            }
        }
    }
    std::sort(models.begin(), models.end(), [](const ModelInfo& a, const ModelInfo& b) { return a.name < b.name; });
    return models;
}

}  // namespace

std::vector<ModelInfo> listModels() {
    std::vector<ModelInfo> models = allModels();
    std::erase_if(models, [](const ModelInfo& model) { return !canGenerate(model); });
    return models;
}

ModelInfo findModel(const std::string& nameOrFolder) {
    ModelInfo found;
    std::string known;
    for (const ModelInfo& model : allModels()) {
        known += !canGenerate(model) ? "" : (known.empty() ? "" : ", ") + model.name;
        if (model.name == nameOrFolder) {
            found = model;
        }
    }
    if (found.folder.empty() && !nameOrFolder.empty() && holdsModel(nameOrFolder)) {
        found = readModel(nameOrFolder);
    }
    if (found.folder.empty()) {
        throw Error(ErrorKind::NotFound, "There is no model \"" + nameOrFolder +
                                             "\". Known models: " + (known.empty() ? "none" : known) +
                                             "; or give a folder that holds a model.json.");
    }
    found.hash = hashOfModel(found.folder);
    return found;
}

ModelInfo findGenerator(const std::string& nameOrFolder) {
    ModelInfo model = findModel(nameOrFolder);
    if (!canGenerate(model)) {
        throw Error(ErrorKind::BadInput, "The model " + model.name +
                                             " makes no music: it holds no language model, only parts that judge "
                                             "clips. Name a model that does, such as \"demo\".");
    }
    return model;
}

}  // namespace musicrl
