// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/listening/ListenLane.h"

#include <QString>
#include <optional>
#include <vector>

namespace musicrl {

class Player;

/// What made the clip, by its record (see generatorName), else the file's name.
[[nodiscard]] QString clipTitle(const LoadedClip& clip);
/// "seed 41", or empty for a clip without a record.
[[nodiscard]] QString clipChip(const LoadedClip& clip);

/// The prompt of the clips; empty when none has one, all joined by " · " when they differ.
[[nodiscard]] QString promptOf(const ListenDesk& desk);
/// Whether all clips are of one prompt and seed.
[[nodiscard]] bool haveOneSeed(const ListenDesk& desk);

/// Values over time of each term that has windows.
[[nodiscard]] std::vector<LaneStrip> stripsOf(const std::optional<RewardBreakdown>& scores);

/// Two lanes that are held against each other.
struct LanePair {
    int first = 0;
    int second = 1;

    friend bool operator==(const LanePair&, const LanePair&) = default;
};

/// The first's minus the second's loudness as they are played, in LU; empty when one is not known.
[[nodiscard]] std::optional<double> loudnessDifference(const ListenDesk& desk, LanePair pair);

/// "A", "B" and so on.
[[nodiscard]] QString laneLetter(int lane);

/// "Built-in Audio · 44.1 kHz · 46 ms", and what is to be known of it: not bit-exact, dropouts, volume locked.
[[nodiscard]] QString outputText(const Player& player, int heardLane);

/// A line a clip: whether it is played bit-exact, or what is done to it.
[[nodiscard]] QString outputHint(const Player& player);

/// "level-matched −16.0 LUFS", or that it could not be; empty where there is nothing to match or it is not wanted.
[[nodiscard]] QString levelText(const ListenDesk& desk);

/// A line a clip: how loud it is and what is done to it, and why nothing is matched. Nothing of it while it is blind.
[[nodiscard]] QString levelHint(const ListenDesk& desk);

/// What the transport shows of the desk; the rest is the player's.
[[nodiscard]] TransportState transportOf(const ListenDesk& desk);

}  // namespace musicrl
