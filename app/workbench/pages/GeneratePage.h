// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/jobs/JobHandle.h"
#include "tasks/GenerateTask.h"

#include <QPointer>
#include <QWidget>

class QLabel;

namespace musicrl {

class ClipListView;
class GenerateForm;
class WorkbenchServices;

/// Prompts in, clips out: a form on the left, the project's clips on the right, each there as soon as it is finished.
class GeneratePage : public QWidget {
    Q_OBJECT
public:
    explicit GeneratePage(WorkbenchServices& services, QWidget* parent = nullptr);

    /// Starts a job as the button does.
    void generate(const GenerateConfig& config);
    [[nodiscard]] ClipListView& clips() { return *clips_; }
    [[nodiscard]] GenerateForm& form() { return *form_; }

private:
    void buildLayout();
    void loadProject();
    void addClip(const QString& path);
    void jobEnded(const JobOutcome& outcome);
    void showCount();

    WorkbenchServices& services_;
    GenerateForm* form_;
    ClipListView* clips_;
    QLabel* count_ = nullptr;
    QPointer<JobHandle> job_;  ///< the newest
};

}  // namespace musicrl
