// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Names a clip in one library; stays while its file does.
using ClipId = std::int64_t;

/// How often people chose between the clip and another, and how often it was the better one.
struct VoteCount {
    std::int64_t votes = 0;
    std::int64_t wins = 0;

    friend bool operator==(const VoteCount&, const VoteCount&) = default;
};

/// Everything that a list shows of a clip, sorts it by or looks for.
struct LibraryClip {
    ClipId id = 0;
    std::filesystem::path file;  ///< absolute
    std::string title;           ///< the prompt; the file's name without extension where there is none
    std::string model;           ///< what made it (see generatorName); empty where unknown
    std::string run;             ///< which run made it, as a sample or with one of its checkpoints; or empty
    std::optional<std::int64_t> step;
    std::optional<std::uint64_t> seed;
    std::string createdUtc;  ///< by the record, else when the file was last written
    double seconds = 0.0;
    std::optional<double> mulan;
    std::optional<double> mos;
    std::optional<double> preference;
    std::optional<double> klNats;
    std::optional<double> mix;
    VoteCount votes;
    bool isStarred = false;
    std::vector<Peak> peaks;  ///< empty until the file was decoded
};

enum class ClipColumn { Created, Title, Model, Seconds, Seed, Step, Mulan, Mos, Preference, Kl, Mix, Votes, Starred };

/// By one column; clips that lack the value come last either way.
struct ClipOrder {
    ClipColumn column = ClipColumn::Created;
    bool isDescending = true;

    friend auto operator<=>(const ClipOrder&, const ClipOrder&) = default;
};

}  // namespace musicrl
