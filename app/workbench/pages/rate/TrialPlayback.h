// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/Player.h"

namespace musicrl {

/// What a rating session needs of a player; tests put a clock of their own behind it.
class TrialPlayback {
public:
    virtual ~TrialPlayback() = default;

    /// What clips are to be resampled to.
    [[nodiscard]] virtual int sampleRateHz() const = 0;
    /// Puts the trial's clips in place of what there is and plays them from their start, this lane first. \see
    /// Player::startNext
    virtual void start(const PreparedTrial& trial, int firstLane) = 0;
    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void switchTo(int lane) = 0;
    virtual void seek(double seconds) = 0;
    virtual void setLoop(std::optional<LoopRegion> region) = 0;

    /// Call it some 30 times a second.
    virtual void poll() = 0;
    [[nodiscard]] virtual bool playing() const = 0;
    [[nodiscard]] virtual int heardLane() const = 0;
    [[nodiscard]] virtual double positionSeconds() const = 0;
    /// What was done and heard since start().
    [[nodiscard]] virtual ListeningTrace trace() const = 0;
    [[nodiscard]] virtual ListeningConditions conditions() const = 0;
    /// Why there is no sound, in a sentence; empty when there is.
    [[nodiscard]] virtual std::string trouble() const = 0;
    /// The output that could be used in place of one that is gone; empty when there is none.
    [[nodiscard]] virtual std::string offer() const = 0;
    /// Tries to get sound again, through the output that was chosen.
    virtual void retry() = 0;
    /// The same through the one that is offered.
    virtual void useOffered() = 0;
};

/// The window's player, which the session has to itself while it lasts.
class PlayerPlayback : public TrialPlayback {
public:
    explicit PlayerPlayback(Player& player) : player_(player) {}

    [[nodiscard]] int sampleRateHz() const override { return player_.sampleRateHz(); }
    void start(const PreparedTrial& trial, int firstLane) override;
    void play() override { player_.play(); }
    void pause() override { player_.pause(); }
    void switchTo(int lane) override { player_.switchTo(lane); }
    void seek(double seconds) override { player_.seek(seconds); }
    void setLoop(std::optional<LoopRegion> region) override { player_.setLoop(region); }
    void poll() override { player_.checkDevice(); }
    [[nodiscard]] bool playing() const override { return player_.playing(); }
    [[nodiscard]] int heardLane() const override { return player_.heardLane(); }
    [[nodiscard]] double positionSeconds() const override { return player_.positionSeconds(); }
    [[nodiscard]] ListeningTrace trace() const override { return player_.trace(); }
    [[nodiscard]] ListeningConditions conditions() const override { return player_.conditions(); }
    [[nodiscard]] std::string trouble() const override;
    [[nodiscard]] std::string offer() const override;
    void retry() override;
    void useOffered() override;

private:
    void open(const DeviceChoice& choice);

    Player& player_;
};

}  // namespace musicrl
