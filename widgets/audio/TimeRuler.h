// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimelineView.h"

#include <optional>

namespace musicrl {

/// Seconds along the top of a clip, and the region that loops: drag to choose one, click to seek.
class TimeRuler : public TimelineView {
    Q_OBJECT
public:
    explicit TimeRuler(QWidget* parent = nullptr);

    /// \param active  whether it loops now; a region kept for later is drawn dim
    void setRegion(const std::optional<TimeRange>& region, bool active);

    [[nodiscard]] QSize sizeHint() const override { return {400, 20}; }

Q_SIGNALS:
    void regionChosen(double beginSeconds, double endSeconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void paintRegion(QPainter& painter) const;

    std::optional<TimeRange> region_;
    std::optional<TimeRange> dragged_;
    bool active_ = false;
    double pressX_ = 0.0;
};

}  // namespace musicrl
