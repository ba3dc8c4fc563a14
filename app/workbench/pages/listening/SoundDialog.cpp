// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listening/SoundDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/listening/VolumePage.h"
#include "playback/Player.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

QComboBox* switchStyleBox(Player& player) {
    auto* box = new QComboBox;
    box->setObjectName(QStringLiteral("switchStyle"));
    box->setAccessibleName(SoundDialog::tr("Switch between clips"));
    box->addItem(SoundDialog::tr("Dip: 5 ms out, 5 ms in"), static_cast<int>(SwitchStyle::Dip));
    box->addItem(SoundDialog::tr("Cross-fade of 10 ms"), static_cast<int>(SwitchStyle::CrossFade));
    box->addItem(SoundDialog::tr("Start the other clip anew"), static_cast<int>(SwitchStyle::Restart));
    box->setToolTip(SoundDialog::tr("Studies always dip: clips that sound at once comb, which can give them away"));
    box->setCurrentIndex(box->findData(static_cast<int>(player.switchStyle())));
    return box;
}

}  // namespace

SoundDialog::SoundDialog(WorkbenchServices& services, double targetLufs, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Sound"));
    setAttribute(Qt::WA_DeleteOnClose);
    QComboBox* style = switchStyleBox(*services.player);
    connect(style, qOverload<int>(&QComboBox::activated), this, [&player = *services.player, style] {
        player.setSwitchStyle(static_cast<SwitchStyle>(style->currentData().toInt()));
    });
    auto* line = new QHBoxLayout;
    line->setContentsMargins(space::large, 0, space::large, space::large);
    line->setSpacing(space::small);
    line->addStretch(1);
    line->addWidget(makeLabel(tr("Switch between clips"), LabelRole::Muted));
    line->addWidget(style);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new VolumePage(services, targetLufs, this), 1);
    column->addLayout(line);
    resize(680, 520);
}

}  // namespace musicrl
