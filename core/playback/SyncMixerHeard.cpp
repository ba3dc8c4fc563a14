// SPDX-License-Identifier: GPL-3.0-or-later
// How much the mixer counts as heard; what it plays is in SyncMixer.cpp.
#include "playback/SyncMixer.h"

#include <algorithm>
#include <cmath>

namespace musicrl {

std::int64_t SyncMixer::heardFrames(int lane) const {
    const bool current = heardSerial_.load(std::memory_order_acquire) == lastHeardSerial_;
    return current ? publishedHeard_.at(static_cast<std::size_t>(lane)).load(std::memory_order_relaxed) : 0;
}

std::int64_t SyncMixer::coveredFrames(int lane) const {
    const bool current = heardSerial_.load(std::memory_order_acquire) == lastHeardSerial_;
    return current ? publishedCovered_.at(static_cast<std::size_t>(lane)).load(std::memory_order_relaxed) : 0;
}

void SyncMixer::clearHeard() {
    give({.kind = OrderKind::ClearHeard, .serial = ++lastHeardSerial_});
}

void SyncMixer::goOnFrom(const SyncMixer& other) {
    const auto inOurs = [&](std::int64_t frames) {
        return std::llround(static_cast<double>(frames) * config_.sampleRateHz / other.config_.sampleRateHz);
    };
    for (std::size_t i = 0; i < std::min(lanes_.size(), other.lanes_.size()); ++i) {
        Lane& lane = lanes_[i];
        const Lane& before = other.lanes_[i];
        lane.heardFrames += inOurs(before.heardFrames);
        if (lane.clip == nullptr || before.clip == nullptr) {
            continue;
        }
        const std::int64_t common = std::min(stretches(*lane.clip), other.stretches(*before.clip));
        for (std::int64_t stretch = 0; stretch < common; ++stretch) {
            const auto frames = static_cast<std::uint16_t>(
                std::clamp<std::int64_t>(inOurs(before.heard[stretch]), lane.heard[stretch], stretchFrames_));
            lane.coveredFrames += frames - lane.heard[stretch];
            lane.heard[stretch] = frames;
        }
    }
    publish(0);
}

std::int64_t SyncMixer::stretches(const Clip& clip) const noexcept {
    return (clip.frames() + stretchFrames_ - 1) / stretchFrames_;
}

void SyncMixer::forgetHeard(std::uint64_t serial) noexcept {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        Lane& lane = lanes_[i];
        lane.heardFrames = 0;
        lane.coveredFrames = 0;
        if (lane.clip != nullptr) {
            std::fill_n(lane.heard, stretches(*lane.clip), std::uint16_t{0});
        }
        publishedHeard_[i].store(0, std::memory_order_relaxed);
        publishedCovered_[i].store(0, std::memory_order_relaxed);
    }
    heardSerial_.store(serial, std::memory_order_release);
}

void SyncMixer::countHeard(Lane& lane) noexcept {
    ++lane.heardFrames;
    std::uint16_t& ofStretch = lane.heard[position_ / stretchFrames_];
    if (ofStretch < stretchFrames_) {
        ++ofStretch;
        ++lane.coveredFrames;
    }
}

}  // namespace musicrl
