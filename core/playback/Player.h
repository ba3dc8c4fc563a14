// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/AudioDevice.h"
#include "playback/Listening.h"
#include "playback/PreparedTrial.h"
#include "playback/SyncMixer.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

struct LoopRegion {
    double beginSeconds = 0.0;
    double endSeconds = 0.0;
};

/// Why there is no sound, and what could be used in its place.
struct DeviceProblem {
    std::string sentence;                  ///< what happened and what to do
    std::vector<AudioDeviceInfo> offered;  ///< other outputs that can be opened, the likeliest first; see openDevice()
};

/// Plays clips in step through a sound output, and knows how they were listened to.
///
/// Listening: setClip() and setGainDb() by lane, then play(), switchTo(), seek(), setLoop().
///
/// A study's trial: prepareTrial() on another thread while the trial before is heard, stageNext(), and startNext() once
/// it is due, which takes microseconds: nothing is decoded, resampled or measured then. After the trial, trace() says
/// how it was listened to, levels() with which gains, conditions() through what: plain values to keep with the
/// judgement.
///
/// Without an output (none opened yet, none there, or gone) everything but play() works as usual: clips, positions and
/// loops are kept and are in force once openDevice() succeeds. An output that goes away in the middle stops the player,
/// and problem() says so and offers others; openDevice() with one of them goes on playing at the same position.
///
/// All state is polled: call checkDevice() and read it some 30 times a second while playing.
///
/// Thread-safety: used by one thread.
class Player {
public:
    /// \param lanes  clips at most at a time
    explicit Player(int lanes = 8);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Opens an output in place of the one at hand; clips are brought to its rate and the position is kept. What was
    /// playing when an output was lost, or when this one is changed, plays on. Takes up to about a second. \throws
    /// Error(Unavailable); the player is without an output then, and problem() offers others
    void openDevice(const DeviceChoice& choice = {});
    /// The choice last given to openDevice().
    [[nodiscard]] const DeviceChoice& deviceChoice() const { return choice_; }

    /// What could be opened. Looked for afresh when nothing plays (the output is closed for it and opened again,
    /// because PortAudio knows no hot-plug); while playing, what was there when the output was opened.
    [[nodiscard]] AudioSystem devices();

    /// Looks whether the output is still there, and notes that the clips have ended; call it a few times a second. An
    /// output that is gone is closed: playing stops.
    void checkDevice();

    [[nodiscard]] bool hasDevice() const { return device_ != nullptr; }
    /// "Built-in Audio · 44.1 kHz · 46 ms", or why there is no sound.
    [[nodiscard]] const std::string& deviceText() const { return deviceText_; }
    /// Set while an output that was asked for or used is not there; empty once one is open.
    [[nodiscard]] const std::optional<DeviceProblem>& problem() const { return problem_; }
    /// A sentence when the output refused the rate that was asked for and plays at another; else empty.
    [[nodiscard]] std::string rateNote() const;
    /// Since the output was opened.
    [[nodiscard]] Xruns xruns() const { return device_ ? device_->xruns() : Xruns{}; }
    /// What clips are resampled to: the output's rate, 44.1 kHz without one.
    [[nodiscard]] int sampleRateHz() const { return mixer_->config().sampleRateHz; }
    [[nodiscard]] int lanes() const { return static_cast<int>(lanes_.size()); }

    /// \param clip  resampled here and now unless it has sampleRateHz() already; nullptr empties the lane
    void setClip(int lane, const ClipPtr& clip);
    /// The same without any delay, for a clip made playable elsewhere.
    void setClip(int lane, const PlayableClip& clip);
    void setGainDb(int lane, double gainDb);
    /// How switchTo() goes from one clip to the other; a dip unless set, and always in a study's trial.
    void setSwitchStyle(SwitchStyle style) { switchStyle_ = style; }
    [[nodiscard]] SwitchStyle switchStyle() const { return switchStyle_; }
    void switchTo(int lane);
    void play();  ///< nothing without an output
    void pause();
    void seek(double seconds);
    void setLoop(std::optional<LoopRegion> region);

    /// Gain over all lanes, on top of theirs, such as the volume set-up page's; never above 0. Ignored while locked.
    void setVolumeDb(double volumeDb);
    [[nodiscard]] double volumeDb() const { return volumeDb_; }
    void lockVolume() { volumeLocked_ = true; }
    void unlockVolume() { volumeLocked_ = false; }
    [[nodiscard]] bool volumeLocked() const { return volumeLocked_; }

    /// Plays a tone round and round in place of the clips, at the volume alone; they wait where they were, and whatever
    /// is ordered of them ends the tone. Nothing without an output.
    void startTone(const ClipPtr& tone);
    void stopTone();
    [[nodiscard]] bool tonePlaying() const { return tone_.has_value(); }

    /// Keeps the next trial at hand; another output of another rate drops it. \throws Error(BadInput) when it has more
    /// clips than there are lanes, or is not at sampleRateHz(): bring it there on another thread (atRate())
    void stageNext(PreparedTrial trial);
    [[nodiscard]] bool hasNext() const { return next_.has_value(); }
    /// Puts the staged trial in place of what the lanes hold, at position 0 and without a loop, and plays it; what
    /// sounds fades out first (5 ms). trace() begins anew. \throws Error(BadInput) when none is staged
    void startNext(int firstLane = 0);

    [[nodiscard]] bool playing() const { return mixer_->playing() && !tone_; }
    [[nodiscard]] int heardLane() const { return heardLane_; }
    [[nodiscard]] double positionSeconds() const;
    [[nodiscard]] double durationSeconds() const;  ///< of the longest clip
    [[nodiscard]] const std::optional<LoopRegion>& loop() const { return loop_; }

    /// Of the trial in the lanes; empty when clips were set one by one.
    [[nodiscard]] const std::optional<TrialLevels>& levels() const { return levels_; }
    /// How this lane's samples reach the output.
    [[nodiscard]] LaneExactness exactness(int lane) const;
    /// What was done and heard since startNext() or clearTrace().
    [[nodiscard]] ListeningTrace trace() const;
    void clearTrace();
    [[nodiscard]] ListeningConditions conditions() const;

private:
    struct Lane {
        PlayableClip clip;
        double gainDb = 0.0;
    };
    using Clock = std::chrono::steady_clock;

    /// What waits while a tone plays.
    struct Tone {
        double positionSeconds = 0.0;
    };

    [[nodiscard]] int toneLane() const { return lanes(); }
    [[nodiscard]] std::int64_t framesAt(double seconds) const;
    void rebuildMixer(int sampleRateHz, int channels);
    void giveToMixer(int lane);
    void closeDevice(const std::string& reason);
    void loseDevice(const std::string& sentence);
    /// The mixer, with room for an order.
    SyncMixer& mixer();
    /// Carries orders out here where no device does.
    void settle();
    void note(ListeningAction action, double toSeconds = 0.0, double endSeconds = 0.0);
    void noteDropouts();

    std::vector<Lane> lanes_;
    int heardLane_ = 0;
    SwitchStyle switchStyle_ = SwitchStyle::Dip;
    std::optional<LoopRegion> loop_;
    double volumeDb_ = 0.0;
    bool volumeLocked_ = false;
    std::optional<Tone> tone_;
    std::optional<PreparedTrial> next_;
    std::optional<TrialLevels> levels_;
    std::vector<ListeningEvent> events_;
    Xruns xrunsBefore_;  ///< when the trace began; less those through outputs that are closed
    Xruns xrunsNoted_;

    std::unique_ptr<SyncMixer> mixer_;
    std::unique_ptr<AudioDevice> device_;  ///< reads mixer_, so it ends first
    AudioDeviceInfo heardThrough_;         ///< the output opened last; of no name before the first
    DeviceChoice choice_;
    std::optional<DeviceProblem> problem_;
    std::string deviceText_;
    bool playsOn_ = false;  ///< was playing when the output went
    bool wasPlaying_ = false;
    std::uint64_t lastBlocks_ = 0;
    Clock::time_point lastSign_;
};

}  // namespace musicrl
