// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/LoadedClip.h"

#include <QString>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace musicrl {

enum class LaneStatus { Empty, Reading, Ready, Failed };

/// What a lane of the Listen page holds.
struct DeskLane {
    LaneStatus status = LaneStatus::Empty;
    std::filesystem::path path;
    QString failure;                           ///< in words for the user
    std::shared_ptr<const LoadedClip> loaded;  ///< when Ready
    std::optional<RewardBreakdown> scores;     ///< from the clip's record or scored since
    int request = 0;                           ///< by which its clip is read
};

/// Whether a clip of one of them is still being read.
[[nodiscard]] bool anyIsReading(std::span<const DeskLane> lanes);
/// Of the shortest clip there is; 0 without any.
[[nodiscard]] double shortestSeconds(std::span<const DeskLane> lanes);

/// How equally loud the clips of the lanes are played.
struct LaneLevels {
    TrialLevels match;            ///< of the clips there are
    std::vector<double> gainsDb;  ///< by lane; 0 for one without a clip
    QString reason;               ///< why nothing is matched, in a sentence; empty when it is
};

/// \param wished  else no clip is turned down
[[nodiscard]] LaneLevels levelsOf(std::span<const DeskLane> lanes, double wishedLufs, bool wished);

/// The clip's beginning, faded out in the last 5 ms; the clip itself when it is no longer.
[[nodiscard]] PlayableClip cutTo(const PlayableClip& clip, double seconds);

}  // namespace musicrl
