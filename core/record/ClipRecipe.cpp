// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/ClipRecipe.h"

namespace musicrl {
namespace {

constexpr int formatVersion = 1;

}  // namespace

Json toJson(const ClipRecipe& recipe) {
    return {{"model", recipe.modelName},
            {"model_hash", recipe.modelHash},
            {"checkpoint", recipe.checkpoint},
            {"prompt", toJson(recipe.prompt)},
            {"temperature", recipe.temperature},
            {"fine_iterations", recipe.fineIterations},
            {"engine_version", recipe.engineVersion}};
}

ClipRecipe clipRecipeFromJson(const Json& json, const std::string& where) {
    return {requireKey<std::string>(json, "model", where),
            requireKey<std::string>(json, "model_hash", where),
            requireKey<std::string>(json, "checkpoint", where),
            promptFromJson(requireKey<Json>(json, "prompt", where), where),
            requireKey<double>(json, "temperature", where),
            requireKey<std::int64_t>(json, "fine_iterations", where),
            requireKey<std::string>(json, "engine_version", where)};
}

std::filesystem::path recordPathFor(const std::filesystem::path& clip) {
    return std::filesystem::path(clip).replace_extension(".json");
}

void writeClipRecord(const std::filesystem::path& clip, const ClipRecord& record) {
    Json json = {{"format", formatVersion},
                 {"created", record.createdUtc},
                 {"sha256", record.sha256},
                 {"recipe", toJson(record.recipe)}};
    if (record.scores) {
        json["scores"] = toJson(*record.scores);
    }
    writeJsonFile(recordPathFor(clip), json);
}

ClipRecord readClipRecord(const std::filesystem::path& clip) {
    const std::filesystem::path path = recordPathFor(clip);
    const Json json = readJsonFile(path);
    if (const int format = requireKey<int>(json, "format", path.string()); format != formatVersion) {
        throw Error(ErrorKind::BadInput, path.string() + " has format " + std::to_string(format) +
                                             ", but this version reads format " + std::to_string(formatVersion) + ".");
    }
    ClipRecord record{clipRecipeFromJson(requireKey<Json>(json, "recipe", path.string()), path.string()),
                      requireKey<std::string>(json, "created", path.string()),
                      requireKey<std::string>(json, "sha256", path.string()), std::nullopt};
    if (json.contains("scores")) {
        record.scores = rewardBreakdownFromJson(json["scores"], path.string());
    }
    return record;
}

}  // namespace musicrl
