// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyMap.h"

#include <QDialog>

namespace musicrl {

class KeySettings;

/// All keys of the workbench to look up and to change; what is changed is kept and at work at once.
class KeysDialog : public QDialog {
    Q_OBJECT
public:
    /// \param first  whose keys stand at the top: those of the page that is shown
    KeysDialog(KeySettings& settings, KeyContext first, QWidget* parent = nullptr);
};

}  // namespace musicrl
