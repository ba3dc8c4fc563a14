// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/TrialPlayback.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace musicrl {

/// Plays to nobody, many times as fast as real time, and counts what was heard as a player does.
class ClockPlayback : public TrialPlayback {
public:
    explicit ClockPlayback(double speed = 20.0) : speed_(speed) {}

    [[nodiscard]] int sampleRateHz() const override { return conditions_.sampleRateHz; }
    void start(const PreparedTrial& trial, int firstLane) override {
        span_ = 0.0;
        for (const PlayableClip& clip : trial.clips) {
            span_ = std::max(span_, clip.playable->durationSeconds());
        }
        trace_ = {};
        trace_.heardSeconds.assign(trial.clips.size(), 0.0);
        trace_.coveredSeconds.assign(trial.clips.size(), 0.0);
        covered_.assign(trial.clips.size(), {});
        heard_ = firstLane;
        position_ = 0.0;
        loop_.reset();
        play();
    }
    void play() override {
        playing_ = true;
        last_ = Clock::now();
        note(ListeningAction::Play);
    }
    void pause() override {
        poll();
        if (playing_) {
            note(ListeningAction::Pause);
        }
        playing_ = false;
    }
    void switchTo(int lane) override {
        poll();
        heard_ = lane;
        note(ListeningAction::Switch);
    }
    void seek(double seconds) override {
        poll();
        note(ListeningAction::Seek, seconds);
        position_ = seconds;
    }
    void setLoop(std::optional<LoopRegion> region) override {
        loop_ = region;
        note(region ? ListeningAction::Loop : ListeningAction::ClearLoop, region ? region->beginSeconds : 0.0,
             region ? region->endSeconds : 0.0);
    }
    void poll() override {
        const Clock::time_point now = Clock::now();
        const double passed = playing_ ? speed_ * std::chrono::duration<double>(now - last_).count() : 0.0;
        last_ = now;
        if (!playing_) {
            return;
        }
        trace_.heardSeconds[static_cast<std::size_t>(heard_)] += std::min(passed, loop_ ? passed : span_ - position_);
        cover(position_, std::min(position_ + passed, loop_ ? loop_->endSeconds : span_));
        if (loop_ && position_ + passed >= loop_->endSeconds) {
            cover(loop_->beginSeconds, std::min(loop_->beginSeconds + passed, loop_->endSeconds));
        }
        position_ += passed;
        if (loop_ && position_ >= loop_->endSeconds) {
            position_ = loop_->beginSeconds;
        } else if (position_ >= span_) {
            position_ = span_;
            playing_ = false;
            note(ListeningAction::Ended);
        }
    }
    [[nodiscard]] bool playing() const override { return playing_; }
    [[nodiscard]] int heardLane() const override { return heard_; }
    [[nodiscard]] double positionSeconds() const override { return position_; }
    [[nodiscard]] ListeningTrace trace() const override { return trace_; }
    [[nodiscard]] ListeningConditions conditions() const override { return conditions_; }
    [[nodiscard]] std::string trouble() const override { return trouble_; }
    [[nodiscard]] std::string offer() const override { return trouble_.empty() ? std::string() : "Headphones"; }
    void retry() override { trouble_.clear(); }
    void useOffered() override {
        conditions_.device = offer();
        trouble_.clear();
    }

    void setTrouble(const std::string& sentence) { trouble_ = sentence; }
    /// From now on.
    void setOutput(const std::string& device, int sampleRateHz) {
        conditions_.device = device;
        conditions_.sampleRateHz = sampleRateHz;
    }
    void setDropouts(std::int64_t underruns, std::int64_t overruns) {
        conditions_.underruns = underruns;
        conditions_.overruns = overruns;
    }

private:
    using Clock = std::chrono::steady_clock;

    static ListeningConditions atRate(int sampleRateHz) {
        ListeningConditions conditions;
        conditions.sampleRateHz = sampleRateHz;
        return conditions;
    }

    void note(ListeningAction action, double to = 0.0, double end = 0.0) {
        ListeningEvent event;
        event.action = action;
        event.monotonicSeconds = std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
        event.lane = heard_;
        event.clipSeconds = position_;
        event.toSeconds = to;
        event.endSeconds = end;
        trace_.events.push_back(event);
    }

    /// To a hundredth of a second.
    void cover(double begin, double end) {
        std::set<std::int64_t>& places = covered_[static_cast<std::size_t>(heard_)];
        for (auto place = static_cast<std::int64_t>(100.0 * begin); static_cast<double>(place) < 100.0 * end; ++place) {
            places.insert(place);
        }
        trace_.coveredSeconds[static_cast<std::size_t>(heard_)] = static_cast<double>(places.size()) / 100.0;
    }

    double speed_;
    double span_ = 0.0;
    double position_ = 0.0;
    int heard_ = 0;
    bool playing_ = false;
    std::optional<LoopRegion> loop_;
    ListeningTrace trace_;
    std::vector<std::set<std::int64_t>> covered_;  ///< by lane
    ListeningConditions conditions_ = atRate(16000);
    std::string trouble_;
    Clock::time_point last_;
};

}  // namespace musicrl
