// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/runJob.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <cstdint>
#include <map>

namespace musicrl {

class JobController;
class JobHandle;
class JobListModel;

/// Keeps the list of jobs that the user sees in step with the controllers. Quiet jobs show up only when they fail.
class JobBoard : public QObject {
    Q_OBJECT
public:
    explicit JobBoard(JobListModel& model, QObject* parent = nullptr) : QObject(parent), model_(model) {}

    void watch(JobController& controller);
    void requestStop(quint64 row);

private:
    void follow(JobController& controller, JobHandle* job);
    std::uint64_t addRow(const QString& title, const QString& device);
    void end(std::uint64_t row, const JobOutcome& outcome);

    JobListModel& model_;
    std::map<std::uint64_t, QPointer<JobHandle>> jobs_;
    std::uint64_t lastRow_ = 0;
};

}  // namespace musicrl
