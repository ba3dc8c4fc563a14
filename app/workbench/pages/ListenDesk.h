// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/LoadedClip.h"
#include "playback/AudioDevice.h"
#include "record/RewardBreakdown.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>

namespace musicrl {

class WorkbenchServices;

enum class LaneStatus { Empty, Reading, Ready, Failed };

/// What a lane of the Listen page holds.
struct DeskLane {
    LaneStatus status = LaneStatus::Empty;
    std::filesystem::path path;
    QString failure;                           ///< in words for the user
    std::shared_ptr<const LoadedClip> loaded;  ///< when Ready
    std::optional<RewardBreakdown> scores;     ///< from the clip's record or scored since
};

/// Two lanes and the player behind them: what the Listen page and the transport show and order.
///
/// Clips are read through the services' queue for files; of two requests for a lane the later one wins.
class ListenDesk : public QObject {
    Q_OBJECT
public:
    explicit ListenDesk(WorkbenchServices& services, QObject* parent = nullptr);

    [[nodiscard]] const DeskLane& lane(int index) const { return lanes_.at(static_cast<std::size_t>(index)); }
    [[nodiscard]] int heardLane() const;
    [[nodiscard]] bool playing() const { return playing_; }
    [[nodiscard]] bool levelMatched() const { return levelMatched_; }
    [[nodiscard]] double targetLufs() const { return targetLufs_; }
    /// Why there is no sound output, in words; empty when there is one.
    [[nodiscard]] QString deviceFailure() const;
    [[nodiscard]] bool looping() const { return looping_; }
    /// The region that a loop plays; empty for the whole clip.
    struct Region {
        double beginSeconds = 0.0;
        double endSeconds = 0.0;
    };
    [[nodiscard]] const std::optional<Region>& region() const { return region_; }

    void setLane(int lane, const std::filesystem::path& path);
    /// Puts the clip into lane A and plays it from its start once it is read.
    void playNow(const std::filesystem::path& path);
    void setScores(int lane, const RewardBreakdown& scores);

    void togglePlaying();
    void hear(int lane);
    void seek(double seconds);
    void toggleLoop();
    void setRegion(const std::optional<Region>& region);  ///< and loops it
    void toggleLevelMatch();
    void openDevice();  ///< tries the chosen output again

Q_SIGNALS:
    void laneChanged(int lane);    ///< its status or clip
    void scoresChanged(int lane);  ///< only its scores
    void transportChanged();       ///< anything else but the position
    void positionChanged(double seconds);

private:
    void tryDevice(const DeviceChoice& choice);
    void take(int lane, std::shared_ptr<const LoadedClip> loaded);
    void playFromStart();
    void matchLevels();
    void applyLoop();
    void poll();
    void tellWhatPlays();

    WorkbenchServices& services_;
    std::array<DeskLane, 2> lanes_;
    std::array<int, 2> requests_ = {0, 0};  ///< counts setLane() by lane, to know a late answer
    QTimer timer_;
    std::optional<Region> region_;
    bool looping_ = false;
    bool levelMatched_ = true;
    bool playing_ = false;
    bool playWhenRead_ = false;
    bool hadDevice_ = false;
    double targetLufs_ = -16.0;
    double position_ = -1.0;
};

}  // namespace musicrl
