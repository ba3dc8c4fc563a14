// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Spectrogram.h"
#include "widgets/audio/TimelineView.h"
#include "widgets/theme/Theme.h"

#include <QImage>
#include <memory>

namespace musicrl {

/// A clip's spectrogram over a logarithmic frequency axis. In a gutter to the left stand the scale of the frequencies
/// and that of the colours, in dB below a full-scale sine; the tool tip reads off what is under the pointer.
class SpectrogramView : public TimelineView {
    Q_OBJECT
public:
    explicit SpectrogramView(QWidget* parent = nullptr);

    /// \param spectrogram  linear bins from 0 to \p nyquistHz; null shows nothing
    void setSpectrogram(std::shared_ptr<const Spectrogram> spectrogram, double nyquistHz, double durationSeconds);
    void setInk(QColor Theme::*color);

    /// "3.20 s · 1.2 kHz · −48 dB", or empty where there is nothing. \param place  in the widget
    [[nodiscard]] QString textAt(const QPointF& place) const;

    [[nodiscard]] QSize sizeHint() const override { return {400, 160}; }

protected:
    [[nodiscard]] QRectF timeArea() const override;
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintScale(QPainter& painter) const;
    void paintColours(QPainter& painter) const;
    void drawImage();
    [[nodiscard]] double yOf(double hertz) const;

    std::shared_ptr<const Spectrogram> spectrogram_;
    double nyquistHz_ = 0.0;
    QColor Theme::*ink_ = &Theme::clipA;
    QImage image_;     ///< a column a frame, low frequencies at the bottom
    QColor imageInk_;  ///< what it was drawn in
    QColor imageGround_;
};

}  // namespace musicrl
