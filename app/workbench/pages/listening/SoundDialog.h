// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace musicrl {

class WorkbenchServices;

/// The volume page as a window of its own, for everyday listening, with the way to switch between clips. \see
/// VolumePage
class SoundDialog : public QDialog {
    Q_OBJECT
public:
    SoundDialog(WorkbenchServices& services, double targetLufs, QWidget* parent = nullptr);
};

}  // namespace musicrl
