// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/JobBoard.h"

#include "app/workbench/jobs/JobController.h"
#include "widgets/jobs/JobListModel.h"

#include <QElapsedTimer>
#include <memory>

namespace musicrl {
namespace {

JobState stateOf(JobEnding ending) {
    switch (ending) {
        case JobEnding::Succeeded: return JobState::Succeeded;
        case JobEnding::Stopped: return JobState::Stopped;
        case JobEnding::Failed: return JobState::Failed;
    }
    return JobState::Failed;
}

}  // namespace

void JobBoard::watch(JobController& controller) {
    connect(&controller, &JobController::jobAdded, this, [this, &controller](JobHandle* job) { follow(controller, job); });
}

std::uint64_t JobBoard::addRow(const QString& title, const QString& device) {
    JobRow row;
    row.id = ++lastRow_;
    row.title = title;
    row.device = device;
    model_.add(std::move(row));
    return lastRow_;
}

void JobBoard::follow(JobController& controller, JobHandle* job) {
    if (job->isQuiet()) {
        connect(job, &JobHandle::finished, this, [this, title = job->title(), device = controller.device()](const JobOutcome& outcome) {
            if (outcome.ending == JobEnding::Failed) {
                end(addRow(title, device), outcome);
            }
        });
        return;
    }
    const std::uint64_t row = addRow(job->title(), controller.device());
    jobs_[row] = job;
    const auto clock = std::make_shared<QElapsedTimer>();
    connect(job, &JobHandle::started, this, [this, row, clock] {
        clock->start();
        model_.setState(row, JobState::Running);
    });
    connect(job, &JobHandle::progressed, this, [this, row, clock](const Progress& progress) {
        model_.setProgress(row, progress, static_cast<double>(clock->elapsed()) / 1000.0);
    });
    connect(job, &JobHandle::finished, this, [this, row](const JobOutcome& outcome) { end(row, outcome); });
}

void JobBoard::end(std::uint64_t row, const JobOutcome& outcome) {
    model_.setState(row, stateOf(outcome.ending), QString::fromStdString(outcome.message));
    jobs_.erase(row);
}

void JobBoard::requestStop(quint64 row) {
    const auto found = jobs_.find(row);
    if (found != jobs_.end() && found->second) {
        found->second->requestStop();
    }
}

}  // namespace musicrl
