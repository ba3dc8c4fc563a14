// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/ClipRecipe.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// A clip that a run made for one of its fixed prompts at some step.
struct SampleClip {
    std::int64_t step = 0;
    std::string promptId;  ///< the file's name without extension
    std::filesystem::path file;
    std::optional<ClipRecord> record;  ///< empty when there is none that can be read
};

/// The clips in the folders step-… of \p folder, by step and then by name.
[[nodiscard]] std::vector<SampleClip> listSampleClips(const std::filesystem::path& folder);

}  // namespace musicrl
