// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstdint>
#include <map>

class QLabel;
class QVBoxLayout;

namespace musicrl {

class JobItem;
class JobListModel;

/// All jobs of this session, newest first: progress with the time left, stop, and what went wrong, to copy.
class JobDrawer : public QFrame {
    Q_OBJECT
public:
    explicit JobDrawer(JobListModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void stopRequested(quint64 id);
    void closed();

private:
    void buildHead();
    void rebuild();
    void update(int first, int last);

    JobListModel& model_;
    QVBoxLayout* layout_;
    QVBoxLayout* items_ = nullptr;
    QLabel* empty_ = nullptr;
    std::map<std::uint64_t, JobItem*> shown_;
};

}  // namespace musicrl
