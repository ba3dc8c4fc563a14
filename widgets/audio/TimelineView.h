// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimeRange.h"

#include <QWidget>
#include <optional>

namespace musicrl {

/// What every picture of a clip over time has in common: the span in view, the place that is heard, and the ways to
/// change both. Click or drag seeks, Shift and drag chooses a part that loops, whose ends can then be dragged; the
/// wheel zooms about the pointer, Shift and wheel (or a sideways wheel) moves, a double click shows everything.
///
/// It only asks: whoever owns the views answers with setRange() and setPosition() on all of them.
class TimelineView : public QWidget {
    Q_OBJECT
public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setDuration(double seconds);  ///< and shows all of it
    /// How far the view can be zoomed out: the length of the longest of several clips. Never less than the duration.
    void setAxis(double seconds) { axis_ = seconds; }
    void setRange(const TimeRange& range);
    void setPosition(double seconds);
    /// \param active  whether it loops now; a region kept for later is drawn dim
    void setRegion(const std::optional<TimeRange>& region, bool active);

    [[nodiscard]] double durationSeconds() const { return duration_; }
    [[nodiscard]] const TimeRange& range() const { return range_; }
    [[nodiscard]] double positionSeconds() const { return position_; }

Q_SIGNALS:
    void seekRequested(double seconds);
    void rangeRequested(double beginSeconds, double endSeconds);
    void regionChosen(double beginSeconds, double endSeconds);

protected:
    /// Where time runs; the whole widget unless a view keeps a margin.
    [[nodiscard]] virtual QRectF timeArea() const { return rect(); }
    virtual void rangeChanged() {}
    /// Whether a press here begins a region instead of a seek.
    [[nodiscard]] virtual bool choosesRegion(const QMouseEvent& event) const;
    /// Chosen or just being dragged; empty without one.
    [[nodiscard]] const std::optional<TimeRange>& shownRegion() const { return dragged_ ? dragged_ : region_; }
    [[nodiscard]] bool regionActive() const { return active_ || dragged_.has_value(); }

    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;  ///< within the clip
    void paintCursor(QPainter& painter) const;
    void paintRegion(QPainter& painter) const;  ///< a veil over it, its ends marked

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void request(const TimeRange& range);
    void dragRegion(double x);
    [[nodiscard]] std::optional<double> otherEndNear(double x) const;
    [[nodiscard]] double axis() const;

    double duration_ = 0.0;
    double axis_ = 0.0;
    double position_ = 0.0;
    TimeRange range_;
    std::optional<TimeRange> region_;
    std::optional<TimeRange> dragged_;  ///< a region that is being chosen
    std::optional<double> anchorX_;     ///< where that began
    bool active_ = false;
};

}  // namespace musicrl
