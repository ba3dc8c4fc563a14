// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/RateDesk.h"
#include "study/StudyStore.h"
#include "widgets/keys/KeyBindings.h"

#include <QWidget>
#include <functional>

class QStackedWidget;

namespace musicrl {

class PageKeys;
class RateTransport;
class SessionNotice;
class TrialView;
class VolumePage;

/// At which volume, through which output a session goes.
struct LockedVolume {
    std::string device;
    std::string hostApi;
    double volumeDb = 0.0;

    [[nodiscard]] bool operator==(const LockedVolume&) const = default;
};

/// A rater's session over the whole window: a welcome, the volume, trial after trial, breaks, the end. No rail, no
/// jobs, no title: nothing that could tell the models apart. It owns the open study; everything done is kept at once,
/// so leaving is always safe.
///
/// Its volume is set and locked in it, whatever was locked before, and again when another output takes over.
class RateSession : public QWidget {
    Q_OBJECT
public:
    RateSession(WorkbenchServices& services, TrialPlayback& playback, StudyStore store, const std::string& rater,
                QWidget* parent = nullptr);
    ~RateSession() override;

    [[nodiscard]] RateDesk& desk() { return desk_; }
    [[nodiscard]] StudyStore& store() { return store_; }

    /// Keeps everything. \return false when the disk refused: the rater is asked whether to try again or to go all the
    /// same \param go  what is done then
    [[nodiscard]] bool mayLeave(const std::function<void()>& go);

Q_SIGNALS:
    /// Esc, Leave, or the way on from the end: the window takes itself back.
    void left();

private:
    QWidget* buildTop();
    QWidget* buildVolume();
    void connectDesk();
    void connectView();
    void setKeys(const KeyBindings& keys);
    void showWelcome();
    void showStage();
    void showTrial();
    void showEnd();
    void showNotice(const QString& heading, const QString& text, const QString& on, const QString& other = {});
    void perform(const QString& id);
    void performInTrial(const QString& id);
    void performAtVolume(const QString& id);
    void goOn();
    void showVolume();
    void beginTrials();
    void retrySound(bool another);
    [[nodiscard]] bool volumeHolds() const;
    void confirm();
    void leave();
    void askToLoseTheRest(const std::function<void()>& go);

    WorkbenchServices& services_;
    TrialPlayback& playback_;
    StudyStore store_;
    std::string rater_;
    RateDesk desk_;
    PageKeys* keys_;
    QStackedWidget* stack_;
    SessionNotice* notice_;
    VolumePage* volume_ = nullptr;
    QWidget* volumePage_;
    QWidget* trialPage_;
    TrialView* view_;
    RateTransport* transport_;
    bool welcomed_ = false;
    std::optional<LockedVolume> locked_;  ///< in this session
};

}  // namespace musicrl
