// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "run/RunDirectory.h"

#include <filesystem>
#include <functional>

namespace musicrl {

struct FinetuneParts;

/// Learns from a recipe's judged pairs (DPO) into a run folder, which openRun makes or opens once the pairs have been
/// read. The pairs' tokens are kept in <run folder>/pairs.safetensors, so that a run that is taken up again need not
/// hear them. \throws Error(BadInput), Error(NotFound) for pairs or clips that cannot be used
void trainFromPairs(const FinetuneParts& parts, const std::filesystem::path& modelFolder, const Recipe& recipe,
                    const std::filesystem::path& runFolder, const std::function<RunDirectory()>& openRun, bool resume,
                    const JobContext& context);

}  // namespace musicrl
