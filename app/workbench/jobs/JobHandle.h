// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobQueue.h"

#include <QObject>
#include <QString>

namespace musicrl {

class JobController;

/// One job as the window sees it: connect to it, stop it, send it commands.
///
/// Made by JobController::submit(); deletes itself after finished(), so keep it in a QPointer. All signals come on the
/// window's thread in the order of the job's messages, finished() last.
class JobHandle : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] const QString& title() const { return title_; }
    /// Quiet jobs (reading a file for a page) are shown to the user only when they fail.
    [[nodiscard]] bool isQuiet() const { return quiet_; }

    void requestStop();
    void send(const Command& command);

Q_SIGNALS:
    void started();
    void progressed(const musicrl::Progress& progress);
    void metricArrived(const musicrl::MetricRow& row);
    void fileWritten(const musicrl::FileWritten& file);
    void resultArrived(const musicrl::ResultRow& row);
    void finished(const musicrl::JobOutcome& outcome);

private:
    friend class JobController;
    JobHandle(JobController& controller, JobId id, QString title, bool quiet);
    void tell(const JobEvent& event);

    JobController& controller_;
    JobId id_;
    QString title_;
    bool quiet_;
};

}  // namespace musicrl
