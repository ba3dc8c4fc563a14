// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "record/Csv.h"
#include "widgets/plots/Decimation.h"
#include "widgets/plots/Figures.h"
#include "widgets/plots/MetricPlot.h"
#include "widgets/plots/RewardKlPlot.h"

#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

using namespace musicrl;

namespace {

MetricRow row(std::int64_t step, double reward, double kl) {
    return {step, {{"objective/scores", reward}, {"objective/kl", kl}, {"rewards/mulan/mean", reward / 2}}};
}

/// Reward rises, KL rises and comes back: no function of x.
RunSeries someRun(const QString& id, int steps = 40) {
    RunSeries run;
    run.id = id;
    run.name = id;
    for (int step = 1; step <= steps; ++step) {
        const double t = static_cast<double>(step) / steps;
        run.rows.push_back(row(step, 0.2 + 0.6 * t, 20.0 * std::sin(3.0 * t)));
    }
    run.samplesAt = {0, steps / 2, steps};
    return run;
}

int pixelsLike(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            const int distance = std::abs(pixel.red() - color.red()) + std::abs(pixel.green() - color.green()) + std::abs(pixel.blue() - color.blue());
            count += distance < 40 ? 1 : 0;
        }
    }
    return count;
}

/// Pixels in which red has the upper hand: thin lines are blended with what is behind them.
int alarmPixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += pixel.red() > pixel.green() + 40 && pixel.red() > pixel.blue() + 40 ? 1 : 0;
        }
    }
    return count;
}

void showReady(PlotFrame& plot) {
    plot.resize(480, 320);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.refreshNow();
    QTest::qWait(30);
}

}  // namespace

class tst_Plots : public QObject {
    Q_OBJECT
private slots:
    void smoothsAConstantToItself() {
        for (const double value : smoothed(std::vector<double>(20, 3.0), 0.9)) {
            QVERIFY(std::abs(value - 3.0) < 1e-12);
        }
    }

    void smoothsAsTheWeightedMeanOfThePast() {
        const std::vector<double> values = {1.0, 4.0, 2.0};
        const std::vector<double> result = smoothed(values, 0.5);
        // Weights 1/4, 1/2, 1 of the past, divided by their sum.
        QCOMPARE(result[2], (1.0 / 4 + 4.0 / 2 + 2.0) / (1.0 / 4 + 1.0 / 2 + 1.0));
    }

    void leavesGapsInASmoothedLine() {
        const double gap = std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> result = smoothed({1.0, gap, 1.0}, 0.5);
        QVERIFY(std::isnan(result[1]));
        QCOMPARE(result[2], 1.0);
    }

    void decimatesToPixelsButKeepsEndsAndGaps() {
        const double gap = std::numeric_limits<double>::quiet_NaN();
        const std::vector<QPointF> points = {{0, 0}, {0.1, 0}, {0.2, 0}, {gap, 0}, {0.2, 0}, {5, 0}, {5.1, 0}};
        const std::vector<QPointF> kept = decimatedToPixels(points, 1.0, 1.0);
        QCOMPARE(kept.size(), std::size_t(5));
        QCOMPARE(kept[1].isNull() || std::isnan(kept[1].x()), true);
        QCOMPARE(kept.back(), QPointF(5.1, 0));
    }

    void drawsEveryPointOfAShortRunEvenBeforeItIsShown() {
        RewardKlPlot plot;
        plot.resize(480, 320);
        RunSeries run = someRun("zigzag", 24);
        for (MetricRow& one : run.rows) {
            one.values["objective/kl"] = one.step % 2 == 0 ? 100.0 : 200.0;
        }
        plot.setRuns({run});
        plot.refreshNow();
        QCOMPARE(plot.drawnPoints(), 24);
    }

    void drawsFewPointsOfALongRun() {
        RewardKlPlot plot;
        plot.setRuns({someRun("long", 20000)});
        showReady(plot);
        QVERIFY(plot.drawnPoints() > 100);
        QVERIFY2(plot.drawnPoints() < 8000, qPrintable(QString::number(plot.drawnPoints())));
    }

    void drawsAMetricThatFewStepsHave() {
        RunSeries run = someRun("sparse", 40);
        run.rows.insert(run.rows.begin(), MetricRow{0, {{"heldout/mulan", 0.3}}});  // no KL before anything is learned
        run.rows[20].values["heldout/mulan"] = 0.4;
        run.rows[40].values["heldout/mulan"] = 0.5;
        RewardKlPlot plot;
        plot.setRuns({run});
        showReady(plot);
        QVERIFY(plot.ringPosition("sparse", 0).has_value());
        plot.setAxes({"heldout/mulan", "MuLan on fixed prompts", "cosine"}, klChoices()[0]);
        plot.refreshNow();
        QCOMPARE(plot.drawnPoints(), 2);
        MetricPlot curve({"heldout/mulan", "MuLan on fixed prompts", "cosine"}, MetricPlot::Floor::Data);
        curve.setRuns({run});
        showReady(curve);
        QVERIFY(pixelsLike(curve.grab().toImage(), currentTheme().series[0]) > 100);
    }

    void marksTheAlarmsOfTheSelectedRunAlone() {
        RunSeries run = someRun("tricked");
        run.alarms = {{20, "alarm at step 20: Level"}};
        MetricPlot plot(rewardChoices().front(), MetricPlot::Floor::Data);
        plot.setRuns({run});
        showReady(plot);
        const QImage before = plot.grab().toImage();
        QCOMPARE(alarmPixels(before), 0);
        plot.setSelectedRun("tricked");
        plot.refreshNow();
        QTest::qWait(30);
        QVERIFY(alarmPixels(plot.grab().toImage()) > 50);
    }

    void tellsWhichRingWasClicked() {
        RewardKlPlot plot;
        plot.setRuns({someRun("first"), someRun("second")});
        plot.setAxes(rewardChoices()[1], klChoices()[0]);
        showReady(plot);
        const QSignalSpy clicks(&plot, &RewardKlPlot::pointClicked);
        const auto ring = plot.ringPosition("first", 20);
        QVERIFY(ring.has_value());
        QWidget* canvas = plot.childAt(ring->toPoint());
        QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->mapFrom(&plot, ring->toPoint()));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][1].toLongLong(), 20);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(60, 20));
        QCOMPARE(clicks.size(), 1);
    }

    void paintsEachRunInItsColour() {
        RewardKlPlot plot;
        RunSeries other = someRun("other");
        other.colorIndex = 3;
        plot.setRuns({someRun("one"), other});
        plot.setSelectedRun("one");
        showReady(plot);
        const QImage image = plot.grab().toImage();
        QVERIFY(pixelsLike(image, currentTheme().series[0]) > 100);
        other.rows.clear();
        plot.setRuns({other});
        plot.refreshNow();
        QTest::qWait(30);
        QVERIFY(pixelsLike(plot.grab().toImage(), currentTheme().series[0]) < 20);
    }

    void leavesAReaderWhoZoomedAlone() {
        MetricPlot plot(rewardChoices().front(), MetricPlot::Floor::Data);
        plot.setRuns({someRun("run")});
        showReady(plot);
        QVERIFY(plot.followsNewest());
        QWidget* canvas = plot.childAt(QPoint(200, 150));
        QWheelEvent wheel(QPointF(200, 150), canvas->mapToGlobal(QPointF(200, 150)), {}, QPoint(0, 120), Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas, &wheel);
        QVERIFY(!plot.followsNewest());
        plot.append("run", row(41, 5.0, 1.0));
        QTest::qWait(50);
        QVERIFY(!plot.followsNewest());
        QTest::mouseDClick(canvas, Qt::LeftButton, {}, QPoint(200, 150));
        QVERIFY(plot.followsNewest());
    }

    void paintsAnEmptyPlotWithoutFault() {
        MetricPlot plot(klChoices().front(), MetricPlot::Floor::Zero);
        showReady(plot);
        RunSeries gaps = someRun("gaps");
        for (MetricRow& one : gaps.rows) {
            one.values["objective/kl"] = std::numeric_limits<double>::quiet_NaN();
        }
        plot.setRuns({gaps});
        plot.refreshNow();
        QVERIFY(!plot.grab().isNull());
    }

    void writesFiguresWithTheNumbersBehindThem() {
        const QTemporaryDir folder;
        const std::filesystem::path out = folder.path().toStdString();
        const auto files = writeFigures(out / "figures", {someRun("a"), someRun("b")});
        QCOMPARE(files.size(), std::size_t(12));
        for (const auto& file : files) {
            QVERIFY2(std::filesystem::file_size(file) > 500, file.c_str());
        }
        const QImage png(QString::fromStdString((out / "figures/reward-vs-kl.png").string()));
        QCOMPARE(png.size(), QSize(1280, 880));
        QVERIFY(pixelsLike(png, makeTheme(ThemeKind::Light).series[0]) > 200);
        const CsvTable table = readCsv(out / "figures/reward-vs-kl.csv");
        QCOMPARE(table.rows.size(), std::size_t(80));
        QCOMPARE(table.rows[0][0], std::string("a"));
        const int reward = table.columnIndex("objective/scores");
        QVERIFY(reward > 0);
        QVERIFY(std::abs(std::stod(table.rows[39][static_cast<std::size_t>(reward)]) - 0.8) < 1e-9);
    }

    void refusesToDrawNothing() {
        const QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN((void)writeFigures(folder.path().toStdString(), {}), Error);
    }
};

QTEST_MAIN(tst_Plots)
#include "tst_Plots.moc"
