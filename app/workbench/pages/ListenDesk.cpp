// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ListenDesk.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/listen/OutputChoice.h"
#include "app/workbench/settings/SoundSettings.h"
#include "playback/Player.h"

#include <QSettings>
#include <algorithm>
#include <chrono>
#include <random>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds whilePlaying{33};
constexpr std::chrono::milliseconds whileSilent{250};
constexpr double wishedLufs = -16.0;

QString settingsText(const std::filesystem::path& file) {
    return QString::fromStdString(file.string());
}

const QString hideKey = QStringLiteral("hideScoresUntilVote");

}  // namespace

ListenDesk::ListenDesk(WorkbenchServices& services, QObject* parent) : QObject(parent), services_(services) {
    levels_.gainsDb.assign(lanes_.size(), 0.0);
    if (!services_.listenSettings.empty()) {
        const QSettings stored(settingsText(services_.listenSettings), QSettings::IniFormat);
        hidesUntilVote_ = stored.value(hideKey, false).toBool();
    }
    connect(&timer_, &QTimer::timeout, this, &ListenDesk::poll);
    timer_.start(whileSilent);
    if (!services_.player->hasDevice()) {
        QTimer::singleShot(0, this, [this] {  // the window shows before the sound card is asked
            openOutput(services_, readSoundSettings(services_.soundSettings));
            Q_EMIT transportChanged();
        });
    }
    connect(&services_, &WorkbenchServices::outputChanged, this, &ListenDesk::transportChanged);
    connect(&services_, &WorkbenchServices::playerReturned, this, &ListenDesk::takePlayerBack);
}

int ListenDesk::heardLane() const {
    return services_.player->heardLane();
}

int ListenDesk::mostLanes() const {
    constexpr int letters = 8;
    return std::min(letters, services_.player->lanes());
}

LaneStatus ListenDesk::shownStatus(int index) const {
    const LaneStatus status = lane(index).status;
    return blind_ && status != LaneStatus::Empty && anyIsReading(lanes_) ? LaneStatus::Reading : status;
}

double ListenDesk::shownSeconds(int index) const {
    return blind_ ? shortestSeconds(lanes_) : lane(index).loaded ? lane(index).loaded->clip->durationSeconds() : 0.0;
}

void ListenDesk::setLane(int lane, const std::filesystem::path& path) {
    setBlind(false, 0);
    while (laneCount() <= lane && laneCount() < mostLanes()) {
        addLane();
    }
    playWhenRead_ = playWhenRead_ && lane != 0;
    voted_ = false;
    DeskLane& given = lanes_.at(static_cast<std::size_t>(lane));
    given = {};
    given.status = LaneStatus::Reading;
    given.path = path;
    read(lane);
}

void ListenDesk::setLanes(const std::vector<std::filesystem::path>& paths) {
    const std::size_t count = std::clamp(paths.size(), std::size_t(2), static_cast<std::size_t>(mostLanes()));
    blind_ = false;
    services_.blind = false;
    voted_ = false;
    playWhenRead_ = false;
    lanes_.assign(count, DeskLane{});
    services_.player->pause();  // others are begun with from their start
    services_.player->seek(0.0);
    fillPlayer();
    services_.player->switchTo(0);
    Q_EMIT lanesChanged();
    for (std::size_t i = 0; i < std::min(count, paths.size()); ++i) {
        setLane(static_cast<int>(i), paths[i]);
    }
}

void ListenDesk::addLane() {
    if (laneCount() < mostLanes()) {
        lanes_.emplace_back();
        levels_.gainsDb.push_back(0.0);
        Q_EMIT lanesChanged();
        Q_EMIT transportChanged();
    }
}

void ListenDesk::removeLane(int lane) {
    if (laneCount() <= 2) {
        return;
    }
    const int heard = heardLane();
    lanes_.erase(lanes_.begin() + lane);
    fillPlayer();
    services_.player->switchTo(std::min(heard > lane ? heard - 1 : heard, laneCount() - 1));
    Q_EMIT lanesChanged();
    Q_EMIT transportChanged();
}

void ListenDesk::setBlind(bool blind, std::uint64_t seed) {
    if (blind == blind_) {
        return;
    }
    blind_ = blind;
    services_.blind = blind;
    if (blind) {
        std::mt19937_64 random(seed);
        std::shuffle(lanes_.begin(), lanes_.end(), random);
    }
    fillPlayer();
    if (blind) {
        services_.player->switchTo(0);
    }
    Q_EMIT lanesChanged();
    Q_EMIT transportChanged();
    tellWhatPlays();
}

/// The player's lanes as the desk's are. While it is blind they are all of one length, and come all together.
void ListenDesk::fillPlayer() {
    const bool wait = blind_ && anyIsReading(lanes_);
    const double seconds = shortestSeconds(lanes_);
    for (int lane = 0; lane < services_.player->lanes(); ++lane) {
        const auto index = static_cast<std::size_t>(lane);
        const bool ready = !wait && index < lanes_.size() && lanes_[index].loaded != nullptr;
        const PlayableClip whole = ready ? lanes_[index].loaded->playable : PlayableClip{};
        services_.player->setClip(lane, blind_ ? cutTo(whole, seconds) : whole);
    }
    matchLevels();
    applyLoop();
}

void ListenDesk::read(int lane) {
    const int request = ++requests_;
    DeskLane& reading = lanes_[static_cast<std::size_t>(lane)];
    reading.request = request;
    services_.player->setClip(lane, nullptr);
    Q_EMIT laneChanged(lane);
    Q_EMIT transportChanged();

    // Lanes may be shuffled or taken away meanwhile: the answer goes to whichever asked for it.
    const auto asker = [this, request] {
        const auto found = std::find_if(lanes_.begin(), lanes_.end(), [request](const DeskLane& known) {
            return known.request == request && known.status == LaneStatus::Reading;
        });
        return found == lanes_.end() ? -1 : static_cast<int>(found - lanes_.begin());
    };
    const std::filesystem::path path = reading.path;
    const int rate = services_.player->sampleRateHz();
    const QString title = tr("Reading %1").arg(QString::fromStdString(path.filename().string()));
    JobHandle* job = fetch(
        *services_.files, this, title,
        [path, rate] { return std::shared_ptr<const LoadedClip>(std::make_shared<LoadedClip>(loadClip(path, rate))); },
        [this, asker](std::shared_ptr<const LoadedClip> loaded) {
            if (const int at = asker(); at >= 0) {
                take(at, std::move(loaded));
            }
        });
    connect(job, &JobHandle::finished, this, [this, asker](const JobOutcome& outcome) {
        if (const int at = asker(); at >= 0 && outcome.ending == JobEnding::Failed) {
            fail(at, QString::fromStdString(outcome.message));
        }
    });
}

void ListenDesk::fail(int lane, const QString& message) {
    lanes_[static_cast<std::size_t>(lane)].status = LaneStatus::Failed;
    lanes_[static_cast<std::size_t>(lane)].failure = message;
    showRead(lane);
}

/// One more clip is read, or cannot be.
void ListenDesk::showRead(int lane) {
    if (!blind_) {
        Q_EMIT laneChanged(lane);
    } else if (!anyIsReading(lanes_)) {
        fillPlayer();
        Q_EMIT lanesChanged();
    }
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
    if (!blind_) {
        services_.player->setClip(lane, changed.loaded->playable);
        matchLevels();
        applyLoop();
        if (!anyIsReading(lanes_) && services_.player->positionSeconds() > services_.player->durationSeconds()) {
            services_.player->seek(0.0);  // where the clip before it was longer
        }
    }
    const LaneStatus heard =
        heardLane() < laneCount() ? lanes_[static_cast<std::size_t>(heardLane())].status : LaneStatus::Empty;
    if (!blind_ && (heard == LaneStatus::Empty || heard == LaneStatus::Failed)) {
        services_.player->switchTo(lane);
    }
    showRead(lane);
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

void ListenDesk::setHidesUntilVote(bool hides) {
    hidesUntilVote_ = hides;
    if (!services_.listenSettings.empty()) {
        QSettings(settingsText(services_.listenSettings), QSettings::IniFormat).setValue(hideKey, hides);
    }
    Q_EMIT lanesChanged();
}

void ListenDesk::noteVote() {
    voted_ = true;
    setBlind(false, 0);
    Q_EMIT lanesChanged();
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

void ListenDesk::skip(double seconds) {
    seek(std::clamp(services_.player->positionSeconds() + seconds, 0.0, services_.player->durationSeconds()));
}

void ListenDesk::seekStart() {
    const std::optional<LoopRegion> looped = loop_.ordered(services_.player->durationSeconds());
    seek(looped ? looped->beginSeconds : 0.0);
}

void ListenDesk::playWindow(int lane, const LoopRegion& window, bool looped) {
    if (looped) {
        setRegion(window);
    }
    hear(lane);
    seek(window.beginSeconds);
    services_.player->play();
    timer_.start(whilePlaying);
}

void ListenDesk::toggleLoop() {
    loop_.toggle();
    loopChanged();
}

void ListenDesk::setRegion(const LoopRegion& region) {
    loop_.setRegion(region);
    loopChanged();
}

void ListenDesk::loopAll() {
    loop_.loopAll();
    loopChanged();
}

void ListenDesk::loopFromHere() {
    loop_.beginAt(services_.player->positionSeconds(), services_.player->durationSeconds());
    loopChanged();
}

void ListenDesk::loopToHere() {
    loop_.endAt(services_.player->positionSeconds());
    loopChanged();
}

void ListenDesk::loopChanged() {
    applyLoop();
    Q_EMIT transportChanged();
}

void ListenDesk::applyLoop() {
    services_.player->setLoop(loop_.ordered(services_.player->durationSeconds()));
}

void ListenDesk::takePlayerBack() {
    services_.player->pause();
    fillPlayer();
    Q_EMIT transportChanged();
}

void ListenDesk::toggleLevelMatch() {
    if (!blind_) {  // the louder one is known by it
        levelMatched_ = !levelMatched_;
        matchLevels();
    }
    Q_EMIT transportChanged();
}

void ListenDesk::matchLevels() {
    levels_ = levelsOf(lanes_, wishedLufs, levelMatched());
    for (int lane = 0; lane < laneCount(); ++lane) {
        services_.player->setGainDb(lane, gainDb(lane));
    }
}

void ListenDesk::openDevice() {
    openOutput(services_, services_.player->deviceChoice());
    Q_EMIT transportChanged();
}

void ListenDesk::openOfferedDevice() {
    openOfferedOutput(services_);
    Q_EMIT transportChanged();
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
    const DeskLane& heard = lanes_[static_cast<std::size_t>(std::min(heardLane(), laneCount() - 1))];
    const bool ready = heard.status == LaneStatus::Ready && !blind_;
    Q_EMIT services_.playingChanged(ready ? QString::fromStdString(heard.path.string()) : QString(), ready && playing_);
}

}  // namespace musicrl
