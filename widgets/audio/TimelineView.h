// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimeRange.h"

#include <QWidget>

namespace musicrl {

/// What every picture of a clip over time has in common: the span in view, the place that is heard, and the ways to
/// change both. Click or drag seeks, the wheel zooms about the pointer, Shift and wheel (or a sideways wheel) moves,
/// a double click shows the whole clip; arrow keys seek by a second, plus and minus zoom.
///
/// It only asks: whoever owns the views answers with setRange() and setPosition() on all of them.
class TimelineView : public QWidget {
    Q_OBJECT
public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setDuration(double seconds);  ///< and shows all of it
    void setRange(const TimeRange& range);
    void setPosition(double seconds);

    [[nodiscard]] double durationSeconds() const { return duration_; }
    [[nodiscard]] const TimeRange& range() const { return range_; }
    [[nodiscard]] double positionSeconds() const { return position_; }

Q_SIGNALS:
    void seekRequested(double seconds);
    void rangeRequested(double beginSeconds, double endSeconds);

protected:
    /// Where time runs; the whole widget unless a view keeps a margin.
    [[nodiscard]] virtual QRectF timeArea() const { return rect(); }
    virtual void rangeChanged() {}

    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;  ///< within the clip
    void paintCursor(QPainter& painter) const;

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void request(const TimeRange& range);

    double duration_ = 0.0;
    double position_ = 0.0;
    TimeRange range_;
};

}  // namespace musicrl
