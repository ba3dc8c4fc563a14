// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/rewards/TermPresentation.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QTest>

using namespace musicrl;

namespace {

RewardBreakdown breakdown(double mulan, double mos) {
    const double quality = (mos - 1.0) / 4.0;
    return {
        .total = mulan + quality,
        .terms = {
            {.name = "mulan", .raw = mulan, .contribution = mulan, .windows = {{0, 10, mulan}, {10, 20, mulan + 0.1}}},
            {.name = "quality", .raw = mos, .contribution = quality, .windows = {}}}};
}

int countPixels(const QImage& image, const QColor& color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y) == color ? 1 : 0;
        }
    }
    return count;
}

}  // namespace

class tst_RewardViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void breakdownShowsEachTermItsWindowsAndTheMixOfBothClips() {
        BreakdownView view;
        view.setBreakdowns(breakdown(0.467, 3.92), breakdown(0.371, 3.4));
        const QStringList lines = view.asText().split(u'\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QStringLiteral("MuLan (mean of 2 × 10 s): A 0.467, B 0.371"));
        QCOMPARE(lines[1], QStringLiteral("· 0–10 s: A 0.467, B 0.371"));
        QCOMPARE(lines[3], QStringLiteral("Quality MOS (1–5): A 3.92, B 3.40"));
        QVERIFY(lines[4].contains(QStringLiteral("A 1.197, B 0.971")));  // 0.467 + 2.92 / 4
        QCOMPARE(view.accessibleDescription(), view.asText());
    }

    void breakdownSaysWhatIsNotScored() {
        BreakdownView view;
        QCOMPARE(view.asText(), QStringLiteral("Not scored yet"));
        view.setBreakdowns(std::nullopt, breakdown(0.5, 3.0));
        QVERIFY(view.asText().contains(QStringLiteral("A —, B 0.500")));
        view.resize(view.sizeHint());
        const QImage image = view.grab().toImage();
        QVERIFY(countPixels(image, currentTheme().clipB) > 100);
        QCOMPARE(countPixels(image, currentTheme().clipA), 0);
    }

    void breakdownBarsAreAsLongAsTheirValues() {
        QCOMPARE(barLength(presentationOf({.name = "quality", .windows = {}}), 3.0), 0.5);
        QCOMPARE(barLength(presentationOf({.name = "mulan", .windows = {}}), -0.2), 0.0);
        QCOMPARE(barLength(presentationOf({.name = "mulan", .windows = {}}), 0.25), 0.25);
    }

    void differenceSpeaksForTheBetterClipInItsColour() {
        DifferenceView view;
        view.setBreakdowns(breakdown(0.6, 3.0), breakdown(0.4, 3.0), 1.75);
        QCOMPARE(view.asText(),
                 QStringLiteral("MuLan: +0.200\nQuality MOS: +0.000\nMix: +0.200\nLoudness (no reward): +1.8 LU"));
        QVERIFY(view.mixDifference() > 0.0);
        view.resize(300, view.sizeHint().height());
        QImage image = view.grab().toImage();
        QVERIFY(countPixels(image, currentTheme().clipA) > 100);
        QCOMPARE(countPixels(image, currentTheme().clipB), 0);
        view.setBreakdowns(breakdown(0.4, 3.0), breakdown(0.6, 3.0), std::nullopt);
        QVERIFY(view.asText().startsWith(QStringLiteral("MuLan: −0.200")));
        image = view.grab().toImage();
        QVERIFY(countPixels(image, currentTheme().clipB) > 100);
        QCOMPARE(countPixels(image, currentTheme().clipA), 0);
    }

    void numbersHaveATrueMinusAndNoMinusZero() {
        QCOMPARE(signedText(-0.04, 2), QStringLiteral("−0.04"));
        QCOMPARE(signedText(-0.0004, 2), QStringLiteral("+0.00"));
        QCOMPARE(numberText(-0.0004, 2), QStringLiteral("0.00"));
    }
};

QTEST_MAIN(tst_RewardViews)
#include "tst_RewardViews.moc"
