// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace musicrl {

class JobListModel;

/// Pills for the jobs that run or failed, for the top right of the window. A click on one asks for the drawer.
class JobStatusBar : public QWidget {
    Q_OBJECT
public:
    explicit JobStatusBar(JobListModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void pillClicked();

private:
    void rebuild();

    JobListModel& model_;
    QHBoxLayout* layout_;
};

}  // namespace musicrl
