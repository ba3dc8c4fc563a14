// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/TrialPlayback.h"
#include "study/StudyStore.h"

#include <QPointer>
#include <QWidget>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QListWidget;
class QStackedWidget;

namespace musicrl {

class Error;
class KeyButton;
class RaterForm;
class RatersCard;
class RateSession;
class StudyDialog;
class WorkbenchServices;

/// Studies of the project: who is how far, a session to begin or go on with, sealing, and making a new one.
///
/// The session itself takes the whole window: see sessionOpened().
class RatePage : public QWidget {
    Q_OBJECT
public:
    /// \param playback  null: the services' player
    explicit RatePage(WorkbenchServices& services, std::unique_ptr<TrialPlayback> playback = nullptr,
                      QWidget* parent = nullptr);
    ~RatePage() override;

    void reload();  ///< reads which studies there are and how far they are
    [[nodiscard]] std::filesystem::path studiesFolder() const;
    void selectStudy(const std::string& id);
    [[nodiscard]] std::string selectedStudy() const;
    [[nodiscard]] RateSession* session() const;  ///< null where none is open
    /// Keeps all of an open session: the window is about to go. \see RateSession::mayLeave
    [[nodiscard]] bool mayLeaveSession(const std::function<void()>& go);
    [[nodiscard]] StudyDialog* openDialog();     ///< for a new study

public Q_SLOTS:
    void startSession();

Q_SIGNALS:
    /// The window shows this instead of everything else until it says left(); the window owns it.
    void sessionOpened(QWidget* session);
    void sessionClosed();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildStudies();
    QWidget* buildEmpty();
    QWidget* buildStudy();
    QWidget* buildSessionCard();
    void showStudy();
    void showHead(const StudyStatus& status);
    void showError(const Error& error);
    void showSessionHint();
    void askToSealStudy();
    void givePlayerBack();
    void closeSession();

    WorkbenchServices& services_;
    std::unique_ptr<TrialPlayback> playback_;
    QPointer<RateSession> session_;
    int heardBefore_ = 0;  ///< the player's lane when the session took it
    double positionBefore_ = 0.0;
    std::optional<StudyStatus> status_;
    std::int64_t practice_ = 0;  ///< trials of each rater's that do not count
    QListWidget* list_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* hash_ = nullptr;
    RaterForm* form_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* error_ = nullptr;
    KeyButton* start_ = nullptr;
    RatersCard* raters_ = nullptr;
};

}  // namespace musicrl
