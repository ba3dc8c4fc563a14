// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/RateTransport.h"
#include "app/workbench/pages/rate/SessionPace.h"
#include "app/workbench/pages/rate/TrialLoader.h"
#include "app/workbench/pages/rate/TrialLoop.h"
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
/// The next trial is read while this one is heard. What a rater did goes into the study every second and before every
/// judgement; a draft goes there with every answer, note and mark. What the disk refuses waits here and is offered to
/// it again, before anything else is done. A study that refuses anything makes the stage Failed: nothing is thrown, but
/// by canUndo() and canRedo().
class RateDesk : public QObject {
    Q_OBJECT
public:
    enum class Stage {
        Loading,
        Break,
        Trial,
        Feedback,  ///< on the answer just given, in a practice that has to be passed
        Finished,
        Failed
    };

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
    /// Where in the session this is. \see SessionPace::progressText
    [[nodiscard]] QString progressText() const;
    [[nodiscard]] std::int64_t doneTrials() const;

    void begin();         ///< goes to the rater's current trial, after keeping what could not be kept before
    void endBreak();      ///< starts the trial behind the break
    void endFeedback();   ///< goes to the trial after practice's
    /// Keeps everything and is silent; begin() goes on. \return false when the disk refused: the stage is Failed then
    bool pauseSession();
    void goOnPlaying();   ///< with a trial that was paused, where it was

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
    void retrySound();       ///< through the output that was chosen
    void useOfferedSound();  ///< through another one
    void note(ListenEventKind kind, const QString& text);  ///< Answer or Mark, now

    /// Does what needs the study. \return false when that refused: the stage is Failed then, and failure() says why
    bool attempt(const std::function<void()>& work);

Q_SIGNALS:
    void stageChanged();
    void soundChanged();

private:
    using Clock = std::chrono::steady_clock;

    void go(std::optional<Trial> trial, bool offerBreak);
    void startOrLoad();
    void startTrial();
    void preloadNext();
    void setStage(Stage stage);
    void fail(const QString& reason);
    void poll();
    void collectEvents();
    /// \return false when the disk refused: they wait for the next time
    bool flushEvents();
    /// The same for the draft that the disk refused.
    bool flushDraft();
    void play();
    void leaveJudged();
    void leaveTrialFor(const std::function<void()>& change);
    void applyLoop();
    void fillHeard(Judgement& judgement) const;
    /// What is on the screen, with how it was heard so far.
    [[nodiscard]] Judgement heardDraft() const;
    /// By lane, with what was heard of this trial in earlier sessions.
    [[nodiscard]] ListeningTrace heard() const;
    [[nodiscard]] double sinceShown() const;

    TrialPlayback& playback_;
    StudyStore& store_;
    std::string rater_;
    Stage stage_ = Stage::Loading;
    std::optional<Trial> trial_;
    TrialLoader::Loaded loaded_;
    TrialLoader loader_;
    Judgement draft_;
    std::optional<Judgement> unsaved_;  ///< a draft that the disk refused
    QString failure_;
    QTimer timer_;
    Clock::time_point shownAt_;
    Clock::time_point flushedAt_;
    double spentBefore_ = 0.0;           ///< on this trial, in an earlier session
    Judgement heardBefore_;              ///< the same
    PlaybackConditions playbackBefore_;  ///< the same
    std::vector<ListenEvent> pending_;   ///< of trial_, not in the study yet
    std::size_t eventsTaken_ = 0;        ///< of the playback's trace
    bool ended_ = false;                 ///< the clips came to their end, and nobody has played them since
    TrialLoop loop_;
    SessionPace pace_;
};

}  // namespace musicrl
