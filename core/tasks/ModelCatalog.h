// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// A model folder: model.json (name, description, maxSeconds, parts) and a folder per part.
struct ModelInfo {
    std::string name;
    std::string description;
    std::filesystem::path folder;
    double maxSeconds = 30.0;
    std::string hash;
};

/// Shipped models and the user's that can make music (those with a language model), by name.
[[nodiscard]] std::vector<ModelInfo> listModels();

/// By name, or a folder with a model.json; also one that only judges.
/// \throws Error(NotFound) "There is no model "x". Known models: demo."
[[nodiscard]] ModelInfo findModel(const std::string& nameOrFolder);

/// The same, but one that makes music. \throws Error(BadInput) also for a model without a language model
[[nodiscard]] ModelInfo findGenerator(const std::string& nameOrFolder);

}  // namespace musicrl
