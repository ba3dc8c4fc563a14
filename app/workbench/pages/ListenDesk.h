// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/LoadedClip.h"
#include "playback/AudioDevice.h"
#include "record/RewardBreakdown.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

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
    int request = 0;                           ///< by which its clip is read
};

/// Two to eight lanes and the player behind them: what the Listen page and the transport show and order.
///
/// Clips are read through the services' queue for files; of two requests for a lane the later one wins. While it is
/// blind, the lanes have been shuffled and nobody is told which clip is which; a clip that is put into a lane by hand
/// ends that.
class ListenDesk : public QObject {
    Q_OBJECT
public:
    explicit ListenDesk(WorkbenchServices& services, QObject* parent = nullptr);

    [[nodiscard]] const DeskLane& lane(int index) const { return lanes_.at(static_cast<std::size_t>(index)); }
    [[nodiscard]] int laneCount() const { return static_cast<int>(lanes_.size()); }
    [[nodiscard]] int mostLanes() const;
    [[nodiscard]] int heardLane() const;
    [[nodiscard]] bool blind() const { return blind_; }
    /// What a lane's clip is turned down by, in dB.
    [[nodiscard]] double gainDb(int lane) const { return gainsDb_.at(static_cast<std::size_t>(lane)); }
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
    /// The clips into the lanes from A on, the rest of which are emptied; at most mostLanes() of them.
    void setLanes(const std::vector<std::filesystem::path>& paths);
    void addLane();             ///< an empty one behind the others, while there is room
    void removeLane(int lane);  ///< of more than two; those behind it move up
    /// Hides or shows which clip is which. \param seed  of the order that the lanes get when they are hidden
    void setBlind(bool blind, std::uint64_t seed);
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
    void lanesChanged();           ///< how many there are, which is where, or whether they are hidden
    void scoresChanged(int lane);  ///< only its scores
    void transportChanged();       ///< anything else but the position
    void positionChanged(double seconds);

private:
    void tryDevice(const DeviceChoice& choice);
    void read(int lane);
    void fillPlayer();
    void take(int lane, std::shared_ptr<const LoadedClip> loaded);
    void playFromStart();
    void matchLevels();
    void applyLoop();
    void takePlayerBack();  ///< after a rating session, which had clips of its own in the lanes
    void poll();
    void tellWhatPlays();

    WorkbenchServices& services_;
    std::vector<DeskLane> lanes_ = std::vector<DeskLane>(2);
    int requests_ = 0;  ///< counts what is read, to know a late answer
    std::vector<double> gainsDb_ = {0.0, 0.0};
    bool blind_ = false;
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
