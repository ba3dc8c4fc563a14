// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/RateDesk.h"
#include "study/StudyStore.h"
#include "widgets/listening/KeyBindings.h"

#include <QWidget>

class QStackedWidget;

namespace musicrl {

class PageKeys;
class RateTransport;
class SessionNotice;
class TrialView;

/// A rater's session over the whole window: a welcome, the volume, trial after trial, breaks, the end. No rail, no
/// jobs, no title: nothing that could tell the models apart. It owns the open study; everything done is kept at once,
/// so leaving is always safe.
class RateSession : public QWidget {
    Q_OBJECT
public:
    RateSession(WorkbenchServices& services, TrialPlayback& playback, StudyStore store, const std::string& rater,
                const KeyBindings& keys, QWidget* parent = nullptr);
    ~RateSession() override;

    [[nodiscard]] RateDesk& desk() { return desk_; }
    [[nodiscard]] StudyStore& store() { return store_; }

Q_SIGNALS:
    /// Esc, Leave, or the way on from the end: the window takes itself back.
    void left();

private:
    QWidget* buildTop();
    QWidget* buildVolume();
    void connectDesk();
    void connectView();
    void showWelcome();
    void showStage();
    void showTrial();
    void showNotice(const QString& heading, const QString& text, const QString& on, const QString& other = {});
    void perform(const QString& id);
    void performInTrial(const QString& id);
    void goOn();
    void beginTrials();
    void confirm();
    void leave();

    WorkbenchServices& services_;
    StudyStore store_;
    std::string rater_;
    RateDesk desk_;
    PageKeys* keys_;
    QStackedWidget* stack_;
    SessionNotice* notice_;
    QWidget* volumePage_;
    QWidget* trialPage_;
    TrialView* view_;
    RateTransport* transport_;
    bool welcomed_ = false;
};

}  // namespace musicrl
