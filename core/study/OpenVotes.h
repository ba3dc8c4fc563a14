// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/PreferencePair.h"

#include <filesystem>

namespace musicrl {

/// Adds a vote that was given with open eyes, on the Listen page say: apart from all studies, as a line of a file of
/// preference pairs with "blind": false and source "listen". Training leaves such votes out unless asked for them.
/// On the disk when this returns. \throws Error(Io)
void keepOpenVote(const std::filesystem::path& file, PreferencePair vote);

/// Where a project keeps them: project/votes.jsonl.
[[nodiscard]] std::filesystem::path openVotesFile(const std::filesystem::path& project);

}  // namespace musicrl
