// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plots/RunSeries.h"
#include "widgets/theme/Theme.h"

#include <QPointF>
#include <QWidget>
#include <vector>

class QCPAxis;
class QCPItemText;
class QCustomPlot;
class QTimer;

namespace musicrl {

/// What the plots of runs share: the runs, dress after the theme, units in the corners, zoom and drag with the mouse
/// (a double click shows everything again), a word where there is nothing yet, and figures for print.
///
/// A reader who zoomed in is left alone when new points come.
class PlotFrame : public QWidget {
    Q_OBJECT
public:
    explicit PlotFrame(QWidget* parent = nullptr);
    ~PlotFrame() override;

    void setRuns(std::vector<RunSeries> runs);
    [[nodiscard]] const std::vector<RunSeries>& runs() const { return runs_; }
    /// One more row of a run; unknown ids are passed over.
    void append(const QString& runId, const MetricRow& row);
    void setSamplesAt(const QString& runId, std::vector<std::int64_t> steps);
    void setAlarms(const QString& runId, const std::vector<AlarmMark>& alarms);
    /// Drawn above the others and thicker.
    void setSelectedRun(const QString& runId);
    void setLegendVisible(bool visible);
    /// What is said while there is no point.
    void setEmptyText(const QString& text);

    /// Draws now what is otherwise drawn with the next turn of the event loop.
    void refreshNow();
    void showEverything();
    /// Whether the view follows new points, that is, the user has not zoomed.
    [[nodiscard]] bool followsNewest() const { return followsNewest_; }

    /// Dresses this plot alone, as for print.
    void setTheme(const Theme& theme);

    /// One file per extension: .png (twice the size in pixels), .pdf, .svg. \return false when it could not be written
    [[nodiscard]] bool writeFigure(const QString& path, const QSize& size);

protected:
    struct Extent {
        double low = 0.0;
        double high = 0.0;
        bool empty = true;
        void include(double value);
    };

    /// Fills the plot with what runs() holds. Called whenever it, the view or the theme changed.
    virtual void draw() = 0;
    [[nodiscard]] virtual Extent extentX() const = 0;
    [[nodiscard]] virtual Extent extentY() const = 0;
    /// The text for what is near a pixel of the plot, or an empty one.
    [[nodiscard]] virtual QString textAt(const QPointF& pixel) const = 0;
    virtual void clickedAt(const QPointF& pixel) { Q_UNUSED(pixel) }
    /// Whether a click at this pixel does something.
    [[nodiscard]] virtual bool isHot(const QPointF& pixel) const {
        Q_UNUSED(pixel)
        return false;
    }

    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    [[nodiscard]] QCustomPlot& plot() const { return *plot_; }
    [[nodiscard]] const Theme& theme() const { return ownTheme_ ? theme_ : currentTheme(); }
    [[nodiscard]] QColor runColor(const RunSeries& run) const;
    [[nodiscard]] bool isSelected(const RunSeries& run) const { return run.id == selected_; }
    void setCornerTexts(const QString& top, const QString& bottom);
    void refreshLater();

private:
    void buildPlot();
    void buildTexts();
    void connectMouse();
    void dress();
    void layOut();
    void dressAxis(QCPAxis& axis) const;
    void follow();

    QCustomPlot* plot_;
    QTimer* refresh_;
    QCPItemText* top_ = nullptr;
    QCPItemText* bottom_ = nullptr;
    QCPItemText* empty_ = nullptr;
    std::vector<RunSeries> runs_;
    QString selected_;
    Theme theme_;
    bool ownTheme_ = false;
    bool followsNewest_ = true;
    bool settingRange_ = false;
};

}  // namespace musicrl
