// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/GeneratorName.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string_view>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestPlainName = 64;

/// The step of a folder "step-00000040"; nothing for another name.
std::optional<std::int64_t> stepOf(std::string_view name) {
    constexpr std::string_view prefix = "step-";
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    std::int64_t step = 0;
    const char* const end = name.data() + name.size();
    const auto [stopped, fault] = std::from_chars(name.data() + prefix.size(), end, step);
    return fault == std::errc() && stopped == end ? std::optional(step) : std::nullopt;
}

}  // namespace

RunPlace runPlaceOf(const fs::path& path) {
    std::vector<std::string> parts;
    for (const fs::path& part : path) {
        parts.push_back(part.string());
    }
    for (std::size_t i = 2; i < parts.size(); ++i) {
        const std::optional<std::int64_t> step = stepOf(parts[i]);
        if (step && (parts[i - 1] == "samples" || parts[i - 1] == "checkpoints")) {
            return {parts[i - 2], step};
        }
    }
    return {};
}

std::string generatorName(const ClipRecipe& recipe, const fs::path& clip) {
    if (recipe.checkpoint.empty()) {
        return recipe.modelName + " · base";
    }
    const std::string checkpoint = (fs::path(recipe.checkpoint) / "").parent_path().filename().string();
    const RunPlace madeBy = runPlaceOf(recipe.checkpoint);
    const std::string run = madeBy.run.empty() ? runPlaceOf(clip).run : madeBy.run;
    const std::optional<std::int64_t> step = stepOf(checkpoint);
    return (run.empty() ? recipe.modelName : run) + " @ " + (step ? std::to_string(*step) : checkpoint);
}

std::string plainName(const std::string& generator) {
    std::string name;
    for (const char letter : generator) {
        const bool plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '.';
        if (plain && !(name.empty() && letter == '.')) {
            name += letter;
        } else if (!name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    name.resize(std::min(name.size(), longestPlainName));
    while (!name.empty() && name.back() == '-') {
        name.pop_back();
    }
    return name.empty() ? "model" : name;
}

}  // namespace musicrl
