// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/jobs/JobListModel.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace musicrl {

/// One job in the drawer.
class JobItem : public QFrame {
    Q_OBJECT
public:
    explicit JobItem(const JobRow& row, QWidget* parent = nullptr);

    void setRow(const JobRow& row);

Q_SIGNALS:
    void stopRequested();

private:
    void build();

    QLabel* title_ = nullptr;
    QLabel* device_ = nullptr;
    QLabel* status_ = nullptr;
    QLabel* error_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPushButton* copy_ = nullptr;
};

}  // namespace musicrl
