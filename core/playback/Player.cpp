// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/Player.h"

#include "audio/Resampler.h"
#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace musicrl {

namespace {

constexpr int rateWithoutDevice = 44100;
constexpr std::chrono::seconds patience{3};  // a healthy device asks for samples every few dozen milliseconds

std::string describe(const AudioDeviceInfo& info) {
    char text[64];
    std::snprintf(text, sizeof text, " · %.4g kHz · %.0f ms", info.sampleRateHz / 1000.0, info.latencySeconds * 1000.0);
    return info.name + text;
}

void renderMixer(void* mixer, float* out, std::int64_t frames) noexcept {
    static_cast<SyncMixer*>(mixer)->render(out, frames);
}

}  // namespace

ClipPtr clipAtRate(const ClipPtr& clip, int sampleRateHz) {
    if (!clip || clip->sampleRateHz == sampleRateHz) {
        return clip;
    }
    return std::make_shared<const Clip>(resample(*clip, sampleRateHz));
}

Player::Player(int lanes) : lanes_(static_cast<std::size_t>(lanes)), deviceText_("No sound output opened") {
    rebuildMixer(rateWithoutDevice, 2);
}

Player::~Player() = default;

void Player::openDevice() {
    closeDevice("No sound output");
    try {
        auto device = std::make_unique<AudioDevice>();
        rebuildMixer(device->info().sampleRateHz, device->info().outputChannels);
        device->start(&renderMixer, mixer_.get());
        device_ = std::move(device);
    } catch (const Error&) {
        deviceText_ = "No sound output";
        throw;
    }
    deviceText_ = describe(device_->info());
    lastBlocks_ = 0;
    lastSign_ = Clock::now();
}

void Player::checkDevice() {
    if (!device_) {
        return;
    }
    const std::uint64_t blocks = mixer_->renderedBlocks();
    if (blocks != lastBlocks_) {
        lastBlocks_ = blocks;
        lastSign_ = Clock::now();
    }
    if (!device_->running() || Clock::now() - lastSign_ > patience) {
        closeDevice("The sound output is gone: " + device_->info().name);
    }
}

void Player::setClip(int lane, ClipPtr clip) {
    lanes_.at(static_cast<std::size_t>(lane)).clip = clip;
    mixer().setClip(lane, clipAtRate(clip, sampleRateHz()));
    settle();
}

void Player::setGainDb(int lane, double gainDb) {
    lanes_.at(static_cast<std::size_t>(lane)).gainDb = gainDb;
    mixer().setGain(lane, static_cast<float>(std::pow(10.0, gainDb / 20.0)));
    settle();
}

void Player::switchTo(int lane) {
    (void)lanes_.at(static_cast<std::size_t>(lane));
    heardLane_ = lane;
    mixer().switchTo(lane);
    settle();
}

void Player::play() {
    if (device_) {
        mixer().play();
    }
}

void Player::pause() {
    mixer().pause();
    settle();
}

void Player::seek(double seconds) {
    mixer().seek(framesAt(std::clamp(seconds, 0.0, durationSeconds())));
    settle();
}

void Player::setLoop(std::optional<LoopRegion> region) {
    loop_ = region;
    if (region) {
        mixer().setLoop(framesAt(region->beginSeconds), framesAt(region->endSeconds));
    } else {
        mixer().clearLoop();
    }
    settle();
}

double Player::positionSeconds() const {
    return static_cast<double>(mixer_->positionFrames()) / sampleRateHz();
}

double Player::durationSeconds() const {
    double longest = 0.0;
    for (const Lane& lane : lanes_) {
        longest = std::max(longest, lane.clip ? lane.clip->durationSeconds() : 0.0);
    }
    return longest;
}

std::int64_t Player::framesAt(double seconds) const {
    return std::llround(seconds * sampleRateHz());
}

void Player::rebuildMixer(int sampleRateHz, int channels) {
    const double position = mixer_ ? positionSeconds() : 0.0;
    mixer_ = std::make_unique<SyncMixer>(SyncMixerConfig{
        .sampleRateHz = sampleRateHz, .outputChannels = channels, .lanes = static_cast<int>(lanes_.size())});
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        setClip(static_cast<int>(i), lanes_[i].clip);
        setGainDb(static_cast<int>(i), lanes_[i].gainDb);
    }
    switchTo(heardLane_);
    setLoop(loop_);
    seek(position);
}

void Player::closeDevice(const std::string& reason) {
    device_.reset();
    deviceText_ = reason;
    mixer_->pause();
    const std::int64_t fadeFrames = mixer_->config().sampleRateHz / 50;
    std::vector<float> unheard(static_cast<std::size_t>(fadeFrames * mixer_->config().outputChannels));
    mixer_->render(unheard.data(), fadeFrames);  // brings a mixer that was cut off in the middle to rest
}

SyncMixer& Player::mixer() {
    if (device_ && !mixer_->takesOrders()) {
        closeDevice("The sound output does not answer: " + device_->info().name);
    }
    return *mixer_;
}

void Player::settle() {
    if (!device_) {
        mixer_->render(nullptr, 0);
    }
}

}  // namespace musicrl
