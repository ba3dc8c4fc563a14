// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/ReferenceBox.h"

namespace musicrl {

ReferenceBox::ReferenceBox(QWidget* parent) : QComboBox(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumContentsLength(8);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setPoints({});
}

void ReferenceBox::setPoints(const std::vector<StartPoint>& points) {
    const std::string before = count() == 0 ? std::string("start") : reference();
    clear();
    addItem(tr("where it starts"), QStringLiteral("start"));
    addItem(tr("the model as shipped"), QStringLiteral("base"));
    for (const StartPoint& point : points) {
        if (!point.checkpoint.empty()) {
            addItem(point.label, QString::fromStdString(point.checkpoint));
        }
    }
    choose(before);
}

void ReferenceBox::choose(const std::string& reference) {
    const QString wanted = QString::fromStdString(reference);
    if (findData(wanted) < 0) {
        addItem(wanted, wanted);
    }
    setCurrentIndex(findData(wanted));
}

}  // namespace musicrl
