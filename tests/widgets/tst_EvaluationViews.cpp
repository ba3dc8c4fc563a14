// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/AccuracyBars.h"
#include "widgets/plots/IntervalPlot.h"
#include "widgets/plots/WinBars.h"
#include "widgets/plots/WinMatrixView.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <limits>

using namespace musicrl;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The only columns of the image that hold the colour, first and last.
std::pair<int, int> columnsOf(const QImage& image, const QColor& color, int y) {
    int first = -1;
    int last = -1;
    for (int x = 0; x < image.width(); ++x) {
        if (image.pixelColor(x, y) == color) {
            first = first < 0 ? x : first;
            last = x;
        }
    }
    return {first, last};
}

}  // namespace

class tst_EvaluationViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void theMatrixMirrorsEachPair() {
        WinMatrixView view;
        view.setMatrix({"base", "R", "U"},
                       {{0, 1, 11, 4, 17, 11.0 / 28.0, 0.30, 0.51}, {0, 2, 0, 5, 0, unknown, unknown, unknown}});
        QCOMPARE(view.textAt(0, 1), QStringLiteral("39 % (30–51)"));
        QCOMPARE(view.textAt(1, 0), QStringLiteral("61 % (49–70)"));
        QCOMPARE(view.textAt(0, 2), QStringLiteral("ties only"));
        QCOMPARE(view.textAt(1, 2), QStringLiteral("—"));
    }

    void aClickOnACellNamesItsPair() {
        WinMatrixView view;
        view.setMatrix({"base", "R"}, {{0, 1, 1, 0, 3, 0.25, 0.05, 0.6}});
        view.resize(view.sizeHint());
        QSignalSpy clicked(&view, &WinMatrixView::pairClicked);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect(1, 0).center());
        QCOMPARE(clicked.last(), (QVariantList{1, 0}));
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect(0, 0).center());
        QCOMPARE(clicked.count(), 1);  // nobody meets itself
        const QImage image = view.grab().toImage();
        const QRect losing = view.cellRect(0, 1);
        const QColor ground = image.pixelColor(losing.right() - 3, losing.top() + 4);
        QVERIFY(ground.red() > ground.blue());  // orange: it lost
    }

    void barsOfWinsTiesAndLossesFillTheWidthByTheirCounts() {
        WinBars view;
        view.setBars({{"U", "base", 50, 25, 25, QStringLiteral("67 % ±9"), false}});
        view.resize(400, view.sizeHint().height());
        const QImage image = view.grab().toImage();
        const QColor wins = blend(currentTheme().card, currentTheme().clipA, 0.45);
        const QColor losses = blend(currentTheme().card, currentTheme().clipB, 0.45);
        QCOMPARE(columnsOf(image, wins, 22), (std::pair{0, 199}));
        QCOMPARE(columnsOf(image, losses, 22), (std::pair{300, 399}));
        QSignalSpy clicked(&view, &WinBars::barClicked);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(200, 30));
        QCOMPARE(clicked.last().at(0).toInt(), 0);
    }

    void intervalsStandWhereTheirNumbersAre() {
        IntervalPlot plot;
        plot.setSpan(-2.0, 2.0);
        plot.setRows({{"U", 1.0, 0.5, 1.5, "+1.0", &Theme::good}, {"R", 0.0, 0.0, 0.0, "no votes", nullptr, false}},
                     0.0, QStringLiteral("log strength"));
        plot.resize(600, plot.sizeHint().height());
        const auto [first, last] = columnsOf(plot.grab().toImage(), currentTheme().good, 14);
        QVERIFY(first > 300 && last > first + 60);
        QSignalSpy clicked(&plot, &IntervalPlot::rowClicked);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(10, 40));
        QCOMPARE(clicked.last().at(0).toInt(), 1);
        QVERIFY(plot.accessibleDescription().contains(QStringLiteral("R: no votes")));
    }

    void accuracyIsSaidWithItsInterval() {
        AccuracyBars bars;
        bars.setBars({{"MuLan", 0.516, 0.478, 0.544, &Theme::clipA, {}}});
        QCOMPARE(AccuracyBars::valueText(bars.bars().front()), QStringLiteral("51.6 % (47.8–54.4)"));
        bars.resize(400, bars.sizeHint().height());
        const auto [first, last] = columnsOf(bars.grab().toImage(), currentTheme().clipA, 24);
        QVERIFY(first <= 3 && std::abs(last - 206) <= 3);
    }
};

QTEST_MAIN(tst_EvaluationViews)
#include "tst_EvaluationViews.moc"
