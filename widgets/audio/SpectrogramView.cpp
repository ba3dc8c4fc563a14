// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/SpectrogramView.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

namespace musicrl {
namespace {

constexpr double lowestHz = 50.0;
constexpr int imageRows = 256;
constexpr float floorDb = -95.0F;
constexpr float ceilingDb = -25.0F;
constexpr double labelHeight = 12.0;
constexpr double lowestScale = 56.0;  // pixels that the scale of colours needs

/// Ground, then the lane's colour, then the colour of text.
std::array<QRgb, 256> colourMap(const QColor& ground, const QColor& ink, const QColor& bright) {
    std::array<QRgb, 256> map{};
    for (std::size_t i = 0; i < map.size(); ++i) {
        const double level = static_cast<double>(i) / 255.0;
        const QColor color =
            level < 0.75 ? blend(ground, ink, level / 0.75) : blend(ink, bright, (level - 0.75) / 0.25);
        map[i] = color.rgb();
    }
    return map;
}

/// Between the two bins around \p bin.
float levelAt(const Spectrogram& spectrogram, int frame, double bin) {
    const int below = std::clamp(static_cast<int>(bin), 0, spectrogram.bins - 1);
    const int above = std::min(below + 1, spectrogram.bins - 1);
    const auto share = static_cast<float>(bin - below);
    const std::size_t start = static_cast<std::size_t>(frame) * static_cast<std::size_t>(spectrogram.bins);
    return spectrogram.values[start + static_cast<std::size_t>(below)] * (1.0F - share) +
           spectrogram.values[start + static_cast<std::size_t>(above)] * share;
}

QString hertzText(double hertz) {
    return hertz < 1000.0 ? SpectrogramView::tr("%1 Hz").arg(hertz, 0, 'f', 0)
                          : SpectrogramView::tr("%1 kHz").arg(hertz / 1000.0, 0, 'g', 2);
}

QString decibelText(double decibel) {
    return QString::number(decibel, 'f', 0).replace(u'-', u'−');
}

}  // namespace

SpectrogramView::SpectrogramView(QWidget* parent) : TimelineView(parent) {
    setAccessibleName(tr("Spectrogram"));
    setMinimumHeight(72);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SpectrogramView::setSpectrogram(std::shared_ptr<const Spectrogram> spectrogram, double nyquistHz,
                                     double durationSeconds) {
    if (spectrogram != spectrogram_) {
        spectrogram_ = std::move(spectrogram);
        image_ = QImage();
    }
    nyquistHz_ = nyquistHz;
    setDuration(durationSeconds);
}

void SpectrogramView::setInk(QColor Theme::*color) {
    ink_ = color;
    update();
}

QRectF SpectrogramView::timeArea() const {
    return QRectF(rect()).adjusted(timelineGutter, 0.0, 0.0, 0.0);
}

double SpectrogramView::yOf(double hertz) const {
    return height() * (1.0 - std::log(hertz / lowestHz) / std::log(nyquistHz_ / lowestHz));
}

void SpectrogramView::drawImage() {
    const Theme& theme = currentTheme();
    imageInk_ = theme.*ink_;
    imageGround_ = theme.card;
    const std::array<QRgb, 256> colours = colourMap(blend(theme.card, theme.background, 0.5), imageInk_, theme.text);
    image_ = QImage(spectrogram_->frames, imageRows, QImage::Format_RGB32);
    for (int row = 0; row < imageRows; ++row) {
        const double height = 1.0 - (row + 0.5) / imageRows;
        const double hertz = lowestHz * std::pow(nyquistHz_ / lowestHz, height);
        const double bin = hertz / nyquistHz_ * (spectrogram_->bins - 1);
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int frame = 0; frame < spectrogram_->frames; ++frame) {
            const float level = (levelAt(*spectrogram_, frame, bin) - floorDb) / (ceilingDb - floorDb);
            line[frame] = colours[static_cast<std::size_t>(std::clamp(level, 0.0F, 1.0F) * 255.0F)];
        }
    }
}

void SpectrogramView::paintScale(QPainter& painter) const {
    const Theme& theme = currentTheme();
    QFont font = theme.mono;
    font.setPixelSize(10);
    painter.setFont(font);
    constexpr std::array scale = {100.0, 300.0, 1000.0, 3000.0, 10000.0};
    double nextFree = height() - labelHeight / 3.0;  // where a label does not touch the one below
    for (const double hertz : scale) {
        if (hertz >= 0.9 * nyquistHz_) {
            break;
        }
        const double y = yOf(hertz);
        painter.setPen(theme.mutedText);
        if (y < nextFree) {
            painter.drawText(QRectF(0.0, y - 8.0, timelineGutter - 10.0, 16.0), Qt::AlignRight | Qt::AlignVCenter,
                             hertzText(hertz));
            nextFree = y - labelHeight;
        }
        painter.fillRect(QRectF(timelineGutter - 5.0, y, 5.0, 1.0), theme.strongBorder);
    }
}

/// What colour how many decibels have, at the gutter's left.
void SpectrogramView::paintColours(QPainter& painter) const {
    if (height() < lowestScale) {
        return;
    }
    const Theme& theme = currentTheme();
    const std::array<QRgb, 256> colours = colourMap(blend(theme.card, theme.background, 0.5), imageInk_, theme.text);
    for (int y = 0; y < height(); ++y) {
        const auto level = static_cast<std::size_t>(255.0 * (1.0 - (y + 0.5) / height()));
        painter.fillRect(QRectF(0.0, y, 5.0, 1.0), QColor(colours[level]));
    }
    painter.setPen(theme.mutedText);
    const QRectF area(9.0, 0.0, timelineGutter / 2.0, height());
    painter.drawText(area, Qt::AlignLeft | Qt::AlignTop, tr("%1 dB").arg(decibelText(ceilingDb)));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignBottom, decibelText(floorDb));
}

QString SpectrogramView::textAt(const QPointF& place) const {
    if (!spectrogram_ || spectrogram_->frames == 0 || durationSeconds() <= 0.0 || !timeArea().contains(place)) {
        return {};
    }
    const double seconds = range().secondsAt(place.x() - timeArea().left(), timeArea().width());
    if (seconds >= durationSeconds()) {
        return {};
    }
    const double hertz = lowestHz * std::pow(nyquistHz_ / lowestHz, 1.0 - place.y() / height());
    const int frame =
        std::min(static_cast<int>(seconds / durationSeconds() * spectrogram_->frames), spectrogram_->frames - 1);
    const double level = levelAt(*spectrogram_, frame, hertz / nyquistHz_ * (spectrogram_->bins - 1));
    return QStringLiteral("%1 s · %2 · %3 dB").arg(seconds, 0, 'f', 2).arg(hertzText(hertz), decibelText(level));
}

bool SpectrogramView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
        return true;
    }
    return TimelineView::event(event);
}

void SpectrogramView::paintEvent(QPaintEvent*) {
    if (!spectrogram_ || spectrogram_->frames == 0) {
        return;
    }
    const Theme& theme = currentTheme();
    if (image_.isNull() || imageInk_ != theme.*ink_ || imageGround_ != theme.card) {
        drawImage();
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const double columnsPerSecond = durationSeconds() > 0.0 ? image_.width() / durationSeconds() : 0.0;
    const QRectF seen(range().begin * columnsPerSecond, 0.0, range().length() * columnsPerSecond, imageRows);
    painter.drawImage(timeArea(), image_, seen);
    paintScale(painter);
    paintColours(painter);
    paintRegion(painter);
    paintCursor(painter);
}

}  // namespace musicrl
