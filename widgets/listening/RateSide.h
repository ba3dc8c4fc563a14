// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"
#include "widgets/theme/Theme.h"

#include <QFrame>
#include <QString>
#include <vector>

namespace musicrl {

/// What one side of a blind pair shows of itself.
struct RateSideState {
    bool heard = false;  ///< this side is the one that sounds
    bool playing = false;
    double positionSeconds = 0.0;  ///< in the trial: the same for both sides
    double spanSeconds = 0.0;      ///< of the trial, not of the clip, whose length could tell
    double listenedSeconds = 0.0;  ///< to this side, what was heard again counted once
    double neededSeconds = 0.0;  ///< before a vote counts
    std::vector<double> marks;   ///< seconds

    [[nodiscard]] bool heardEnough() const { return listenedSeconds >= neededSeconds; }
};

/// A side of a blind pair: its letter, how much of it was heard, where it plays, and nothing else that could tell what
/// made it. A waveform only where the study asks for one, each to its own peak.
///
/// The bar fills with what was heard of this side; a line in it is where the trial plays, on all sides at the same
/// place.
///
/// Click the letter or the frame to hear it, the bar to go there.
class RateSide : public QFrame {
    Q_OBJECT
public:
    /// \param letter  "A", "B" or "X", the second cue beside the colour
    RateSide(const QString& letter, QColor Theme::*ink, QWidget* parent = nullptr);

    void setState(const RateSideState& state);
    [[nodiscard]] const RateSideState& state() const { return state_; }
    void setPeaks(std::vector<Peak> peaks);  ///< empty: no waveform
    [[nodiscard]] QString chipText() const;

    [[nodiscard]] QSize sizeHint() const override { return {430, 112}; }

Q_SIGNALS:
    void chosen();
    void seekRequested(double seconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRectF barArea() const;
    void paintBar(QPainter& painter) const;
    void paintChip(QPainter& painter) const;

    QString letter_;
    QColor Theme::*ink_;
    RateSideState state_;
    std::vector<Peak> peaks_;
};

}  // namespace musicrl
