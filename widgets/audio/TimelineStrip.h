// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/audio/TimelineView.h"
#include "widgets/theme/Theme.h"

#include <QString>
#include <vector>

namespace musicrl {

struct StripCell {
    double beginSeconds = 0.0;
    double endSeconds = 0.0;
    double value = 0.0;
};

/// Values of parts of a clip as a row of cells, the brighter the higher; the value stands in a cell that is wide enough
/// and in its tool tip. A click chooses a cell, a double click asks to loop it. Cells too narrow to tell apart, such as
/// tokens, are drawn as the mean of those that share two pixels.
class TimelineStrip : public TimelineView {
    Q_OBJECT
public:
    explicit TimelineStrip(QWidget* parent = nullptr);

    /// \param cells    in order of time; where two overlap the later one starts in the middle of the overlap
    /// \param low, high  the values of the dimmest and the brightest cell
    void setCells(std::vector<StripCell> cells, double low, double high, int decimals);
    void setInk(QColor Theme::*color);
    /// For values below zero, which are then the brighter the lower; null: none are set apart.
    void setNegativeInk(QColor Theme::*color);
    void setName(const QString& name);  ///< of what is shown, for tool tips and screen readers

    /// "10.0–20.0 s · 0.531", or empty where there is no cell.
    [[nodiscard]] QString textAt(double seconds) const;

    [[nodiscard]] QSize sizeHint() const override { return {400, 16}; }

Q_SIGNALS:
    void cellChosen(double beginSeconds, double endSeconds);
    void cellLooped(double beginSeconds, double endSeconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QString valueText(double value) const;
    /// What is drawn of a cell, overlaps shared out.
    [[nodiscard]] TimeRange visibleSpan(std::size_t index) const;
    [[nodiscard]] const StripCell* cellAt(double seconds) const;
    [[nodiscard]] double brightness(double value) const;
    [[nodiscard]] QColor groundOf(double value) const;
    void paintCell(QPainter& painter, const QRectF& cell, double value) const;
    void paintNarrow(QPainter& painter, std::size_t first, std::size_t last) const;

    std::vector<StripCell> cells_;
    double low_ = 0.0;
    double high_ = 1.0;
    int decimals_ = 2;
    QColor Theme::*ink_ = &Theme::clipA;
    QColor Theme::*negativeInk_ = nullptr;
    QString name_;
    std::optional<double> pressX_;  ///< of a press that has not become a drag
};

}  // namespace musicrl
