// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/JobListModel.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <utility>

namespace musicrl {
namespace {

QString say(const char* text) { return QCoreApplication::translate("musicrl::JobListModel", text); }

QString runningText(const JobRow& row) {
    QStringList parts;
    if (row.progress.total > 0) {
        parts << QStringLiteral("%1 / %2").arg(QLocale().toString(static_cast<qlonglong>(row.progress.done)),
                                               QLocale().toString(static_cast<qlonglong>(row.progress.total)));
    }
    if (!row.progress.what.empty()) {
        parts << QString::fromStdString(row.progress.what);
    }
    if (const auto left = secondsLeft(row)) {
        parts << say("about %1 left").arg(durationText(*left));
    }
    return parts.isEmpty() ? say("running") : parts.join(QStringLiteral(" · "));
}

}  // namespace

void JobListModel::add(JobRow row) {
    const int at = static_cast<int>(rows_.size());
    beginInsertRows({}, at, at);
    rows_.push_back(std::move(row));
    endInsertRows();
}

int JobListModel::rowOf(std::uint64_t id) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [id](const JobRow& row) { return row.id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void JobListModel::changed(int row) { Q_EMIT dataChanged(index(row), index(row)); }

void JobListModel::setProgress(std::uint64_t id, const Progress& progress, double elapsedSeconds) {
    if (const int row = rowOf(id); row >= 0) {
        rows_[static_cast<std::size_t>(row)].progress = progress;
        rows_[static_cast<std::size_t>(row)].elapsedSeconds = elapsedSeconds;
        changed(row);
    }
}

void JobListModel::setState(std::uint64_t id, JobState state, const QString& message) {
    if (const int row = rowOf(id); row >= 0) {
        rows_[static_cast<std::size_t>(row)].state = state;
        rows_[static_cast<std::size_t>(row)].message = message;
        changed(row);
    }
}

void JobListModel::removeFinished() {
    beginResetModel();
    std::erase_if(rows_, [](const JobRow& row) { return !row.isActive(); });
    endResetModel();
}

int JobListModel::activeCount() const {
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const JobRow& row) { return row.isActive(); }));
}

int JobListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const JobRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return row.title;
        case Qt::ToolTipRole: return row.state == JobState::Failed ? row.message : statusText(row);
        default: return {};
    }
}

QString statusText(const JobRow& row) {
    switch (row.state) {
        case JobState::Waiting: return say("waiting");
        case JobState::Running: return runningText(row);
        case JobState::Succeeded: return say("done");
        case JobState::Stopped: return say("stopped");
        case JobState::Failed: return say("failed");
    }
    return {};
}

std::optional<double> secondsLeft(const JobRow& row) {
    const Progress& progress = row.progress;
    if (progress.done <= 0 || progress.total <= 0 || row.elapsedSeconds <= 0.0) {
        return std::nullopt;
    }
    const auto open = static_cast<double>(std::max<std::int64_t>(0, progress.total - progress.done));
    return row.elapsedSeconds / static_cast<double>(progress.done) * open;
}

QString durationText(double seconds) {
    const auto whole = static_cast<int>(std::lround(std::max(0.0, seconds)));
    if (whole < 60) {
        return say("%1 s").arg(whole);
    }
    const int minutes = (whole + 30) / 60;
    return minutes < 60 ? say("%1 min").arg(minutes)
                        : say("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace musicrl
