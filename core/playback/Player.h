// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "playback/AudioDevice.h"
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

/// The clip at another rate as something to share; itself when the rates agree. Takes a moment for long clips: call it
/// off the window's thread. \see resample
[[nodiscard]] ClipPtr clipAtRate(const ClipPtr& clip, int sampleRateHz);

/// Plays clips in step through the default sound output.
///
/// Without an output (none opened yet, none there, or gone) everything but play() works as usual: clips, positions and
/// loops are kept and are in force once openDevice() succeeds.
///
/// Thread-safety: used by one thread.
class Player {
public:
    explicit Player(int lanes = 2);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Opens the default output in place of the one at hand; clips are brought to its rate and the position is kept.
    /// Takes up to about a second. \throws Error(Unavailable); the player is without an output then
    void openDevice();

    /// Looks whether the output is still there; call it a few times a second. One that is gone is closed: playing
    /// stops.
    void checkDevice();

    [[nodiscard]] bool hasDevice() const { return device_ != nullptr; }
    /// "Built-in Audio · 44.1 kHz · 46 ms", or why there is no sound.
    [[nodiscard]] const std::string& deviceText() const { return deviceText_; }
    /// What clips are resampled to: the output's rate, 44.1 kHz without one.
    [[nodiscard]] int sampleRateHz() const { return mixer_->config().sampleRateHz; }

    /// \param clip  resampled here and now unless it has sampleRateHz() already; nullptr empties the lane
    void setClip(int lane, ClipPtr clip);
    void setGainDb(int lane, double gainDb);
    void switchTo(int lane);
    void play();  ///< nothing without an output
    void pause();
    void seek(double seconds);
    void setLoop(std::optional<LoopRegion> region);

    [[nodiscard]] bool playing() const { return mixer_->playing(); }
    [[nodiscard]] int heardLane() const { return heardLane_; }
    [[nodiscard]] double positionSeconds() const;
    [[nodiscard]] double durationSeconds() const;  ///< of the longest clip
    [[nodiscard]] const std::optional<LoopRegion>& loop() const { return loop_; }

private:
    struct Lane {
        ClipPtr clip;
        double gainDb = 0.0;
    };
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] std::int64_t framesAt(double seconds) const;
    void rebuildMixer(int sampleRateHz, int channels);
    void closeDevice(const std::string& reason);
    /// The mixer, with room for an order.
    SyncMixer& mixer();
    /// Carries orders out here where no device does.
    void settle();

    std::vector<Lane> lanes_;
    int heardLane_ = 0;
    std::optional<LoopRegion> loop_;
    std::unique_ptr<SyncMixer> mixer_;
    std::unique_ptr<AudioDevice> device_;  ///< reads mixer_, so it ends first
    std::string deviceText_;
    std::uint64_t lastBlocks_ = 0;
    Clock::time_point lastSign_;
};

}  // namespace musicrl
