// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PlotFrame.h"

#include "widgets/plots/SaveFigure.h"

#include <QEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <qcustomplot.h>
#include <utility>

namespace musicrl {
namespace {

constexpr double padding = 0.06;  // of the extent, beyond the data

/// 12000 as "12k": step axes stay short.
class ShortNumberTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override {
        if (std::abs(tick) >= 1000.0) {
            return locale.toString(tick / 1000.0, 'g', 4) + QLatin1Char('k');
        }
        return locale.toString(std::abs(tick) < 1e-12 ? 0.0 : tick, 'g', 4);
    }
};

}  // namespace

void PlotFrame::Extent::include(double value) {
    if (std::isfinite(value)) {
        low = empty ? value : std::min(low, value);
        high = empty ? value : std::max(high, value);
        empty = false;
    }
}

PlotFrame::PlotFrame(QWidget* parent) : QWidget(parent), plot_(new QCustomPlot(this)), refresh_(new QTimer(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    setMinimumSize(180, 140);
    refresh_->setSingleShot(true);
    refresh_->setInterval(30);  // rows that come in a burst cost one repaint
    connect(refresh_, &QTimer::timeout, this, &PlotFrame::refreshNow);
    buildPlot();
    buildTexts();
    connectMouse();
    dress();
}

PlotFrame::~PlotFrame() = default;

void PlotFrame::buildPlot() {
    plot_->setNoAntialiasingOnDrag(true);
    plot_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    plot_->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    plot_->axisRect()->setMargins(QMargins(0, 6, 10, 0));
    plot_->axisRect()->setMinimumMargins(QMargins(34, 6, 10, 20));
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
        axis->setTicker(QSharedPointer<QCPAxisTicker>(new ShortNumberTicker));
        axis->ticker()->setTickCount(5);
        axis->setTickLength(0);
        axis->setSubTicks(false);
        axis->setTickPen(Qt::NoPen);
    }
    plot_->addLayer(QStringLiteral("selected"), plot_->layer(QStringLiteral("main")));
}

void PlotFrame::buildTexts() {
    const auto make = [this](double x, double y, Qt::Alignment alignment) {
        auto* item = new QCPItemText(plot_);
        item->position->setType(QCPItemPosition::ptAxisRectRatio);
        item->position->setCoords(x, y);
        item->setPositionAlignment(alignment);
        item->setPadding(QMargins(4, 2, 4, 2));
        item->setClipToAxisRect(false);
        item->setLayer(QStringLiteral("overlay"));
        return item;
    };
    top_ = make(0.0, 0.0, Qt::AlignLeft | Qt::AlignTop);
    bottom_ = make(1.0, 1.0, Qt::AlignRight | Qt::AlignBottom);
    empty_ = make(0.5, 0.5, Qt::AlignCenter);
    empty_->setText(tr("No steps yet"));
}

void PlotFrame::connectMouse() {
    connect(plot_, &QCustomPlot::mouseDoubleClick, this, [this] { showEverything(); });
    connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        plot_->setCursor(isHot(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        const QString text = event->buttons() == Qt::NoButton ? textAt(event->position()) : QString();
        QToolTip::showText(event->globalPosition().toPoint() + QPoint(6, 6), text, plot_);
    });
    connect(plot_, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (event->button() == Qt::LeftButton) {
            clickedAt(event->position());
        }
    });
    const auto ranged = [this] {
        if (!settingRange_) {
            followsNewest_ = false;
            refreshLater();
        }
    };
    connect(plot_->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, ranged);
    connect(plot_->yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, ranged);
}

void PlotFrame::setRuns(std::vector<RunSeries> runs) {
    runs_ = std::move(runs);
    refreshLater();
}

void PlotFrame::append(const QString& runId, const MetricRow& row) {
    for (RunSeries& run : runs_) {
        if (run.id == runId) {
            run.rows.push_back(row);
            refreshLater();
        }
    }
}

void PlotFrame::setSamplesAt(const QString& runId, std::vector<std::int64_t> steps) {
    for (RunSeries& run : runs_) {
        if (run.id == runId) {
            run.samplesAt = std::move(steps);
            refreshLater();
            return;
        }
    }
}

void PlotFrame::setAlarms(const QString& runId, const std::vector<AlarmMark>& alarms) {
    for (RunSeries& run : runs_) {
        if (run.id == runId && run.alarms != alarms) {
            run.alarms = alarms;
            refreshLater();
            return;
        }
    }
}

void PlotFrame::setSelectedRun(const QString& runId) {
    selected_ = runId;
    refreshLater();
}

void PlotFrame::setLegendVisible(bool visible) {
    plot_->legend->setVisible(visible);
    refreshLater();
}

void PlotFrame::setEmptyText(const QString& text) { empty_->setText(text); }

void PlotFrame::refreshLater() {
    if (!refresh_->isActive()) {
        refresh_->start();
    }
}

void PlotFrame::refreshNow() {
    refresh_->stop();
    if (followsNewest_) {
        follow();
    }
    layOut();
    plot_->clearPlottables();
    draw();
    empty_->setVisible(extentX().empty || extentY().empty);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

// The size of the axes must be known before points are thinned out to it, also before the first repaint.
void PlotFrame::layOut() {
    for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
        plot_->plotLayout()->update(phase);
    }
}

void PlotFrame::showEverything() {
    followsNewest_ = true;
    refreshNow();
}

void PlotFrame::follow() {
    Extent x = extentX();
    Extent y = extentY();
    if (x.empty || y.empty) {
        x = {0.0, 1.0, false};
        y = {0.0, 1.0, false};
    }
    settingRange_ = true;
    const double width = std::max(x.high - x.low, 1e-6);
    plot_->xAxis->setRange(x.low - padding / 4 * width, x.high + padding / 2 * width);  // room for half a ring
    const double height = std::max(y.high - y.low, 1e-3);
    const double below = y.low == 0.0 ? 0.0 : padding * height;
    plot_->yAxis->setRange(y.low - below, y.high + 2.5 * padding * height);  // room for the text in the corner
    settingRange_ = false;
}

void PlotFrame::setTheme(const Theme& theme) {
    theme_ = theme;
    ownTheme_ = true;
    dress();
    refreshLater();
}

void PlotFrame::setCornerTexts(const QString& top, const QString& bottom) {
    top_->setText(top);
    bottom_->setText(bottom);
}

QColor PlotFrame::runColor(const RunSeries& run) const {
    const auto& series = theme().series;
    return series[static_cast<std::size_t>(run.colorIndex) % series.size()];
}

void PlotFrame::dressAxis(QCPAxis& axis) const {
    QFont font = theme().small;
    font.setPixelSize(11);
    axis.setBasePen(Qt::NoPen);
    axis.setTickLabelFont(font);
    axis.setTickLabelColor(theme().mutedText);
    axis.setTickLabelPadding(6);
    axis.grid()->setPen(QPen(theme().grid, 1.0));
    axis.grid()->setZeroLinePen(QPen(theme().border, 1.0));
}

void PlotFrame::dress() {
    plot_->setBackground(QBrush(theme().card));
    dressAxis(*plot_->xAxis);
    dressAxis(*plot_->yAxis);
    plot_->xAxis->grid()->setVisible(false);
    QFont font = theme().small;
    font.setPixelSize(11);
    for (QCPItemText* text : {top_, bottom_, empty_}) {
        text->setFont(font);
        text->setColor(theme().mutedText);
    }
    plot_->legend->setFont(font);
    plot_->legend->setTextColor(theme().text);
    plot_->legend->setBrush(theme().card);
    plot_->legend->setBorderPen(QPen(theme().border));
    plot_->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);
}

void PlotFrame::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        dress();
        refreshLater();
    }
}

void PlotFrame::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refreshLater();  // fewer or more pixels to decimate to
}

bool PlotFrame::writeFigure(const QString& path, const QSize& size) {
    resize(size);
    plot_->setGeometry(QRect(QPoint(0, 0), size));
    plot_->setViewport(QRect(QPoint(0, 0), size));
    refreshNow();
    return saveFigure(*plot_, path, size, 2.0);
}

}  // namespace musicrl
