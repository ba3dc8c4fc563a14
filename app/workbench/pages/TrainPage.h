// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/jobs/JobHandle.h"
#include "app/workbench/pages/RunList.h"
#include "run/Recipe.h"
#include "widgets/models/RunTableModel.h"

#include <QPointer>
#include <QWidget>
#include <map>

class QTableView;

namespace musicrl {

class AlarmList;
class RecipeForm;
class RunPlots;
class SampleGrid;
class WorkbenchServices;

/// Runs and how they go: the project's runs and a recipe on the left, curves and samples of the selected run on the
/// right, and
/// what alarms it raised. Starts, pauses, stops and goes on with runs.
class TrainPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(WorkbenchServices& services, QWidget* parent = nullptr);

    /// Starts a run as the button does. \return its folder
    QString startRun(const Recipe& recipe);
    /// Puts a recipe that learns from this preference model into the form, to be looked over and started.
    void layOut(const QString& recipe, const QString& preferenceModel);
    void selectRun(const QString& id);
    [[nodiscard]] const QString& selectedRun() const { return selected_; }
    [[nodiscard]] RecipeForm& form() { return *form_; }
    [[nodiscard]] RunPlots& plots() { return *plots_; }
    [[nodiscard]] AlarmList& alarms() { return *alarms_; }
    [[nodiscard]] SampleGrid& samples() { return *samples_; }
    [[nodiscard]] RunTableModel& runs() { return table_; }

Q_SIGNALS:
    /// For the window's title line.
    void runSelected(const QString& name);

private:
    /// A run that this window trains.
    struct ActiveRun {
        QPointer<JobHandle> job;
        Recipe recipe;  ///< with what was changed since it began
        bool paused = false;
    };

    QWidget* buildRuns();
    QWidget* buildLeft();
    void fitRuns();
    void connectForm();
    void connectRuns();
    void submit(const QString& folder, const Recipe& recipe, bool resume);
    void follow(JobHandle* job, const QString& folder);
    void command(const Command& command);
    void runEnded(const QString& folder, const JobOutcome& outcome);
    void showRuns();
    void showNews(const RunNews& news);
    void showSelected();
    void playSample(const QString& runId, qint64 step);
    [[nodiscard]] RunRow rowOf(const RunView& run) const;
    [[nodiscard]] int colorOf(const QString& id) const;
    [[nodiscard]] JobHandle* jobOf(const QString& id) const;

    WorkbenchServices& services_;
    RunList list_;
    RunTableModel table_;
    QTableView* view_ = nullptr;
    RecipeForm* form_;
    RunPlots* plots_;
    AlarmList* alarms_;
    SampleGrid* samples_;
    QString selected_;
    std::map<QString, ActiveRun> active_;  ///< by run folder
};

}  // namespace musicrl
