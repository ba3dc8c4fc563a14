// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/Captioned.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {

QWidget* captioned(const QString& caption, QWidget* field) {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    auto* label = makeLabel(caption, LabelRole::Caption);
    label->setBuddy(field);
    column->addWidget(label);
    column->addWidget(field);
    return area;
}

}  // namespace musicrl
