// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Progress.h"

#include <QAbstractListModel>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace musicrl {

enum class JobState { Waiting, Running, Succeeded, Stopped, Failed };

/// What the user sees of a job.
struct JobRow {
    std::uint64_t id = 0;
    QString title;
    QString device;
    JobState state = JobState::Waiting;
    Progress progress;
    double elapsedSeconds = 0.0;  ///< of running, when the progress came
    QString message;              ///< of a failure

    [[nodiscard]] bool isActive() const { return state == JobState::Waiting || state == JobState::Running; }
};

/// Jobs, oldest first. The text of a row is its title.
class JobListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void add(JobRow row);
    /// Unknown ids are passed over by all three.
    void setProgress(std::uint64_t id, const Progress& progress, double elapsedSeconds);
    void setState(std::uint64_t id, JobState state, const QString& message = {});
    void removeFinished();

    [[nodiscard]] const std::vector<JobRow>& rows() const { return rows_; }
    [[nodiscard]] int activeCount() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] int rowOf(std::uint64_t id) const;
    void changed(int row);

    std::vector<JobRow> rows_;
};

/// "waiting", "12 / 60 · training · about 3 min left", "done", "stopped", "failed".
[[nodiscard]] QString statusText(const JobRow& row);

/// Seconds until the end at the pace so far; nothing before the first step or when the total is unknown.
[[nodiscard]] std::optional<double> secondsLeft(const JobRow& row);

/// "40 s", "3 min", "2 h 05 min".
[[nodiscard]] QString durationText(double seconds);

}  // namespace musicrl
