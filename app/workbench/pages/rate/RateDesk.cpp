// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RateDesk.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/rate/ListeningRecord.h"
#include "base/Error.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds frame{33};
constexpr std::chrono::seconds betweenFlushes{1};
constexpr double thinkingSeconds = 10.0;  // besides hearing each clip once, before there is any experience

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

RateDesk::RateDesk(WorkbenchServices& services, TrialPlayback& playback, StudyStore& store, std::string rater,
                   QObject* parent)
    : QObject(parent), services_(services), playback_(playback), store_(store), rater_(std::move(rater)) {
    connect(&timer_, &QTimer::timeout, this, &RateDesk::poll);
}

RateDesk::~RateDesk() = default;

void RateDesk::begin() {
    failure_.clear();
    if (store_.sealed()) {
        pending_.clear();  // it takes nothing more
    }
    if (!flushEvents()) {
        return;
    }
    go(store_.currentTrial(rater_), false);
}

void RateDesk::go(std::optional<Trial> trial, bool offerBreak) {
    timer_.stop();
    playback_.pause();
    trial_ = std::move(trial);
    if (!trial_) {
        ready_.clear();
        setStage(Stage::Finished);
        return;
    }
    load(*trial_);
    if (offerBreak && trial_->afterBreak) {
        setStage(Stage::Break);
    } else if (ready_.contains(trial_->id)) {
        startTrial();
    } else {
        setStage(Stage::Loading);
    }
}

void RateDesk::endBreak() {
    if (stage_ != Stage::Break) {
        return;
    }
    if (ready_.contains(trial_->id)) {
        startTrial();
    } else {
        setStage(Stage::Loading);
    }
}

void RateDesk::load(const Trial& trial) {
    if (ready_.contains(trial.id)) {
        return;
    }
    const int rate = playback_.sampleRateHz();
    JobHandle* job = fetch(
        *services_.files, this, tr("Reading the clips of a trial"),
        [trial, rate] {
            return std::shared_ptr<const LoadedTrial>(std::make_shared<LoadedTrial>(loadTrial(trial, rate)));
        },
        [this, trial](std::shared_ptr<const LoadedTrial> loaded) { take(trial, std::move(loaded)); });
    connect(job, &JobHandle::finished, this, [this, id = trial.id](const JobOutcome& outcome) {
        if (outcome.ending == JobEnding::Failed && trial_ && trial_->id == id) {
            failure_ = QString::fromStdString(outcome.message);
            setStage(Stage::Failed);
        }
    });
}

void RateDesk::take(const Trial& trial, std::shared_ptr<const LoadedTrial> loaded) {
    ready_[trial.id] = std::move(loaded);
    if (stage_ == Stage::Loading && trial_ && trial_->id == trial.id) {
        startTrial();
    }
}

void RateDesk::startTrial() {
    loaded_ = ready_.at(trial_->id);
    std::optional<Judgement> kept = store_.draft(rater_, trial_->id);
    draft_ = kept.value_or(Judgement{});
    draft_.trial = trial_->id;
    draft_.rater = rater_;
    spentBefore_ = draft_.spentSeconds;
    heardBefore_ = draft_.listenedSeconds;
    region_.reset();
    looping_ = false;
    eventsTaken_ = 0;
    shownAt_ = Clock::now();
    flushedAt_ = shownAt_;
    pending_.push_back({.kind = ListenEventKind::Shown, .side = {}, .toSeconds = {}, .text = {}});
    playback_.start(loaded_->prepared, laneOf(trial_->firstHeard));
    timer_.start(frame);
    setStage(Stage::Trial);
    preloadNext();
}

void RateDesk::preloadNext() {
    const std::optional<Trial> next = store_.nextTrial(rater_);
    std::erase_if(ready_,
                  [&](const auto& entry) { return entry.first != trial_->id && (!next || entry.first != next->id); });
    if (next) {
        load(*next);
    }
}

void RateDesk::setStage(Stage stage) {
    stage_ = stage;
    Q_EMIT stageChanged();
}

bool RateDesk::tryKeeping(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Error& error) {  // a UI action: the session stops where it is and says why
        timer_.stop();
        playback_.pause();
        if (stage_ == Stage::Trial) {
            collectEvents();
        }
        failure_ = QString::fromStdString(error.what());
        setStage(Stage::Failed);
        return false;
    }
}

void RateDesk::pauseSession() {
    playback_.pause();
    timer_.stop();
    if (stage_ == Stage::Trial) {
        playback_.poll();
        collectEvents();
        flushEvents();
        keepDraft(draft_);
    }
}

void RateDesk::poll() {
    playback_.poll();
    collectEvents();
    if (Clock::now() - flushedAt_ > betweenFlushes) {
        flushEvents();
    }
    Q_EMIT soundChanged();
}

void RateDesk::collectEvents() {
    const ListeningTrace trace = playback_.trace();
    const double shown = std::chrono::duration<double>(shownAt_.time_since_epoch()).count();
    for (; eventsTaken_ < trace.events.size(); ++eventsTaken_) {
        const ListeningEvent& happened = trace.events[eventsTaken_];
        ListenEvent event = listenEventOf(happened, shown, sideOf(happened.lane));
        if (happened.action == ListeningAction::Play && !draft_.firstHeard) {
            draft_.firstHeard = event.side;
        }
        pending_.push_back(std::move(event));
    }
}

bool RateDesk::flushEvents() {
    flushedAt_ = Clock::now();
    if (!pending_.empty() && !tryKeeping([this] { store_.recordEvents(rater_, trial_->id, pending_); })) {
        return false;
    }
    pending_.clear();
    return true;
}

void RateDesk::note(ListenEventKind kind, const QString& text) {
    ListenEvent event;
    event.kind = kind;
    event.atSeconds = sinceShown();
    event.side = sideOf(playback_.heardLane());
    event.positionSeconds = playback_.positionSeconds();
    event.text = text.toStdString();
    pending_.push_back(std::move(event));
}

void RateDesk::fillHeard(Judgement& judgement) const {
    judgement.trial = trial_->id;
    judgement.rater = rater_;
    judgement.firstHeard = draft_.firstHeard;
    judgement.spentSeconds = spentBefore_ + sinceShown();
    const std::vector<double> heard = listened();
    const TrialLevels& levels = loaded_->prepared.levels;
    for (std::size_t lane = 0; lane < trial_->clips.size(); ++lane) {
        const Side side = trial_->clips[lane].side;
        judgement.listenedSeconds[side] = lane < heard.size() ? heard[lane] : 0.0;
        judgement.gainsDb[side] = lane < levels.gainsDb.size() ? levels.gainsDb[lane] : 0.0;
    }
    judgement.playback = playbackConditionsOf(playback_.conditions(), levels);
}

void RateDesk::keepDraft(const Judgement& draft) {
    if (stage_ != Stage::Trial) {
        return;
    }
    const std::optional<Side> firstHeard = draft_.firstHeard;
    draft_ = draft;
    draft_.firstHeard = firstHeard;
    Judgement kept = draft_;
    fillHeard(kept);
    tryKeeping([this, &kept] { store_.saveDraft(kept); });
}

QString RateDesk::confirm(const Judgement& draft) {
    if (stage_ != Stage::Trial) {
        return {};
    }
    playback_.poll();
    collectEvents();
    Judgement judgement = draft;
    fillHeard(judgement);
    try {
        checkJudgement(judgement, *trial_);
    } catch (const Error& error) {  // a UI action: the rater reads it below the questions
        return QString::fromStdString(error.what());
    }
    if (flushEvents() && tryKeeping([this, &judgement] { store_.record(judgement); })) {
        spent_.push_back(judgement.spentSeconds);
        go(store_.currentTrial(rater_), true);
    }
    return {};
}

void RateDesk::undo() {
    if (stage_ == Stage::Loading || !canUndo()) {
        return;
    }
    pauseSession();
    if (flushEvents() && tryKeeping([this] { store_.undo(rater_); })) {
        go(store_.currentTrial(rater_), false);
    }
}

void RateDesk::redo() {
    if (stage_ == Stage::Loading || !canRedo()) {
        return;
    }
    pauseSession();
    if (flushEvents() && tryKeeping([this] { store_.redo(rater_); })) {
        go(store_.currentTrial(rater_), false);
    }
}

void RateDesk::togglePlaying() {
    if (stage_ == Stage::Trial) {
        playback_.playing() ? playback_.pause() : playback_.play();
        Q_EMIT soundChanged();
    }
}

void RateDesk::hear(int lane) {
    if (stage_ == Stage::Trial && lane < static_cast<int>(trial_->clips.size())) {
        playback_.switchTo(lane);
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
        looping_ = !looping_;
        applyLoop();
    }
}

void RateDesk::setLoopBegin() {
    if (stage_ == Stage::Trial) {
        const double begin = playback_.positionSeconds();
        const double end = region_ && region_->endSeconds > begin ? region_->endSeconds : loaded_->spanSeconds;
        region_ = LoopRegion{begin, end};
        looping_ = true;
        applyLoop();
    }
}

void RateDesk::setLoopEnd() {
    if (stage_ == Stage::Trial) {
        const double end = playback_.positionSeconds();
        const double begin = region_ && region_->beginSeconds < end ? region_->beginSeconds : 0.0;
        region_ = LoopRegion{begin, end};
        looping_ = end > begin;
        applyLoop();
    }
}

void RateDesk::applyLoop() {
    playback_.setLoop(looping_ ? std::optional(region_.value_or(LoopRegion{0.0, loaded_->spanSeconds})) : std::nullopt);
    Q_EMIT soundChanged();
}

void RateDesk::retrySound() {
    playback_.retry();
    Q_EMIT soundChanged();
}

std::vector<double> RateDesk::listened() const {
    std::vector<double> heard = playback_.trace().heardSeconds;
    heard.resize(trial_->clips.size(), 0.0);
    for (std::size_t lane = 0; lane < heard.size(); ++lane) {
        const auto before = heardBefore_.find(trial_->clips[lane].side);
        heard[lane] += before == heardBefore_.end() ? 0.0 : before->second;
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
    sound.listenedSeconds = listened();
    sound.looping = looping_;
    if (region_) {
        sound.loopText = tr("%1–%2 s").arg(region_->beginSeconds, 0, 'f', 1).arg(region_->endSeconds, 0, 'f', 1);
    }
    sound.levelMatched = loaded_->prepared.levels.matched;
    sound.volumeLocked = conditions.volumeLocked;
    return sound;
}

double RateDesk::sinceShown() const {
    return std::chrono::duration<double>(Clock::now() - shownAt_).count();
}

int RateDesk::laneOf(Side side) const {
    const auto found = std::find_if(trial_->clips.begin(), trial_->clips.end(),
                                    [side](const TrialClip& clip) { return clip.side == side; });
    return found == trial_->clips.end() ? 0 : static_cast<int>(found - trial_->clips.begin());
}

Side RateDesk::sideOf(int lane) const {
    const auto index = static_cast<std::size_t>(std::max(0, lane));
    return trial_ && index < trial_->clips.size() ? trial_->clips[index].side : Side::A;
}

double RateDesk::secondsPerTrial() const {
    if (spent_.size() >= 3) {
        return median(spent_);
    }
    const double span = loaded_ ? loaded_->spanSeconds : 10.0;
    return span * static_cast<double>(trial_->clips.size()) + thinkingSeconds;
}

std::int64_t RateDesk::doneTrials() const {
    return trial_ ? trial_->number - 1 : 0;
}

QString RateDesk::progressText() const {
    const std::size_t sides = trial_->clips.size();
    const QString one = sides == 1 ? tr("clip") : sides == 2 ? tr("pair") : tr("trial");
    QStringList parts = {tr("%1 %2 of %3").arg(one).arg(trial_->number).arg(trial_->count)};
    if (trial_->practice) {
        parts << tr("practice, does not count");
    }
    const double left = static_cast<double>(trial_->count - trial_->number + 1) * secondsPerTrial();
    parts << tr("about %1 min left").arg(std::max(1L, std::lround(left / 60.0)));
    if (trial_->untilBreak == 1) {
        parts << tr("a break after this one");
    } else if (trial_->untilBreak > 1) {
        parts << tr("next break in %1 %2s").arg(trial_->untilBreak).arg(one);
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace musicrl
