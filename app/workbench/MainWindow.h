// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobBoard.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/settings/ProjectFolder.h"
#include "playback/Player.h"
#include "widgets/jobs/JobListModel.h"

#include <QMainWindow>
#include <vector>

class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace musicrl {

class EvaluatePage;
class GeneratePage;
class JobDrawer;
class LibraryPage;
class ListenPage;
class RatePage;
class TrainPage;

/// The window: rail of pages, title line with jobs, the page, the transport. Owns the queues, the player and the pages,
/// and connects what they say to each other.
///
/// A rating session takes all of it, so that nothing tells the models apart, until it is over.
///
/// Its keys work on every page; all keys are in the services' KeySettings and shown by KeysDialog.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(ProjectFolder project, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// "library", "generate", "listen", "rate", "train" or "evaluate"; other names are passed over, and all are during a rating session.
    void showPage(const QString& name);
    [[nodiscard]] QString pageName() const;

    [[nodiscard]] WorkbenchServices& services() { return services_; }
    [[nodiscard]] LibraryPage& libraryPage() { return *library_; }
    [[nodiscard]] GeneratePage& generatePage() { return *generate_; }
    [[nodiscard]] ListenPage& listenPage() { return *listen_; }
    [[nodiscard]] RatePage& ratePage() { return *rate_; }
    [[nodiscard]] bool inSession() const;
    [[nodiscard]] TrainPage& trainPage() { return *train_; }
    [[nodiscard]] EvaluatePage& evaluatePage() { return *evaluate_; }
    [[nodiscard]] JobListModel& jobs() { return jobList_; }
    [[nodiscard]] bool hasRunningJobs() const { return jobList_.activeCount() > 0; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    struct PageEntry {
        QString name;
        QString title;
        QWidget* page = nullptr;
        QToolButton* button = nullptr;
    };

    void buildPages();
    QWidget* buildRail();
    QWidget* buildTopBar();
    QWidget* buildCentre();
    QToolButton* barButton(const char* action, const char* icon, QWidget* bar);
    QToolButton* railButton(const QString& text, const QString& icon);
    void addKeys();
    void showKeys(const KeyBindings& keys);
    void perform(const QString& id);
    void openKeys();
    [[nodiscard]] KeyContext contextOfPage() const;
    void connectJobs();
    void connectPages();
    void inspectEngine();
    void showTitle();
    void tellWhatPlays();
    void openSession(QWidget* session);
    void closeSession();
    void toggleDrawer();
    void toggleTheme();
    void showSound();

    ProjectFolder project_;
    // In this order: the queues end (and wait for their threads) before what their jobs speak to goes.
    JobListModel jobList_;
    Player player_{8};  ///< lanes A to H
    JobController files_;
    JobController device_;
    JobBoard board_;
    WorkbenchServices services_;

    LibraryPage* library_ = nullptr;
    GeneratePage* generate_ = nullptr;
    ListenPage* listen_ = nullptr;
    RatePage* rate_ = nullptr;
    TrainPage* train_ = nullptr;
    EvaluatePage* evaluate_ = nullptr;
    std::vector<PageEntry> pages_;
    QStackedWidget* whole_ = nullptr;  ///< the workbench, or a rating session
    QStackedWidget* stack_ = nullptr;
    JobDrawer* drawer_ = nullptr;
    QToolButton* jobsButton_ = nullptr;
    QToolButton* themeButton_ = nullptr;
    QToolButton* soundButton_ = nullptr;
    QToolButton* keysButton_ = nullptr;
    QLabel* crumbs_ = nullptr;
    QLabel* devicePill_ = nullptr;
    bool closesAnyway_ = false;  ///< though not all of a rating session could be kept
    QString trainedRun_;
    QString evaluatedStudy_;
};

}  // namespace musicrl
