// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/SyncMixer.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace musicrl {

namespace {

constexpr std::uint64_t orderCapacity = 1024;

std::vector<float> raisedCosine(std::int64_t frames) {
    std::vector<float> fade;
    for (std::int64_t i = 0; i <= frames; ++i) {
        const double phase = std::numbers::pi * static_cast<double>(i) / static_cast<double>(frames);
        fade.push_back(static_cast<float>(0.5 - 0.5 * std::cos(phase)));
    }
    fade.back() = 1.0F;  // full level passes samples unchanged
    return fade;
}

/// A quarter of a sine, so that the squares of what comes and what goes add up to one.
std::vector<float> equalPower(std::int64_t frames) {
    std::vector<float> rise;
    for (std::int64_t i = 0; i <= frames; ++i) {
        rise.push_back(static_cast<float>(
            std::sin(std::numbers::pi / 2.0 * static_cast<double>(i) / static_cast<double>(frames))));
    }
    rise.back() = 1.0F;
    return rise;
}

/// What one of so many output channels has of a clip; those that the output has no room for are mixed into the others.
float sampleOf(const Clip* clip, std::int64_t frame, int channel, int outputChannels) noexcept {
    if (clip == nullptr || frame >= clip->frames()) {
        return 0.0F;
    }
    const float* samples = clip->samples.data() + frame * clip->channels;
    if (clip->channels <= outputChannels) {
        return samples[std::min(channel, clip->channels - 1)];
    }
    float sum = 0.0F;
    int mixed = 0;
    for (int from = channel; from < clip->channels; from += outputChannels) {
        sum += samples[from];
        ++mixed;
    }
    return sum / static_cast<float>(mixed);
}

}  // namespace

SyncMixer::SyncMixer(const SyncMixerConfig& config)
    : config_(config),
      fadeFrames_(std::max<std::int64_t>(1, std::llround(config.fadeSeconds * config.sampleRateHz))),
      stretchFrames_(std::max<std::int64_t>(1, config.sampleRateHz / 100)),
      fade_(raisedCosine(fadeFrames_)),
      cross_(equalPower(2 * fadeFrames_)),
      lanes_(static_cast<std::size_t>(config.lanes)),
      serialInUse_(static_cast<std::size_t>(config.lanes)),
      publishedHeard_(static_cast<std::size_t>(config.lanes)),
      publishedCovered_(static_cast<std::size_t>(config.lanes)) {
    static_assert(std::atomic<std::int64_t>::is_always_lock_free && std::atomic<std::uint64_t>::is_always_lock_free);
}

bool SyncMixer::takesOrders() const {
    return ordersGiven_ - ordersTaken_.load(std::memory_order_relaxed) < orderCapacity;
}

void SyncMixer::give(const Order& order) {
    releaseUnused();
    if (allTaken()) {
        orderedSeek_ = -1;
        orderedPlaying_.reset();
    }
    if (orders_.push(order)) {
        ++ordersGiven_;
    }
}

std::int64_t SyncMixer::positionFrames() const {
    return orderedSeek_ >= 0 && !allTaken() ? orderedSeek_ : publishedPosition_.load(std::memory_order_relaxed);
}

bool SyncMixer::playing() const {
    return orderedPlaying_ && !allTaken() ? *orderedPlaying_ : publishedPlaying_.load(std::memory_order_relaxed);
}

void SyncMixer::releaseUnused() {
    std::erase_if(held_, [this](const Held& held) {
        return held.serial < serialInUse_[static_cast<std::size_t>(held.lane)].load(std::memory_order_acquire);
    });
}

void SyncMixer::setClip(int lane, ClipPtr clip) {
    if (clip && clip->sampleRateHz != config_.sampleRateHz) {
        throw Error(ErrorKind::BadInput, "A clip at " + std::to_string(clip->sampleRateHz) + " Hz cannot be mixed at " +
                                             std::to_string(config_.sampleRateHz) + " Hz: resample it first.");
    }
    const Clip* raw = clip.get();
    std::vector<std::uint16_t> heard(raw == nullptr ? 0 : static_cast<std::size_t>(stretches(*raw)));
    std::uint16_t* const counts = heard.data();
    held_.push_back({lane, ++lastSerial_, std::move(clip), std::move(heard)});
    give({.kind = OrderKind::SetClip, .lane = lane, .clip = raw, .heard = counts, .serial = lastSerial_});
}

void SyncMixer::setGain(int lane, float gain) {
    give({.kind = OrderKind::SetGain, .lane = lane, .gain = gain});
}

void SyncMixer::switchTo(int lane, SwitchStyle style) {
    give({.kind = OrderKind::SwitchTo, .lane = lane, .style = style});
}

void SyncMixer::play() {
    give({.kind = OrderKind::Play});
    orderedPlaying_ = true;
}

void SyncMixer::pause() {
    give({.kind = OrderKind::Pause});
    orderedPlaying_ = false;
}

void SyncMixer::seek(std::int64_t frame) {
    const std::int64_t to = std::max<std::int64_t>(0, frame);
    give({.kind = OrderKind::Seek, .begin = to});
    orderedSeek_ = to;
}

void SyncMixer::setLoop(std::int64_t beginFrame, std::int64_t endFrame) {
    give({.kind = OrderKind::SetLoop, .begin = std::max<std::int64_t>(0, beginFrame), .end = endFrame});
}

void SyncMixer::clearLoop() {
    give({.kind = OrderKind::SetLoop});
}

void SyncMixer::render(float* out, std::int64_t frames) noexcept {
    Order order;
    while (orders_.pop(order)) {
        obey(order);
        ++taken_;
    }
    if (level_ == 0) {
        applyPending();
    }
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        renderFrame(out + frame * config_.outputChannels);
    }
    publish(frames);
}

void SyncMixer::publish(std::int64_t frames) noexcept {
    if (frames > 0) {
        blockFrames_.store(frames, std::memory_order_relaxed);
    }
    publishedPosition_.store(pendingSeek_ >= 0 ? pendingSeek_ : position_, std::memory_order_relaxed);
    publishedPlaying_.store(playing_, std::memory_order_relaxed);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        publishedHeard_[i].store(lanes_[i].heardFrames, std::memory_order_relaxed);
        publishedCovered_[i].store(lanes_[i].coveredFrames, std::memory_order_relaxed);
    }
    renderedBlocks_.fetch_add(1, std::memory_order_relaxed);
    ordersTaken_.store(taken_, std::memory_order_release);  // last: who sees it sees what came of the orders
}

void SyncMixer::obey(const Order& order) noexcept {
    Lane& lane = lanes_[static_cast<std::size_t>(order.lane)];
    switch (order.kind) {
        case OrderKind::SetClip:
            lane.nextClip = order.clip;
            lane.nextHeard = order.heard;
            lane.nextSerial = order.serial;
            if (!isHeard(order.lane)) {
                takeNextClip(order.lane);
            }
            break;
        case OrderKind::SetGain:
            lane.gainTarget = order.gain;
            lane.gain = isHeard(order.lane) ? lane.gain : order.gain;
            lane.gainStep = (order.gain - lane.gain) / static_cast<float>(fadeFrames_);
            break;
        case OrderKind::SwitchTo:
            orderSwitch(order);
            break;
        case OrderKind::Play:
            startPlaying();
            break;
        case OrderKind::Pause:
            playing_ = false;
            break;
        case OrderKind::Seek:
            pendingSeek_ = order.begin;
            break;
        case OrderKind::SetLoop:
            loopBegin_ = order.begin;
            loopEnd_ = order.end;
            if (looping() && position_ >= loopEnd_) {
                pendingSeek_ = loopBegin_;
            }
            break;
        case OrderKind::ClearHeard:
            forgetHeard(order.serial);
            break;
    }
    if (level_ == 0) {
        applyPending();
    }
}

void SyncMixer::orderSwitch(const Order& order) noexcept {
    if (order.style == SwitchStyle::Restart && order.lane != wantedLane_) {
        pendingSeek_ = looping() ? loopBegin_ : 0;
    }
    wantedLane_ = order.lane;
    wantedStyle_ = order.style;
}

bool SyncMixer::beginsCrossFade() const noexcept {
    const Lane& heard = lanes_[static_cast<std::size_t>(heardLane_)];
    return wantedStyle_ == SwitchStyle::CrossFade && wantedLane_ != heardLane_ && !crossing() && playing_ &&
           level_ == fadeFrames_ && pendingSeek_ < 0 && heard.nextSerial == heard.serial;
}

void SyncMixer::endCrossFade() noexcept {
    crossStep_ = 0;
    takeNextClip(leavingLane_);
}

void SyncMixer::takeNextClip(int lane) noexcept {
    Lane& taken = lanes_[static_cast<std::size_t>(lane)];
    if (taken.serial != taken.nextSerial) {
        taken.coveredFrames = 0;
    }
    taken.clip = taken.nextClip;
    taken.heard = taken.nextHeard;
    taken.serial = taken.nextSerial;
    serialInUse_[static_cast<std::size_t>(lane)].store(taken.serial, std::memory_order_release);
    lengthFrames_ = 0;
    for (const Lane& each : lanes_) {
        lengthFrames_ = std::max(lengthFrames_, each.clip == nullptr ? 0 : each.clip->frames());
    }
}

void SyncMixer::startPlaying() noexcept {
    if (position_ >= lengthFrames_ && pendingSeek_ < 0) {
        position_ = looping() ? loopBegin_ : 0;
    }
    playing_ = true;
}

bool SyncMixer::settled() const noexcept {
    const Lane& heard = lanes_[static_cast<std::size_t>(heardLane_)];
    return playing_ && (heardLane_ == wantedLane_ || crossing()) && pendingSeek_ < 0 &&
           heard.nextSerial == heard.serial;
}

// Silence is heard when this is called, so that nothing it changes can click.
void SyncMixer::applyPending() noexcept {
    if (crossing()) {
        endCrossFade();
    }
    takeNextClip(heardLane_);
    heardLane_ = wantedLane_;
    if (pendingSeek_ >= 0) {
        position_ = isBehindLoop(pendingSeek_) ? loopBegin_ : std::min(pendingSeek_, lengthFrames_);
        pendingSeek_ = -1;
    }
}

void SyncMixer::renderFrame(float* out) noexcept {
    if (beginsCrossFade()) {
        leavingLane_ = heardLane_;
        heardLane_ = wantedLane_;
        crossStep_ = 1;
    }
    if (settled()) {
        level_ = std::min(level_ + 1, fadeFrames_);
    } else if (level_ > 0 && --level_ == 0) {
        applyPending();
    }
    if (level_ == 0 && !playing_) {
        std::fill_n(out, config_.outputChannels, 0.0F);
        return;
    }
    Lane& lane = lanes_[static_cast<std::size_t>(heardLane_)];
    const float come = crossing() ? cross_[static_cast<std::size_t>(crossStep_)] : 1.0F;
    const float gain = nextGain(lane) * fade_[static_cast<std::size_t>(level_)] * come;
    for (int channel = 0; channel < config_.outputChannels; ++channel) {
        out[channel] = gain * sampleOf(lane.clip, position_, channel, config_.outputChannels);
    }
    if (level_ > 0 && lane.clip != nullptr && position_ < lane.clip->frames()) {
        countHeard(lane);
    }
    if (crossing()) {
        mixCrossFade(out);
    }
    advance();
}

void SyncMixer::mixCrossFade(float* out) noexcept {
    Lane& lane = lanes_[static_cast<std::size_t>(leavingLane_)];
    const std::int64_t length = 2 * fadeFrames_;
    const float go = cross_[static_cast<std::size_t>(length - crossStep_)];
    const float gain = nextGain(lane) * fade_[static_cast<std::size_t>(level_)] * go;
    for (int channel = 0; channel < config_.outputChannels; ++channel) {
        out[channel] += gain * sampleOf(lane.clip, position_, channel, config_.outputChannels);
    }
    if (++crossStep_ > length) {
        endCrossFade();
    }
}

float SyncMixer::nextGain(Lane& lane) const noexcept {
    const bool arrives = std::abs(lane.gainTarget - lane.gain) <= std::abs(lane.gainStep);
    lane.gain = arrives ? lane.gainTarget : lane.gain + lane.gainStep;
    return lane.gain;
}

void SyncMixer::advance() noexcept {
    ++position_;
    if (pendingSeek_ < 0 && isBehindLoop(position_)) {  // a seek on its way fades out first
        position_ = loopBegin_;
    } else if (position_ >= lengthFrames_) {
        position_ = lengthFrames_;
        playing_ = pendingSeek_ >= 0;
        level_ = 0;
        applyPending();
    }
}

}  // namespace musicrl
