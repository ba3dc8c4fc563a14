// SPDX-License-Identifier: GPL-3.0-or-later
// What the player has to do with its output; what it plays is in Player.cpp.
#include "base/Error.h"
#include "playback/Player.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace musicrl {

namespace {

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

void Player::openDevice(const DeviceChoice& choice) {
    const bool playsOn = playing() || playsOn_;
    closeDevice("No sound output");
    choice_ = choice;
    try {
        auto device = std::make_unique<AudioDevice>(choice);
        rebuildMixer(device->info().sampleRateHz, device->info().outputChannels);
        device->start(&renderMixer, mixer_.get());
        device_ = std::move(device);
    } catch (const Error& error) {
        playsOn_ = playsOn;
        problem_ = DeviceProblem{error.what(), usableOutputsBesides(choice)};
        throw;
    }
    problem_.reset();
    heardThrough_ = device_->info();
    deviceText_ = describe(heardThrough_);
    lastBlocks_ = 0;
    lastSign_ = Clock::now();
    playsOn_ = false;
    if (playsOn) {
        play();
    }
}

AudioSystem Player::devices() {
    if (!device_ || playing()) {
        return inspectAudio();
    }
    closeDevice("No sound output");
    AudioSystem system = inspectAudio();
    try {
        openDevice(DeviceChoice(choice_));
    } catch (const Error&) {  // what was open is gone: problem() says so, and the list is what was asked for
    }
    return system;
}

void Player::checkDevice() {
    if (!device_) {
        return;
    }
    const std::uint64_t blocks = mixer_->renderedBlocks();
    if (blocks != lastBlocks_) {
        lastBlocks_ = blocks;
        lastSign_ = Clock::now();
        if (wasPlaying_ && !playing() && positionSeconds() >= durationSeconds() - 1.0 / sampleRateHz()) {
            note(ListeningAction::Ended);
        }
        wasPlaying_ = playing();
        noteDropouts();
    }
    if (!device_->running() || Clock::now() - lastSign_ > patience) {
        loseDevice("The sound output is gone: " + device_->info().name);
    }
}

std::string Player::rateNote() const {
    if (!device_ || device_->refusedRateHz() == 0) {
        return {};
    }
    return device_->info().name + " refuses " + std::to_string(device_->refusedRateHz()) + " Hz and plays at " +
           std::to_string(sampleRateHz()) + " Hz.";
}

void Player::rebuildMixer(int sampleRateHz, int channels) {
    const double position = mixer_ ? positionSeconds() : 0.0;
    tone_.reset();  // ends with the output that it was played through
    const auto before =
        std::exchange(mixer_, std::make_unique<SyncMixer>(SyncMixerConfig{
                                  .sampleRateHz = sampleRateHz, .outputChannels = channels, .lanes = lanes() + 1}));
    for (int lane = 0; lane < lanes(); ++lane) {
        giveToMixer(lane);
        setGainDb(lane, lanes_[static_cast<std::size_t>(lane)].gainDb);
    }
    if (next_ && !isAtRate(*next_, sampleRateHz)) {
        next_.reset();
    }
    mixer_->switchTo(heardLane_);
    if (loop_) {
        mixer_->setLoop(framesAt(loop_->beginSeconds), framesAt(loop_->endSeconds));
    }
    mixer_->seek(framesAt(position));
    settle();
    if (before) {
        mixer_->goOnFrom(*before);
    }
}

void Player::closeDevice(const std::string& reason) {
    const std::int64_t position = framesAt(positionSeconds());
    stopTone();
    const Xruns ended = xruns();
    xrunsBefore_ = {xrunsBefore_.underruns - ended.underruns, xrunsBefore_.overruns - ended.overruns};
    xrunsNoted_ = {};
    device_.reset();
    deviceText_ = reason;
    wasPlaying_ = false;
    mixer_->pause();
    const std::int64_t fadeFrames = mixer_->config().sampleRateHz / 50;
    std::vector<float> unheard(static_cast<std::size_t>(fadeFrames * mixer_->config().outputChannels));
    mixer_->render(unheard.data(), fadeFrames);  // brings a mixer that was cut off in the middle to rest
    mixer_->seek(position);
    mixer_->render(nullptr, 0);
}

void Player::loseDevice(const std::string& sentence) {
    note(ListeningAction::OutputLost);
    const bool played = playing();
    const DeviceChoice lost = choiceOf(device_->info());
    closeDevice(sentence);
    playsOn_ = played;
    problem_ = DeviceProblem{sentence + ". Connect it again and choose Retry, or use another output.",
                             usableOutputsBesides(lost)};
}

void Player::noteDropouts() {
    const Xruns now = xruns();
    if (now == xrunsNoted_) {
        return;
    }
    note(ListeningAction::Dropouts);
    events_.back().count = now.underruns + now.overruns - xrunsNoted_.underruns - xrunsNoted_.overruns;
    xrunsNoted_ = now;
}

}  // namespace musicrl
