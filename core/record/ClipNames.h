// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "record/ClipRecipe.h"

#include <filesystem>
#include <set>
#include <string>

namespace musicrl {

/// What is done where another clip has the name that a new one would get.
enum class OtherClips {
    KeepBoth,  ///< the new one gets a number: calm-piano-1-2.flac
    Refuse,
    Replace
};

/// Names for new clips in a folder: <slug>-<seed>.flac. Within one job a name that is taken gets a number. A clip that
/// is there already and has the same recipe gives its name away, since it is the same clip; any other is treated as
/// wished, and so is a file without a record.
class ClipNames {
public:
    ClipNames(std::filesystem::path folder, OtherClips others);

    /// \throws Error(BadInput) where another clip is there and must stay
    [[nodiscard]] std::filesystem::path fileFor(const ClipRecipe& recipe);

private:
    [[nodiscard]] bool isFree(const std::filesystem::path& file, const ClipRecipe& recipe) const;

    std::filesystem::path folder_;
    OtherClips others_;
    std::set<std::string> taken_;
};

/// Whether the clip is there and was made by this recipe; the prompt's id does not count.
[[nodiscard]] bool isMadeBy(const std::filesystem::path& clip, const ClipRecipe& recipe);

}  // namespace musicrl
