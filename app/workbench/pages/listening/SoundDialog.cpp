// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listening/SoundDialog.h"

#include "app/workbench/pages/listening/VolumePage.h"

#include <QVBoxLayout>

namespace musicrl {

SoundDialog::SoundDialog(WorkbenchServices& services, double targetLufs, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Sound"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new VolumePage(services, targetLufs, this));
    resize(680, 480);
}

}  // namespace musicrl
