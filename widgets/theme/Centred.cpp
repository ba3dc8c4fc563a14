// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Centred.h"

#include <QHBoxLayout>

namespace musicrl {

QHBoxLayout* centred(QWidget* widget) {
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(widget);
    line->addStretch(1);
    return line;
}

}  // namespace musicrl
