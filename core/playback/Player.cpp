// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/Player.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace musicrl {

namespace {

constexpr int rateWithoutDevice = 44100;

float linear(double decibels) {
    return static_cast<float>(std::pow(10.0, decibels / 20.0));
}

}  // namespace

Player::Player(int lanes) : lanes_(static_cast<std::size_t>(lanes)), deviceText_("No sound output opened") {
    rebuildMixer(rateWithoutDevice, 2);
}

Player::~Player() = default;

void Player::setClip(int lane, const ClipPtr& clip) {
    setClip(lane, playableAt(clip, sampleRateHz()));
}

void Player::setClip(int lane, const PlayableClip& clip) {
    lanes_.at(static_cast<std::size_t>(lane)).clip = clip;
    levels_.reset();
    giveToMixer(lane);
    settle();
}

void Player::giveToMixer(int lane) {
    PlayableClip& clip = lanes_[static_cast<std::size_t>(lane)].clip;
    if (clip.playable && clip.playable->sampleRateHz != sampleRateHz()) {
        clip = playableAt(clip.source, sampleRateHz());
    }
    mixer().setClip(lane, clip.playable);
}

void Player::setGainDb(int lane, double gainDb) {
    lanes_.at(static_cast<std::size_t>(lane)).gainDb = gainDb;
    mixer().setGain(lane, linear(gainDb + volumeDb_));
    settle();
}

void Player::setVolumeDb(double volumeDb) {
    if (volumeLocked_) {
        return;
    }
    volumeDb_ = std::min(0.0, volumeDb);
    for (int lane = 0; lane < lanes(); ++lane) {
        setGainDb(lane, lanes_[static_cast<std::size_t>(lane)].gainDb);
    }
    mixer().setGain(toneLane(), linear(volumeDb_));
    settle();
}

void Player::switchTo(int lane) {
    (void)lanes_.at(static_cast<std::size_t>(lane));
    stopTone();
    const bool changes = lane != heardLane_;
    heardLane_ = lane;
    mixer().switchTo(lane, levels_ ? SwitchStyle::Dip : switchStyle_);
    settle();
    if (changes) {
        note(ListeningAction::Switch);
    }
}

void Player::play() {
    if (device_) {
        stopTone();
        note(ListeningAction::Play);
        mixer().play();
    }
}

void Player::pause() {
    stopTone();
    playsOn_ = false;
    wasPlaying_ = false;
    note(ListeningAction::Pause);
    mixer().pause();
    settle();
}

void Player::seek(double seconds) {
    stopTone();
    const double to = std::clamp(seconds, 0.0, durationSeconds());
    note(ListeningAction::Seek, to);
    mixer().seek(framesAt(to));
    settle();
}

void Player::setLoop(std::optional<LoopRegion> region) {
    stopTone();
    if (region) {
        note(ListeningAction::Loop, region->beginSeconds, region->endSeconds);
        mixer().setLoop(framesAt(region->beginSeconds), framesAt(region->endSeconds));
    } else {
        if (loop_) {
            note(ListeningAction::ClearLoop);
        }
        mixer().clearLoop();
    }
    loop_ = region;
    settle();
}

void Player::startTone(const ClipPtr& tone) {
    if (!device_) {
        return;
    }
    if (!tone_) {
        pause();
        tone_ = Tone{positionSeconds()};
    }
    const PlayableClip playable = playableAt(tone, sampleRateHz());
    mixer().setClip(toneLane(), playable.playable);
    mixer().setGain(toneLane(), linear(volumeDb_));
    mixer().switchTo(toneLane());
    mixer().setLoop(0, playable.playable->frames());
    mixer().seek(0);
    mixer().play();
}

void Player::stopTone() {
    if (!tone_) {
        return;
    }
    const double position = tone_->positionSeconds;
    tone_.reset();
    mixer().pause();
    mixer().switchTo(heardLane_);
    loop_ ? mixer().setLoop(framesAt(loop_->beginSeconds), framesAt(loop_->endSeconds)) : mixer().clearLoop();
    mixer().seek(framesAt(position));
    mixer().setClip(toneLane(), nullptr);
    settle();
}

void Player::stageNext(PreparedTrial trial) {
    if (trial.clips.size() > lanes_.size()) {
        throw Error(ErrorKind::BadInput, "A trial of " + std::to_string(trial.clips.size()) +
                                             " clips cannot be played in " + std::to_string(lanes_.size()) + " lanes.");
    }
    if (!isAtRate(trial, sampleRateHz())) {
        throw Error(ErrorKind::BadInput, "The trial was prepared for another output than the one that is open.");
    }
    next_ = std::move(trial);
}

// Every order but the first falls into the silence that the first one brings, however the audio thread comes upon them.
void Player::startNext(int firstLane) {
    if (!next_) {
        throw Error(ErrorKind::BadInput, "There is no next trial: stage one first.");
    }
    stopTone();
    PreparedTrial trial = std::move(*next_);
    next_.reset();
    mixer().pause();
    settle();
    for (int lane = 0; lane < lanes(); ++lane) {
        const auto index = static_cast<std::size_t>(lane);
        const bool given = index < trial.clips.size();
        setClip(lane, given ? trial.clips[index] : PlayableClip{});
        setGainDb(lane, given ? trial.levels.gainsDb[index] : 0.0);
    }
    levels_ = std::move(trial.levels);
    mixer().clearLoop();
    loop_.reset();
    heardLane_ = firstLane;
    mixer().switchTo(firstLane);
    mixer().seek(0);
    settle();
    clearTrace();
    play();
}

double Player::positionSeconds() const {
    if (tone_) {
        return tone_->positionSeconds;
    }
    return static_cast<double>(mixer_->positionFrames()) / sampleRateHz();
}

double Player::durationSeconds() const {
    double longest = 0.0;
    for (const Lane& lane : lanes_) {
        longest = std::max(longest, lane.clip.source ? lane.clip.source->durationSeconds() : 0.0);
    }
    return longest;
}

LaneExactness Player::exactness(int lane) const {
    const Lane& asked = lanes_.at(static_cast<std::size_t>(lane));
    if (!asked.clip.source) {
        return {};
    }
    return {asked.clip.source->sampleRateHz, sampleRateHz(), asked.gainDb + volumeDb_,
            asked.clip.source->channels > mixer_->config().outputChannels};
}

ListeningTrace Player::trace() const {
    ListeningTrace trace{.events = events_, .heardSeconds = {}, .coveredSeconds = {}};
    for (int lane = 0; lane < lanes(); ++lane) {
        trace.heardSeconds.push_back(static_cast<double>(mixer_->heardFrames(lane)) / sampleRateHz());
        trace.coveredSeconds.push_back(static_cast<double>(mixer_->coveredFrames(lane)) / sampleRateHz());
    }
    return trace;
}

void Player::clearTrace() {
    events_.clear();
    mixer().clearHeard();
    settle();
    xrunsBefore_ = xruns();
    xrunsNoted_ = xrunsBefore_;
}

ListeningConditions Player::conditions() const {
    ListeningConditions conditions;
    conditions.device = heardThrough_.name;
    conditions.hostApi = heardThrough_.hostApi;
    conditions.latencySeconds = heardThrough_.latencySeconds;
    conditions.sampleRateHz = sampleRateHz();
    conditions.bufferFrames = mixer_->blockFrames();
    conditions.volumeDb = volumeDb_;
    conditions.volumeLocked = volumeLocked_;
    conditions.underruns = xruns().underruns - xrunsBefore_.underruns;
    conditions.overruns = xruns().overruns - xrunsBefore_.overruns;
    for (int lane = 0; lane < lanes(); ++lane) {
        conditions.lanes.push_back(exactness(lane));
    }
    return conditions;
}

std::int64_t Player::framesAt(double seconds) const {
    return std::llround(seconds * sampleRateHz());
}

SyncMixer& Player::mixer() {
    if (device_ && !mixer_->takesOrders()) {
        loseDevice("The sound output does not answer: " + device_->info().name);
    }
    return *mixer_;
}

void Player::settle() {
    if (!device_) {
        mixer_->render(nullptr, 0);
    }
}

void Player::note(ListeningAction action, double toSeconds, double endSeconds) {
    events_.push_back({.action = action,
                       .monotonicSeconds = std::chrono::duration<double>(Clock::now().time_since_epoch()).count(),
                       .lane = heardLane_,
                       .clipSeconds = positionSeconds(),
                       .toSeconds = toSeconds,
                       .endSeconds = endSeconds});
}

}  // namespace musicrl
