// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/RateSide.h"

#include "widgets/models/WaveformPainting.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

constexpr int padding = space::large;
constexpr int letterPixels = 22;
constexpr double barHeight = 10.0;
constexpr double waveformHeight = 36.0;
constexpr int chipHeight = 20;

QFont letterFont() {
    QFont font = currentTheme().heading;
    font.setPixelSize(letterPixels);
    return font;
}

}  // namespace

RateSide::RateSide(const QString& letter, QColor Theme::*ink, QWidget* parent)
    : QFrame(parent), letter_(letter), ink_(ink) {
    setAccessibleName(tr("Side %1").arg(letter));
    setCursor(Qt::PointingHandCursor);
    setFixedHeight(112);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RateSide::setState(const RateSideState& state) {
    state_ = state;
    setAccessibleDescription(chipText());
    update();
}

void RateSide::setPeaks(std::vector<Peak> peaks) {
    peaks_ = std::move(peaks);
    update();
}

QString RateSide::chipText() const {
    const auto whole = [](double seconds) { return static_cast<int>(std::floor(seconds + 1e-6)); };
    if (!state_.heardEnough()) {
        return tr("heard %1 of %2 s")
            .arg(whole(state_.listenedSeconds))
            .arg(static_cast<int>(std::ceil(state_.neededSeconds)));
    }
    if (state_.heard && state_.playing) {
        return tr("playing");
    }
    return state_.listenedSeconds > 0.0 ? tr("heard %1 s").arg(whole(state_.listenedSeconds)) : tr("not heard yet");
}

QRectF RateSide::barArea() const {
    const double height = peaks_.empty() ? barHeight : waveformHeight;
    const double middle = (height == barHeight ? 74.0 : 72.0);
    return {padding, middle - height / 2.0, width() - 2.0 * padding, height};
}

void RateSide::paintChip(QPainter& painter) const {
    const Theme& theme = currentTheme();
    QFont font = theme.small;
    font.setPixelSize(11);
    const QString text = chipText();
    const int textWidth = QFontMetrics(font).horizontalAdvance(text) + 18;
    const QRectF chip(width() - padding - textWidth + 0.5, padding + 0.5, textWidth - 1, chipHeight - 1);
    painter.setBrush(theme.raised);
    painter.setPen(theme.border);
    painter.drawRoundedRect(chip, chipHeight / 2.0, chipHeight / 2.0);
    painter.setFont(font);
    painter.setPen(state_.heard && state_.playing ? theme.text : theme.mutedText);
    painter.drawText(chip, Qt::AlignCenter, text);
}

void RateSide::paintBar(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const QRectF area = barArea();
    const auto shareOf = [this](double seconds) {
        return state_.spanSeconds > 0.0 ? std::clamp(seconds / state_.spanSeconds, 0.0, 1.0) : 0.0;
    };
    const double share = shareOf(state_.listenedSeconds);
    if (peaks_.empty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(area, 3.0, 3.0);
        painter.setBrush(theme.*ink_);
        painter.setClipRect(QRectF(area.left(), area.top(), area.width() * share, area.height()));
        painter.drawRoundedRect(area, 3.0, 3.0);
        painter.setClipping(false);
    } else {
        paintWaveform(painter, area, peaks_, theme.faintText, theme.*ink_, share);
    }
    const double playhead = area.left() + (area.width() - 2.0) * shareOf(state_.positionSeconds);
    painter.setPen(Qt::NoPen);
    painter.setBrush(state_.heard ? theme.text : theme.faintText);
    painter.drawRoundedRect(QRectF(playhead, area.top() - 3.0, 2.0, area.height() + 6.0), 1.0, 1.0);
    painter.setPen(QPen(theme.text, 1.0));
    for (const double mark : state_.marks) {
        if (state_.spanSeconds > 0.0) {
            const double x = std::floor(area.left() + area.width() * mark / state_.spanSeconds) + 0.5;
            painter.drawLine(QPointF(x, area.top() - 4.0), QPointF(x, area.bottom() + 4.0));
        }
    }
}

void RateSide::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.card);
    painter.setPen(QPen(state_.heard ? theme.*ink_ : theme.border, state_.heard ? 2.0 : 1.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0), 8.0, 8.0);
    painter.setFont(letterFont());
    painter.setPen(theme.*ink_);
    painter.drawText(QRect(padding, padding - 4, 60, 28), Qt::AlignLeft | Qt::AlignVCenter, letter_);
    paintChip(painter);
    paintBar(painter);
}

void RateSide::mousePressEvent(QMouseEvent* event) {
    const QRectF area = barArea().adjusted(0.0, -8.0, 0.0, 8.0);
    if (event->button() != Qt::LeftButton) {
        return;
    }
    Q_EMIT chosen();
    if (area.contains(event->position()) && state_.spanSeconds > 0.0) {
        const double share = (event->position().x() - area.left()) / area.width();
        Q_EMIT seekRequested(std::clamp(share, 0.0, 1.0) * state_.spanSeconds);
    }
}

}  // namespace musicrl
