// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/listen/DeskLane.h"
#include "app/workbench/pages/listen/LoopControl.h"
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

/// Two to eight lanes and the player behind them: what the Listen page and the transport show and order.
///
/// Clips are read through the services' queue for files; of two requests for a lane the later one wins. While it is
/// blind, the lanes have been shuffled and nothing tells which clip is which: all of them become ready at once, play as
/// long as the shortest, and are equally loud. A clip that is put into a lane by hand ends that.
class ListenDesk : public QObject {
    Q_OBJECT
public:
    explicit ListenDesk(WorkbenchServices& services, QObject* parent = nullptr);

    [[nodiscard]] const DeskLane& lane(int index) const { return lanes_.at(static_cast<std::size_t>(index)); }
    [[nodiscard]] int laneCount() const { return static_cast<int>(lanes_.size()); }
    [[nodiscard]] int mostLanes() const;
    [[nodiscard]] int heardLane() const;
    [[nodiscard]] bool blind() const { return blind_; }
    /// A lane's, as far as it may be told: while it is blind, all are being read until the last one is.
    [[nodiscard]] LaneStatus shownStatus(int index) const;
    /// A lane's clip's, as far as it may be told.
    [[nodiscard]] double shownSeconds(int index) const;
    /// Whether scores may not be seen now: it is blind, or they wait for the vote.
    [[nodiscard]] bool hidesScores() const { return blind_ || (hidesUntilVote_ && !voted_); }
    [[nodiscard]] bool hidesUntilVote() const { return hidesUntilVote_; }
    /// What a lane's clip is turned down by, in dB.
    [[nodiscard]] double gainDb(int lane) const { return levels_.gainsDb.at(static_cast<std::size_t>(lane)); }
    [[nodiscard]] bool playing() const { return playing_; }
    /// Whether levels are to be matched, and what came of it.
    [[nodiscard]] bool levelMatched() const { return levelMatched_ || blind_; }
    [[nodiscard]] const LaneLevels& levels() const { return levels_; }
    [[nodiscard]] const LoopControl& loop() const { return loop_; }

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
    void setHidesUntilVote(bool hides);  ///< remembered
    void noteVote();                     ///< on clips in the lanes: ends the blindness, and scores may show

    void togglePlaying();
    void hear(int lane);
    void seek(double seconds);
    void skip(double seconds);  ///< from here
    void seekStart();           ///< of the loop, or of all
    /// Plays this lane from there on; \p looped  only that part, again and again.
    void playWindow(int lane, const LoopRegion& window, bool looped);
    void toggleLoop();
    void setRegion(const LoopRegion& region);  ///< and loops it
    void loopAll();                            ///< the whole clips instead of a region
    void loopFromHere();
    void loopToHere();
    void toggleLevelMatch();
    void openDevice();         ///< tries the chosen output again
    void openOfferedDevice();  ///< the likeliest of the others, and remembers it

Q_SIGNALS:
    void laneChanged(int lane);    ///< its status or clip
    void lanesChanged();           ///< how many there are, which is where, or whether they are hidden
    void scoresChanged(int lane);  ///< only its scores
    void transportChanged();       ///< anything else but the position
    void positionChanged(double seconds);

private:
    void read(int lane);
    void fail(int lane, const QString& message);
    void fillPlayer();
    void showRead(int lane);
    void take(int lane, std::shared_ptr<const LoadedClip> loaded);
    void playFromStart();
    void matchLevels();
    void applyLoop();
    void loopChanged();
    void takePlayerBack();  ///< after a rating session, which had clips of its own in the lanes
    void poll();
    void tellWhatPlays();

    WorkbenchServices& services_;
    std::vector<DeskLane> lanes_ = std::vector<DeskLane>(2);
    LaneLevels levels_;
    LoopControl loop_;
    QTimer timer_;
    int requests_ = 0;  ///< counts what is read, to know a late answer
    bool blind_ = false;
    bool hidesUntilVote_ = false;
    bool voted_ = false;  ///< on clips in the lanes
    bool levelMatched_ = true;
    bool playing_ = false;
    bool playWhenRead_ = false;
    bool hadDevice_ = false;
    double position_ = -1.0;
};

}  // namespace musicrl
