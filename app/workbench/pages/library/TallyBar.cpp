// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/TallyBar.h"

#include "widgets/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>
#include <utility>

namespace musicrl {

TallyBar::TallyBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TallyBar::setTally(const VoteTally& tally) {
    tally_ = tally;
    setAccessibleName(tr("%1 won, %2 the same, %3 lost").arg(tally.wins).arg(tally.ties).arg(tally.losses));
    update();
}

void TallyBar::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setClipPath(frame);
    painter.fillRect(rect(), theme.raised);
    const std::int64_t all = tally_.wins + tally_.ties + tally_.losses;
    if (all == 0) {
        return;
    }
    double left = 0.0;
    const std::pair<std::int64_t, QColor> parts[] = {
        {tally_.wins, theme.clipA}, {tally_.ties, theme.faintText}, {tally_.losses, theme.strongBorder}};
    for (const auto& [count, colour] : parts) {
        const double wide = width() * static_cast<double>(count) / static_cast<double>(all);
        painter.fillRect(QRectF(left, 0.0, wide, height()), colour);
        left += wide;
    }
}

}  // namespace musicrl
