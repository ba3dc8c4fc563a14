// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"
#include "widgets/audio/TimelineView.h"
#include "widgets/theme/Theme.h"

#include <vector>

namespace musicrl {

/// A clip's waveform as bars: what was played bright, the rest dim, a line at the position.
class WaveformView : public TimelineView {
    Q_OBJECT
public:
    explicit WaveformView(QWidget* parent = nullptr);

    /// \param peaks  equal parts of the whole clip; empty shows a plain line
    void setPeaks(std::vector<Peak> peaks, double durationSeconds);
    void setInk(QColor Theme::*color);

    [[nodiscard]] QSize sizeHint() const override { return {400, 84}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void rangeChanged() override;

private:
    void measureBars();

    std::vector<Peak> peaks_;
    std::vector<float> bars_;  ///< greatest deflection behind each bar in view
    QColor Theme::*ink_ = &Theme::clipA;
};

}  // namespace musicrl
