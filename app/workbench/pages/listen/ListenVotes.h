// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/PreferencePair.h"

#include <filesystem>

namespace musicrl {

/// How much better one of two clips is, as the Listen page asks: from much better to much worse.
enum class QuickPreference { MuchBetter, Better, Same, Worse, MuchWorse };

/// What the page knows of the two clips.
struct ComparedLanes {
    std::string prompt;
    ComparedClip first;
    ComparedClip second;
};

/// The vote as a preference pair: "blind" false (names were there to be seen), criterion "overall", strength 1 or 2,
/// source and study "listen". A pair of clips has one id, whichever of them is first.
[[nodiscard]] PreferencePair listenVote(const ComparedLanes& lanes, QuickPreference preference,
                                        const std::string& createdUtc);

/// Adds the vote to the file, in place of one of the same id. \throws Error(Io), Error(BadInput) for a file that is
/// none
void keepVote(const std::filesystem::path& file, const PreferencePair& vote);

}  // namespace musicrl
