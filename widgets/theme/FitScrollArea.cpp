// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/FitScrollArea.h"

#include <QEvent>
#include <QLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int leastHeight = 40;

}  // namespace

FitScrollArea::FitScrollArea(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize FitScrollArea::sizeHint() const {
    return widget() == nullptr ? QSize(0, leastHeight) : widget()->sizeHint();
}

QSize FitScrollArea::minimumSizeHint() const {
    const int width = widget() == nullptr ? 0 : widget()->minimumSizeHint().width();
    return {width, std::min(leastHeight, sizeHint().height())};
}

int FitScrollArea::heightForWidth(int width) const {
    const QLayout* layout = widget() == nullptr ? nullptr : widget()->layout();
    return layout != nullptr && layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : sizeHint().height();
}

bool FitScrollArea::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

}  // namespace musicrl
