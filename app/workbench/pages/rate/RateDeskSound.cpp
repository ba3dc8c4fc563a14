// SPDX-License-Identifier: GPL-3.0-or-later
// What a rater orders of the player, and how it sounds; what is kept of it is in RateDesk.cpp.
#include "app/workbench/pages/rate/ListeningRecord.h"
#include "app/workbench/pages/rate/RateDesk.h"
#include "study/Judgement.h"

#include <algorithm>

namespace musicrl {
namespace {

constexpr double atTheEndSeconds = 0.05;  // a clip's end at another rate is not quite there

}  // namespace

void RateDesk::togglePlaying() {
    if (stage_ == Stage::Trial) {
        playback_.playing() ? playback_.pause() : play();
        Q_EMIT soundChanged();
    }
}

void RateDesk::play() {
    ended_ = false;
    playback_.play();
}

void RateDesk::hear(int lane) {
    if (stage_ == Stage::Trial && lane < static_cast<int>(trial_->clips.size())) {
        playback_.switchTo(lane);
        if (ended_ && !playback_.playing()) {
            if (playback_.positionSeconds() > loaded_->spanSeconds - atTheEndSeconds) {
                playback_.seek(0.0);
            }
            play();
        }
        Q_EMIT soundChanged();
    }
}

void RateDesk::switchSide() {
    if (stage_ == Stage::Trial) {
        hear((playback_.heardLane() + 1) % static_cast<int>(trial_->clips.size()));
    }
}

void RateDesk::seek(double seconds) {
    if (stage_ == Stage::Trial) {
        playback_.seek(std::clamp(seconds, 0.0, loaded_->spanSeconds));
        Q_EMIT soundChanged();
    }
}

void RateDesk::skip(double seconds) {
    if (stage_ == Stage::Trial) {
        seek(playback_.positionSeconds() + seconds);
    }
}

void RateDesk::toggleLoop() {
    if (stage_ == Stage::Trial) {
        loop_.toggle();
        applyLoop();
    }
}

void RateDesk::setLoopBegin() {
    if (stage_ == Stage::Trial) {
        loop_.beginAt(playback_.positionSeconds());
        applyLoop();
    }
}

void RateDesk::setLoopEnd() {
    if (stage_ == Stage::Trial) {
        loop_.endAt(playback_.positionSeconds());
        applyLoop();
    }
}

void RateDesk::applyLoop() {
    playback_.setLoop(loop_.region());
    Q_EMIT soundChanged();
}

void RateDesk::retrySound() {
    playback_.retry();
    Q_EMIT soundChanged();
}

void RateDesk::useOfferedSound() {
    playback_.useOffered();
    Q_EMIT soundChanged();
}

ListeningTrace RateDesk::heard() const {
    ListeningTrace heard = playback_.trace();
    heard.heardSeconds.resize(trial_->clips.size(), 0.0);
    heard.coveredSeconds.resize(trial_->clips.size(), 0.0);
    for (std::size_t lane = 0; lane < trial_->clips.size(); ++lane) {
        const Side side = trial_->clips[lane].side;
        const auto before = heardBefore_.listenedSeconds.find(side);
        heard.heardSeconds[lane] += before == heardBefore_.listenedSeconds.end() ? 0.0 : before->second;
        // Which places these were is not kept: the better visit counts.
        heard.coveredSeconds[lane] = std::max(heard.coveredSeconds[lane], heardSecondsOf(heardBefore_, side));
    }
    return heard;
}

TrialSound RateDesk::sound() const {
    TrialSound sound;
    if (stage_ != Stage::Trial) {
        return sound;
    }
    const ListeningConditions conditions = playback_.conditions();
    sound.trouble = QString::fromStdString(playback_.trouble());
    sound.offer = QString::fromStdString(playback_.offer());
    sound.canPlay = sound.trouble.isEmpty();
    sound.playing = playback_.playing();
    sound.heard = playback_.heardLane();
    sound.positionSeconds = std::min(playback_.positionSeconds(), loaded_->spanSeconds);
    sound.spanSeconds = loaded_->spanSeconds;
    sound.listenedSeconds = heard().coveredSeconds;
    sound.looping = loop_.on();
    if (const std::optional<LoopRegion>& bounds = loop_.bounds()) {
        sound.loopText = tr("%1–%2 s").arg(bounds->beginSeconds, 0, 'f', 1).arg(bounds->endSeconds, 0, 'f', 1);
    }
    sound.dropouts = conditions.underruns + conditions.overruns + playbackBefore_.outputGaps;
    sound.levelMatched = loaded_->prepared.levels.matched;
    sound.volumeLocked = conditions.volumeLocked;
    return sound;
}

}  // namespace musicrl
