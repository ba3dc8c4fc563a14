// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimelineView.h"

namespace musicrl {

/// Seconds along the top of a clip, and the region that loops: drag to choose one, click to
/// seek, double-click to let go of it.
class TimeRuler : public TimelineView {
    Q_OBJECT
public:
    explicit TimeRuler(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {400, 20}; }

Q_SIGNALS:
    void regionCleared();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    [[nodiscard]] bool choosesRegion(const QMouseEvent&) const override { return true; }

private:
    void paintBar(QPainter& painter) const;
};

}  // namespace musicrl
