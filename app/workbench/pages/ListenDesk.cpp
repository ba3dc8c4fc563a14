// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenDesk.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/settings/SoundSettings.h"
#include "base/Error.h"
#include "playback/LevelMatch.h"
#include "playback/Player.h"

#include <chrono>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds whilePlaying{33};
constexpr std::chrono::milliseconds whileSilent{250};
constexpr double wishedLufs = -16.0;

}  // namespace

ListenDesk::ListenDesk(WorkbenchServices& services, QObject* parent) : QObject(parent), services_(services) {
    connect(&timer_, &QTimer::timeout, this, &ListenDesk::poll);
    timer_.start(whileSilent);
    if (!services_.player->hasDevice()) {
        QTimer::singleShot(0, this, [this] {  // the window shows before the sound card is asked
            tryDevice(readSoundSettings(services_.soundSettings));
        });
    }
    connect(&services_, &WorkbenchServices::outputChanged, this, &ListenDesk::transportChanged);
}

int ListenDesk::heardLane() const {
    return services_.player->heardLane();
}

void ListenDesk::setLane(int lane, const std::filesystem::path& path) {
    const auto index = static_cast<std::size_t>(lane);
    const int request = ++requests_[index];
    playWhenRead_ = playWhenRead_ && lane != 0;
    lanes_[index] = {
        .status = LaneStatus::Reading, .path = path, .failure = {}, .loaded = nullptr, .scores = std::nullopt};
    services_.player->setClip(lane, nullptr);
    Q_EMIT laneChanged(lane);
    Q_EMIT transportChanged();

    const int rate = services_.player->sampleRateHz();
    const QString title = tr("Reading %1").arg(QString::fromStdString(path.filename().string()));
    JobHandle* job = fetch(
        *services_.files, this, title,
        [path, rate] { return std::shared_ptr<const LoadedClip>(std::make_shared<LoadedClip>(loadClip(path, rate))); },
        [this, lane, index, request](std::shared_ptr<const LoadedClip> loaded) {
            if (request == requests_[index]) {
                take(lane, std::move(loaded));
            }
        });
    connect(job, &JobHandle::finished, this, [this, lane, index, request](const JobOutcome& outcome) {
        if (request == requests_[index] && outcome.ending == JobEnding::Failed) {
            lanes_[index].status = LaneStatus::Failed;
            lanes_[index].failure = QString::fromStdString(outcome.message);
            Q_EMIT laneChanged(lane);
        }
    });
}

void ListenDesk::playNow(const std::filesystem::path& path) {
    if (lanes_[0].status == LaneStatus::Ready && lanes_[0].path == path) {
        playFromStart();
    } else {
        setLane(0, path);
        playWhenRead_ = true;
    }
}

void ListenDesk::take(int lane, std::shared_ptr<const LoadedClip> loaded) {
    DeskLane& changed = lanes_[static_cast<std::size_t>(lane)];
    changed.status = LaneStatus::Ready;
    changed.scores = loaded->record ? loaded->record->scores : std::nullopt;
    changed.loaded = std::move(loaded);
    services_.player->setClip(lane, changed.loaded->playable);
    matchLevels();
    applyLoop();
    if (lanes_[static_cast<std::size_t>(heardLane())].status != LaneStatus::Ready) {
        services_.player->switchTo(lane);
    }
    Q_EMIT laneChanged(lane);
    if (playWhenRead_ && lane == 0) {
        playFromStart();
    }
    Q_EMIT transportChanged();
    poll();
    tellWhatPlays();
}

void ListenDesk::playFromStart() {
    playWhenRead_ = false;
    hear(0);
    services_.player->seek(0.0);
    services_.player->play();
    timer_.start(whilePlaying);
}

void ListenDesk::setScores(int lane, const RewardBreakdown& scores) {
    lanes_[static_cast<std::size_t>(lane)].scores = scores;
    Q_EMIT scoresChanged(lane);
}

void ListenDesk::togglePlaying() {
    if (services_.player->playing()) {
        services_.player->pause();
    } else {
        services_.player->play();
    }
    timer_.start(whilePlaying);
}

void ListenDesk::hear(int lane) {
    services_.player->switchTo(lane);
    Q_EMIT transportChanged();
    tellWhatPlays();
}

void ListenDesk::seek(double seconds) {
    services_.player->seek(seconds);
    position_ = services_.player->hasDevice() ? seconds : services_.player->positionSeconds();
    Q_EMIT positionChanged(position_);
}

void ListenDesk::toggleLoop() {
    looping_ = !looping_;
    applyLoop();
    Q_EMIT transportChanged();
}

void ListenDesk::setRegion(const std::optional<Region>& region) {
    region_ = region;
    looping_ = region.has_value();
    applyLoop();
    Q_EMIT transportChanged();
}

void ListenDesk::applyLoop() {
    const double duration = services_.player->durationSeconds();
    if (!looping_ || duration <= 0.0) {
        services_.player->setLoop(std::nullopt);
    } else if (region_ && region_->beginSeconds < duration) {
        services_.player->setLoop(LoopRegion{region_->beginSeconds, region_->endSeconds});
    } else {
        services_.player->setLoop(LoopRegion{0.0, duration});
    }
}

void ListenDesk::toggleLevelMatch() {
    levelMatched_ = !levelMatched_;
    matchLevels();
    Q_EMIT transportChanged();
}

void ListenDesk::matchLevels() {
    std::vector<Loudness> loudness;
    std::vector<int> loaded;
    for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
        if (const auto& clip = lanes_[static_cast<std::size_t>(lane)].loaded) {
            loudness.push_back(clip->loudness);
            loaded.push_back(lane);
        }
    }
    const TrialLevels match = musicrl::matchLevels(loudness, wishedLufs);
    targetLufs_ = match.targetLufs;
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        services_.player->setGainDb(loaded[i], levelMatched_ ? match.gainsDb[i] : 0.0);
    }
}

void ListenDesk::openDevice() {
    tryDevice(services_.player->deviceChoice());
}

void ListenDesk::tryDevice(const DeviceChoice& choice) {
    try {
        services_.player->openDevice(choice);
    } catch (const Error&) {  // a UI action: deviceFailure() is said beside the transport, and everything else goes on
    }
    Q_EMIT transportChanged();
}

QString ListenDesk::deviceFailure() const {
    const std::optional<DeviceProblem>& problem = services_.player->problem();
    return problem ? QString::fromStdString(problem->sentence) : QString();
}

void ListenDesk::poll() {
    Player& player = *services_.player;
    player.checkDevice();
    if (player.positionSeconds() != position_) {
        position_ = player.positionSeconds();
        Q_EMIT positionChanged(position_);
    }
    if (player.playing() == playing_ && player.hasDevice() == hadDevice_) {
        return;
    }
    const bool tell = player.playing() != playing_;
    playing_ = player.playing();
    hadDevice_ = player.hasDevice();
    timer_.start(playing_ ? whilePlaying : whileSilent);
    Q_EMIT transportChanged();
    if (tell) {
        tellWhatPlays();
    }
}

void ListenDesk::tellWhatPlays() {
    const DeskLane& heard = lanes_[static_cast<std::size_t>(heardLane())];
    const bool ready = heard.status == LaneStatus::Ready;
    Q_EMIT services_.playingChanged(ready ? QString::fromStdString(heard.path.string()) : QString(), ready && playing_);
}

}  // namespace musicrl
