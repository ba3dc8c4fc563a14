// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"

#include <filesystem>
#include <map>

namespace musicrl {

/// Where the Listen page keeps its votes: preference pairs with "blind" false.
[[nodiscard]] std::filesystem::path listenVotesPath(const std::filesystem::path& projectFolder);

/// How often each clip was compared and preferred, by file, in the preference pairs of votes/*.jsonl and
/// studies/*/votes.jsonl. A tie is a vote without a win; simulated votes do not count. A file that cannot be read is
/// told of in the log and passed over.
[[nodiscard]] std::map<std::filesystem::path, VoteCount> countVotes(const std::filesystem::path& projectFolder);

}  // namespace musicrl
