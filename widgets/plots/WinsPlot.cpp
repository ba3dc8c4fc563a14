// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/PrintPlot.h"
#include "widgets/plots/ReportPlots.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

const QColor tieColor("#d9d9d9");
constexpr double barWidth = 0.72;    // of the distance between pairs
constexpr double textPercent = 7.0;  // narrower parts are left without their number
constexpr int rateWidth = 92;        // pixels beside the axes for the win rates

void addText(QCustomPlot& plot, double x, double y, const QString& text, const QColor& color, Qt::Alignment alignment) {
    auto* item = new QCPItemText(&plot);
    item->setClipToAxisRect(false);
    item->position->setCoords(x, y);
    item->setPositionAlignment(alignment);
    item->setText(text);
    item->setFont(printFont());
    item->setColor(color);
}

QColor inkOn(const QColor& color) {
    return qGray(color.rgb()) > 130 ? QColor(Qt::black) : QColor(Qt::white);
}

/// The parts of one pair's bar, stacked from left to right.
class PairBar {
public:
    PairBar(QCustomPlot& plot, double place) : plot_(plot), place_(place) {}

    void add(double percent, const QColor& color) {
        auto* bar = new QCPBars(plot_.yAxis, plot_.xAxis);
        bar->addData(place_, percent);
        bar->setWidth(barWidth);
        bar->setBrush(color);
        bar->setPen(QPen(Qt::white, 0.8));
        bar->removeFromLegend();
        if (below_ != nullptr) {
            bar->moveAbove(below_);
        }
        below_ = bar;
        if (percent >= textPercent) {
            addText(plot_, end_ + percent / 2.0, place_, QString::number(percent, 'f', 0), inkOn(color),
                    Qt::AlignCenter);
        }
        end_ += percent;
    }

private:
    QCustomPlot& plot_;
    double place_;
    QCPBars* below_ = nullptr;
    double end_ = 0.0;
};

QString percentText(double share) {
    return std::isfinite(share) ? QString::number(100.0 * share, 'f', 0) : QStringLiteral("–");
}

/// Whose win is which colour: each model has its own, or the first and the second of every pair have.
enum class WinColors { ByModel, BySide };

QColor colorOf(const std::string& model, bool isFirst, WinColors colors) {
    if (colors == WinColors::ByModel) {
        return modelStyle(model).color;
    }
    return isFirst ? QColor("#0072b2") : QColor("#e69f00");
}

void addPair(QCustomPlot& plot, const FigureTable& table, std::size_t row, double place, WinColors colors) {
    const double wins = table.number(row, "wins");
    const double ties = table.number(row, "ties");
    const double losses = table.number(row, "losses");
    const double total = std::max(1.0, wins + ties + losses);
    PairBar bar(plot, place);
    bar.add(100.0 * wins / total, colorOf(table.text(row, "first"), true, colors));
    bar.add(100.0 * ties / total, tieColor);
    bar.add(100.0 * losses / total, colorOf(table.text(row, "second"), false, colors));
    const QString rate = QStringLiteral("%1 % (%2–%3)")
                             .arg(percentText(table.number(row, "win_rate")), percentText(table.number(row, "low")),
                                  percentText(table.number(row, "high")));
    addText(plot, 102.0, place, rate, Qt::black, Qt::AlignLeft | Qt::AlignVCenter);
}

void addModelsLegend(QCustomPlot& plot, const FigureTable& table) {
    std::vector<std::string> models = table.distinct("second");
    for (const std::string& first : table.distinct("first")) {
        if (std::find(models.begin(), models.end(), first) == models.end()) {
            models.push_back(first);
        }
    }
    for (const std::string& model : models) {
        const ModelStyle style = modelStyle(model);
        addLegendSquare(plot, style.label + QStringLiteral(" wins"), style.color);
    }
    addLegendSquare(plot, QStringLiteral("tie"), tieColor);
}

void addSidesLegend(QCustomPlot& plot) {
    addLegendSquare(plot, QStringLiteral("first wins"), colorOf({}, true, WinColors::BySide));
    addLegendSquare(plot, QStringLiteral("tie"), tieColor);
    addLegendSquare(plot, QStringLiteral("second wins"), colorOf({}, false, WinColors::BySide));
}

std::unique_ptr<QCustomPlot> drawPairs(const FigureTable& table, const QString& xLabel, WinColors colors) {
    auto plot = makePrintPlot(xLabel, QString(), 5);
    colors == WinColors::ByModel ? addModelsLegend(*plot, table) : addSidesLegend(*plot);
    const QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto place = static_cast<double>(table.rows() - row);
        names->addTick(place, modelStyle(table.text(row, "first")).label + QStringLiteral(" vs ") +
                                  modelStyle(table.text(row, "second")).label);
        addPair(*plot, table, row, place, colors);
    }
    const double top = static_cast<double>(table.rows()) + 0.6;
    plot->yAxis->setTicker(names);
    plot->yAxis->setTickLength(0, 0);
    plot->yAxis->grid()->setVisible(false);
    plot->xAxis->setRange(0.0, 100.0);
    plot->yAxis->setRange(0.4, top);
    plot->axisRect()->setMinimumMargins(QMargins(4, 18, rateWidth, 4));
    addText(*plot, 102.0, top, QStringLiteral("win rate (95 %)"), Qt::black, Qt::AlignLeft | Qt::AlignBottom);
    return plot;
}

}  // namespace

std::unique_ptr<QCustomPlot> drawWins(const FigureTable& table) {
    return drawPairs(table, QStringLiteral("Share of judgements by simulated raters (%)"), WinColors::ByModel);
}

std::unique_ptr<QCustomPlot> drawStudyWins(const FigureTable& table) {
    const bool simulated = table.rows() > 0 && table.text(0, "simulated") == "yes";
    return drawPairs(table,
                     simulated ? QStringLiteral("Share of judgements by simulated raters (%)")
                               : QStringLiteral("Share of judgements (%)"),
                     WinColors::BySide);
}

}  // namespace musicrl
