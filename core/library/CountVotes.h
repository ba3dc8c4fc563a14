// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"

#include <filesystem>
#include <map>

namespace musicrl {

/// Where the Listen page keeps its votes: preference pairs with "blind" false.
[[nodiscard]] std::filesystem::path listenVotesPath(const std::filesystem::path& projectFolder);

/// How often each clip was compared and preferred, by file, in the preference pairs of votes/*.jsonl and of sealed studies
/// (studies/*/pairs-*.jsonl). A tie is a vote without a win; simulated votes do not count, and a trial with several
/// questions counts once, by "overall" where that was asked. A file that cannot be read is told of in the log and passed
/// over.
[[nodiscard]] std::map<std::filesystem::path, VoteCount> countVotes(const std::filesystem::path& projectFolder);

}  // namespace musicrl
