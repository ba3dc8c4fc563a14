// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Peaks.h"
#include "widgets/audio/TimeRange.h"
#include "widgets/audio/TimelineStrip.h"
#include "widgets/theme/Theme.h"

#include <QFrame>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

class QAbstractButton;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace musicrl {

class SpectrogramView;
class TimeRuler;
class WaveformView;
struct Spectrogram;

/// Values over time that stand below a lane's waveform.
struct LaneStrip {
    QString name;  ///< "MuLan / 10 s"
    std::vector<StripCell> cells;
    double low = 0.0;
    double high = 1.0;
    int decimals = 2;
    QColor Theme::*ink = nullptr;          ///< the lane's own when null
    QColor Theme::*negativeInk = nullptr;  ///< of values below zero, where they are set apart
};

enum class LaneView { Waveform, Spectrogram };

/// One clip of a comparison: its letter, where it comes from, its waveform or spectrogram, and its values over time.
class ListenLane : public QFrame {
    Q_OBJECT
public:
    /// \param letter  "A" to "H", the second cue beside the colour
    ListenLane(const QString& letter, QColor Theme::*ink, QWidget* parent = nullptr);

    void showEmpty();
    void showReading(const QString& fileName);
    void showFailure(const QString& message);
    /// \param title  such as "MusicRL-R · step 4 000"; \param chip  such as "seed 41", may be empty
    void showClip(const QString& title, const QString& chip, std::vector<Peak> peaks, double durationSeconds);

    /// What stands in the waveform's place in the other view; null where there is none.
    void setSpectrogram(std::shared_ptr<const Spectrogram> spectrogram, double nyquistHz);
    void setView(LaneView view);
    [[nodiscard]] LaneView view() const { return view_; }
    /// Without the ruler and the hint: for lanes below another one, when there are many.
    void setCompact(bool compact);
    void setRemovable(bool removable);  ///< whether it has a button that asks to take it away
    void setStrips(const std::vector<LaneStrip>& strips);
    /// How long the longest of all lanes' clips is, which is what can be zoomed out to.
    void setAxis(double seconds);
    void setHeard(bool heard);  ///< whether this is the lane that sounds
    void setRange(const TimeRange& range);
    void setPosition(double seconds);
    void setRegion(const std::optional<TimeRange>& region, bool active);

Q_SIGNALS:
    void openRequested();
    void chosen();  ///< its letter was clicked
    void removeRequested();
    void seekRequested(double seconds);
    void rangeRequested(double beginSeconds, double endSeconds);
    void regionChosen(double beginSeconds, double endSeconds);
    void regionCleared();
    void windowChosen(double beginSeconds, double endSeconds);  ///< a value over time: to be heard
    void windowLooped(double beginSeconds, double endSeconds);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* buildHead(const QString& letter);
    QWidget* buildTimelines();
    QWidget* buildNotice();
    void connectTimelines();
    void connectTimeline(TimelineView* view);
    [[nodiscard]] std::vector<TimelineView*> timelines() const;
    void showNotice(const QString& text, bool isError, bool canOpen);

    QColor Theme::*ink_;
    QAbstractButton* letter_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* chip_ = nullptr;
    QLabel* hint_ = nullptr;
    QPushButton* open_ = nullptr;
    QToolButton* remove_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QLabel* notice_ = nullptr;
    QPushButton* noticeOpen_ = nullptr;
    TimeRuler* ruler_ = nullptr;
    QWidget* rulerLine_ = nullptr;
    WaveformView* waveform_ = nullptr;
    SpectrogramView* spectrogram_ = nullptr;
    QStackedWidget* pictures_ = nullptr;
    QVBoxLayout* stripLines_ = nullptr;
    std::vector<TimelineStrip*> strips_;
    LaneView view_ = LaneView::Waveform;
    double axis_ = 0.0;
    bool compact_ = false;
    bool heard_ = false;
};

}  // namespace musicrl
