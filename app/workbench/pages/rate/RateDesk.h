// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/LoadedTrial.h"
#include "app/workbench/pages/rate/RateTransport.h"
#include "app/workbench/pages/rate/TrialPlayback.h"
#include "study/StudyStore.h"

#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

class WorkbenchServices;

/// One rater's session: which trial, what was heard of it, what was answered, all of it kept as it happens.
///
/// Trials are read through the services' queue for files, the next one while this one is heard. What a rater did goes
/// into the study every second and before every judgement; a draft goes there with every answer, note and mark.
class RateDesk : public QObject {
    Q_OBJECT
public:
    enum class Stage { Loading, Break, Trial, Finished, Failed };

    RateDesk(WorkbenchServices& services, TrialPlayback& playback, StudyStore& store, std::string rater,
             QObject* parent = nullptr);
    ~RateDesk() override;

    [[nodiscard]] Stage stage() const { return stage_; }
    [[nodiscard]] const Trial& trial() const { return *trial_; }
    [[nodiscard]] const LoadedTrial& loaded() const { return *loaded_; }
    [[nodiscard]] const Judgement& draft() const { return draft_; }
    [[nodiscard]] const QString& failure() const { return failure_; }
    [[nodiscard]] TrialSound sound() const;
    [[nodiscard]] bool canUndo() const { return store_.canUndo(rater_); }
    [[nodiscard]] bool canRedo() const { return store_.canRedo(rater_); }
    /// "pair 37 of 120 · about 22 min left · next break in 3 pairs"
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] std::int64_t doneTrials() const;

    void begin();         ///< goes to the rater's current trial, after keeping what could not be kept before
    void endBreak();      ///< starts the trial behind the break
    void pauseSession();  ///< keeps everything and is silent; begin() goes on

    /// Keeps what is on the screen in case the program ends.
    void keepDraft(const Judgement& draft);
    /// The judgement is final until it is undone. \return why it does not count yet, in a sentence; empty: it was kept
    [[nodiscard]] QString confirm(const Judgement& draft);
    void undo();
    void redo();

    void togglePlaying();
    void hear(int lane);
    void switchSide();
    void seek(double seconds);
    void skip(double seconds);
    void toggleLoop();
    void setLoopBegin();
    void setLoopEnd();
    void retrySound();
    void note(ListenEventKind kind, const QString& text);  ///< Answer or Mark, now

Q_SIGNALS:
    void stageChanged();
    void soundChanged();

private:
    using Clock = std::chrono::steady_clock;

    void go(std::optional<Trial> trial, bool offerBreak);
    void load(const Trial& trial);
    void take(const Trial& trial, std::shared_ptr<const LoadedTrial> loaded);
    void startTrial();
    void preloadNext();
    void setStage(Stage stage);
    /// Does what needs the study's disk. \return false when that refused: the stage is Failed then
    bool tryKeeping(const std::function<void()>& work);
    void poll();
    void collectEvents();
    /// \return false when the disk refused: they wait for the next time
    bool flushEvents();
    void applyLoop();
    void fillHeard(Judgement& judgement) const;
    [[nodiscard]] std::vector<double> listened() const;
    [[nodiscard]] double sinceShown() const;
    [[nodiscard]] Side sideOf(int lane) const;
    [[nodiscard]] int laneOf(Side side) const;  ///< 0 for a side that the trial does not have
    [[nodiscard]] double secondsPerTrial() const;

    WorkbenchServices& services_;
    TrialPlayback& playback_;
    StudyStore& store_;
    std::string rater_;
    Stage stage_ = Stage::Loading;
    std::optional<Trial> trial_;
    std::shared_ptr<const LoadedTrial> loaded_;
    std::map<std::string, std::shared_ptr<const LoadedTrial>> ready_;  ///< by trial: this one and the next
    Judgement draft_;
    QString failure_;
    QTimer timer_;
    Clock::time_point shownAt_;
    Clock::time_point flushedAt_;
    double spentBefore_ = 0.0;            ///< on this trial, in an earlier session
    std::map<Side, double> heardBefore_;  ///< the same
    std::vector<ListenEvent> pending_;    ///< of trial_, not in the study yet
    std::size_t eventsTaken_ = 0;         ///< of the playback's trace
    std::optional<LoopRegion> region_;
    bool looping_ = false;
    std::vector<double> spent_;  ///< by trial of this session, seconds
};

}  // namespace musicrl
