// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/AudioDevice.h"
#include "widgets/theme/Card.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;

namespace musicrl {

class WorkbenchServices;

/// The sound output: which one, how long its buffer is and at which rate it runs; what the clips in the lanes go
/// through on their way, and how often the output ran dry. When the output is gone or refuses, it says so and offers
/// another.
///
/// Every change is remembered in the services' sound.ini.
class DevicePanel : public Card {
    Q_OBJECT
public:
    explicit DevicePanel(WorkbenchServices& services, QWidget* parent = nullptr);

    /// Shows what there is. Looks for devices afresh unless something plays.
    void lookAgain();
    /// Shows nothing of what the lanes hold: a rating session has clips of its own.
    void hideLanes();

private:
    void buildFields();
    void buildState();
    void buildProblem();
    void fill();
    void open(const DeviceChoice& choice);
    void openChosen();
    void useOffered();
    void refresh();
    void refreshLanes();

    WorkbenchServices& services_;
    AudioSystem system_;
    bool lanesHidden_ = false;
    QTimer timer_;
    QComboBox* output_ = nullptr;
    QComboBox* buffer_ = nullptr;
    QComboBox* rate_ = nullptr;
    QPushButton* look_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* lanes_ = nullptr;
    QLabel* dropouts_ = nullptr;
    QWidget* problemArea_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* useOffered_ = nullptr;
    QPushButton* retry_ = nullptr;
};

}  // namespace musicrl
