// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/ListenDesk.h"
#include "widgets/listening/ListenLane.h"

#include <QScrollArea>
#include <vector>

class QVBoxLayout;

namespace musicrl {

/// The desk's lanes below each other, in step: what one of them is asked for is ordered of the desk, and what is in
/// view is the same in all. It scrolls when they need more height than there is.
class LaneColumn : public QScrollArea {
    Q_OBJECT
public:
    explicit LaneColumn(ListenDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] ListenLane* lane(int index) const { return lanes_.at(static_cast<std::size_t>(index)); }
    [[nodiscard]] int laneAt(int y) const;  ///< the lane at a height of this widget; the last one below them all
    void showLane(int index);
    void showStrips();
    /// \param axisSeconds  what can be zoomed out to
    void showRange(const TimeRange& range, double axisSeconds);
    void showPosition(double seconds);
    void setView(LaneView view);

Q_SIGNALS:
    void openRequested(int lane);
    void rangeRequested(double beginSeconds, double endSeconds);

private:
    void match();  ///< as many lanes as the desk has
    void addLane();
    void connectLane(ListenLane* view, int index);
    void showTransport();

    ListenDesk& desk_;
    QVBoxLayout* column_ = nullptr;
    std::vector<ListenLane*> lanes_;
    LaneView view_ = LaneView::Waveform;
    int heard_ = 0;  ///< the lane that was scrolled to last
};

}  // namespace musicrl
