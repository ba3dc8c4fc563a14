// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RateDesk.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/rate/ListeningRecord.h"
#include "base/Error.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds frame{33};
constexpr std::chrono::seconds betweenFlushes{1};

}  // namespace

RateDesk::RateDesk(WorkbenchServices& services, TrialPlayback& playback, StudyStore& store, std::string rater,
                   QObject* parent)
    : QObject(parent), playback_(playback), store_(store), rater_(std::move(rater)), loader_(*services.files) {
    connect(&timer_, &QTimer::timeout, this, &RateDesk::poll);
    const auto isAwaited = [this](const QString& trial) {
        return stage_ == Stage::Loading && trial_ && trial_->id == trial.toStdString();
    };
    connect(&loader_, &TrialLoader::loaded, this, [this, isAwaited](const QString& trial) {
        if (isAwaited(trial)) {
            attempt([this] { startOrLoad(); });
        }
    });
    connect(&loader_, &TrialLoader::failed, this, [this, isAwaited](const QString& trial, const QString& reason) {
        if (isAwaited(trial)) {
            fail(reason);
        }
    });
}

RateDesk::~RateDesk() = default;

void RateDesk::begin() {
    failure_.clear();
    attempt([this] {
        if (store_.sealed()) {
            pending_.clear();  // it takes nothing more
            unsaved_.reset();
        }
        if (flushEvents() && flushDraft()) {
            go(store_.currentTrial(rater_), false);
        }
    });
}

void RateDesk::go(std::optional<Trial> trial, bool offerBreak) {
    timer_.stop();
    playback_.pause();
    trial_ = std::move(trial);
    if (!trial_) {
        loader_.keepOnly({});
        setStage(Stage::Finished);
    } else if (offerBreak && trial_->afterBreak) {
        loader_.load(*trial_, playback_.sampleRateHz());
        setStage(Stage::Break);
    } else {
        startOrLoad();
    }
}

void RateDesk::endBreak() {
    if (stage_ == Stage::Break) {
        attempt([this] { startOrLoad(); });
    }
}

void RateDesk::endFeedback() {
    if (stage_ == Stage::Feedback) {
        attempt([this] { go(store_.currentTrial(rater_), true); });
    }
}

void RateDesk::startOrLoad() {
    loaded_ = loader_.find(trial_->id, playback_.sampleRateHz());
    if (loaded_) {
        startTrial();
        return;
    }
    setStage(Stage::Loading);
    loader_.load(*trial_, playback_.sampleRateHz());
}

void RateDesk::startTrial() {
    std::optional<Judgement> kept = store_.draft(rater_, trial_->id);
    draft_ = kept.value_or(Judgement{});
    draft_.trial = trial_->id;
    draft_.rater = rater_;
    spentBefore_ = draft_.spentSeconds;
    heardBefore_ = draft_;
    playbackBefore_ = draft_.playback;
    loop_ = TrialLoop(loaded_->spanSeconds, loop_.on());  // whoever loops goes on looping, without the old bounds
    eventsTaken_ = 0;
    ended_ = false;
    shownAt_ = Clock::now();
    flushedAt_ = shownAt_;
    pending_.push_back({.kind = ListenEventKind::Shown, .side = {}, .toSeconds = {}, .text = {}});
    playback_.start(loaded_->prepared, laneOf(*trial_, trial_->firstHeard));
    if (loop_.on()) {
        playback_.setLoop(loop_.region());
    }
    timer_.start(frame);
    setStage(Stage::Trial);
    preloadNext();
}

void RateDesk::preloadNext() {
    const std::optional<Trial> next = store_.nextTrial(rater_);
    loader_.keepOnly({trial_->id, next ? next->id : std::string()});
    if (next) {
        loader_.load(*next, playback_.sampleRateHz());
    }
}

void RateDesk::setStage(Stage stage) {
    stage_ = stage;
    Q_EMIT stageChanged();
}

void RateDesk::fail(const QString& reason) {
    failure_ = reason;
    setStage(Stage::Failed);
}

bool RateDesk::attempt(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Error& error) {  // a UI action: the session stops where it is and says why
        timer_.stop();
        playback_.pause();
        if (stage_ == Stage::Trial) {
            collectEvents();
            unsaved_ = heardDraft();
        }
        fail(QString::fromStdString(error.what()));
        return false;
    }
}

bool RateDesk::pauseSession() {
    playback_.pause();
    timer_.stop();
    if (stage_ == Stage::Trial) {
        playback_.poll();
        collectEvents();
        return flushEvents() && attempt([this] { store_.saveDraft(heardDraft()); });
    }
    return stage_ != Stage::Failed || !trial_ || (flushEvents() && flushDraft());
}

void RateDesk::goOnPlaying() {
    if (stage_ == Stage::Trial) {
        playback_.play();
        timer_.start(frame);
        setStage(Stage::Trial);
        attempt([this] { preloadNext(); });
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
        ListenEvent event = listenEventOf(happened, shown, sideOf(*trial_, happened.lane));
        ended_ = ended_ || happened.action == ListeningAction::Ended;
        if (happened.action == ListeningAction::Play && !draft_.firstHeard) {
            draft_.firstHeard = event.side;
        }
        pending_.push_back(std::move(event));
    }
}

bool RateDesk::flushEvents() {
    flushedAt_ = Clock::now();
    if (!pending_.empty() && !attempt([this] { store_.recordEvents(rater_, trial_->id, pending_); })) {
        return false;
    }
    pending_.clear();
    return true;
}

bool RateDesk::flushDraft() {
    if (unsaved_ && !attempt([this] { store_.saveDraft(*unsaved_); })) {
        return false;
    }
    unsaved_.reset();
    return true;
}

void RateDesk::note(ListenEventKind kind, const QString& text) {
    ListenEvent event;
    event.kind = kind;
    event.atSeconds = sinceShown();
    event.side = sideOf(*trial_, playback_.heardLane());
    event.positionSeconds = playback_.positionSeconds();
    event.text = text.toStdString();
    pending_.push_back(std::move(event));
}

void RateDesk::fillHeard(Judgement& judgement) const {
    judgement.trial = trial_->id;
    judgement.rater = rater_;
    judgement.firstHeard = draft_.firstHeard;
    judgement.spentSeconds = spentBefore_ + sinceShown();
    addHeard(judgement, *trial_, heard(), loaded_->prepared.levels);
    judgement.playback = playbackConditionsOf(playback_.conditions(), loaded_->prepared.levels, playbackBefore_);
}

Judgement RateDesk::heardDraft() const {
    Judgement kept = draft_;
    fillHeard(kept);
    return kept;
}

void RateDesk::keepDraft(const Judgement& draft) {
    if (stage_ != Stage::Trial) {
        return;
    }
    const std::optional<Side> firstHeard = draft_.firstHeard;
    draft_ = draft;
    draft_.firstHeard = firstHeard;
    attempt([this] { store_.saveDraft(heardDraft()); });
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
    if (flushEvents() && attempt([this, &judgement] { store_.record(judgement); })) {
        pace_.add(judgement.spentSeconds);
        stage_ = Stage::Loading;  // its draft is gone
        attempt([this] { leaveJudged(); });
    }
    return {};
}

void RateDesk::leaveJudged() {
    const std::optional<Trial> next = store_.currentTrial(rater_);
    if (trial_->attempt == 0) {
        go(next, true);
        return;
    }
    timer_.stop();
    playback_.pause();
    if (next) {
        loader_.load(*next, playback_.sampleRateHz());
    }
    setStage(Stage::Feedback);
}

void RateDesk::leaveTrialFor(const std::function<void()>& change) {
    if (stage_ != Stage::Loading && stage_ != Stage::Failed && pauseSession() && attempt(change)) {
        attempt([this] { go(store_.currentTrial(rater_), false); });
    }
}

void RateDesk::undo() {
    attempt([this] {
        if (canUndo()) {
            leaveTrialFor([this] { store_.undo(rater_); });
        }
    });
}

void RateDesk::redo() {
    attempt([this] {
        if (canRedo()) {
            leaveTrialFor([this] { store_.redo(rater_); });
        }
    });
}

double RateDesk::sinceShown() const {
    return std::chrono::duration<double>(Clock::now() - shownAt_).count();
}

std::int64_t RateDesk::doneTrials() const {
    return trial_ ? trial_->number - 1 : 0;
}

QString RateDesk::progressText() const {
    return pace_.progressText(*trial_, loaded_ ? loaded_->spanSeconds : 0.0, store_.design().practiceAttempts);
}

}  // namespace musicrl
