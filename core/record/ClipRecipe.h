// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/Prompt.h"
#include "record/RewardBreakdown.h"

#include <filesystem>
#include <optional>
#include <string>

namespace musicrl {

/// Everything needed to make a clip again. The same recipe gives the same bytes on the same machine, build and
/// thread count.
struct ClipRecipe {
    std::string modelName;
    std::string modelHash;   ///< SHA-256 over the model's files
    std::string checkpoint;  ///< "" for the model itself, else the checkpoint's folder
    Prompt prompt;
    double temperature = 0.99;
    std::int64_t fineIterations = 1;  ///< SoundStorm iterations of the first fine level
    std::string engineVersion;
};

[[nodiscard]] Json toJson(const ClipRecipe& recipe);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] ClipRecipe clipRecipeFromJson(const Json& json, const std::string& where);

/// What stands beside a clip, as <clip>.json: the recipe, when it was made (UTC, ISO 8601), the file's SHA-256, and its
/// scores where known.
struct ClipRecord {
    ClipRecipe recipe;
    std::string createdUtc;
    std::string sha256;
    std::optional<RewardBreakdown> scores;
};

/// foo.flac → foo.json
[[nodiscard]] std::filesystem::path recordPathFor(const std::filesystem::path& clip);
void writeClipRecord(const std::filesystem::path& clip, const ClipRecord& record);
/// \throws Error(NotFound), Error(BadInput)
[[nodiscard]] ClipRecord readClipRecord(const std::filesystem::path& clip);

}  // namespace musicrl
