// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/RunDirectory.h"

#include <filesystem>

namespace musicrl {

/// The checkpoint that stands for a run: of the step that its recipe selects, or the newest where it selects none.
/// \throws Error(NotFound) when the run has not come that far
[[nodiscard]] Checkpoint selectedCheckpoint(const RunDirectory& run);

/// The checkpoint's folder that a folder stands for: that of a run its selected one, one with a policy.safetensors itself.
/// \throws Error(NotFound) when it is neither
[[nodiscard]] std::filesystem::path checkpointFolderOf(const std::filesystem::path& runOrCheckpoint);

}  // namespace musicrl
