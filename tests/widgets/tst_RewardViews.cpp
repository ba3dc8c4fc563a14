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

    void differenceSpeaksForTheBetterClipToTheRightInItsColour() {
        DifferenceView view;
        view.setLanes(0, 1);
        view.setComparison(compareRewards(breakdown(0.6, 3.0), breakdown(0.4, 3.0)), 1.75);
        QCOMPARE(view.asText(),
                 QStringLiteral("MuLan: +0.200\nQuality MOS: +0.000\nMix: +0.200\nLoudness (no reward): +1.8 LU"));
        QCOMPARE(view.leadingLane(), 0);
        view.resize(300, view.sizeHint().height());
        const QImage image = view.grab().toImage();
        QVERIFY(countPixels(image, currentTheme().clipA) > 100);
        QCOMPARE(countPixels(image, currentTheme().clipB), 0);
    }

    void differenceOfALeadingCOverAHasItsSignsBarsAndLettersAgree() {
        DifferenceView view;
        view.setLanes(0, 2);
        view.setComparison(compareRewards(breakdown(0.4, 4.0), breakdown(0.9, 3.6)), -1.0);
        QVERIFY(view.hasLeader());
        QCOMPARE(view.leadingLane(), 2);  // "Why C over A?"
        QCOMPARE(view.otherLane(), 0);
        QCOMPARE(view.asText(),
                 QStringLiteral("MuLan: +0.500\nQuality MOS: −0.100\nMix: +0.400\nLoudness (no reward): +1.0 LU"));
        view.resize(300, view.sizeHint().height());
        const QImage image = view.grab().toImage();
        const auto inksOf = [&](int row) {  // the rightmost pixel of either colour, -1 without
            std::pair<int, int> last = {-1, -1};
            for (int x = 0; x < image.width(); ++x) {
                const QColor ink = image.pixelColor(x, 24 * row + 12);
                last.first = ink == currentTheme().*laneInk(0) ? x : last.first;
                last.second = ink == currentTheme().*laneInk(2) ? x : last.second;
            }
            return last;
        };
        QCOMPARE(inksOf(0).first, -1);
        QCOMPARE(inksOf(1).second, -1);
        QVERIFY(inksOf(1).first >= 0 && inksOf(1).first < inksOf(2).second);  // A's to the left, C's to the right
        QVERIFY(inksOf(2).second < inksOf(0).second);                         // the longest is the greatest
    }

    void differenceTooSmallToBeWrittenHasNeitherSignNorBar() {
        DifferenceView view;
        view.setComparison(compareRewards(breakdown(0.4, 3.0), breakdown(0.40001, 3.0)), -0.01);
        QCOMPARE(view.asText(),
                 QStringLiteral("MuLan: +0.000\nQuality MOS: +0.000\nMix: +0.000\nLoudness (no reward): +0.0 LU"));
        QVERIFY(!view.hasLeader());
        view.resize(300, view.sizeHint().height());
        const QImage image = view.grab().toImage();
        QCOMPARE(countPixels(image, currentTheme().clipA) + countPixels(image, currentTheme().clipB), 0);
    }

    void differenceKeepsWhatHasNoWeightOutOfTheMix() {
        RewardBreakdown tasted = breakdown(0.6, 3.0);
        tasted.terms.push_back({.name = "preference", .raw = 0.84, .weight = 0.0, .contribution = 0.0, .windows = {}});
        RewardBreakdown other = breakdown(0.4, 3.0);
        DifferenceView view;
        view.setComparison(compareRewards(tasted, other), std::nullopt);
        QVERIFY(view.asText().endsWith(QStringLiteral("Mix: +0.200\nPreference model: only A")));
        other.terms.push_back({.name = "preference", .raw = -0.12, .weight = 0.0, .contribution = 0.0, .windows = {}});
        view.setComparison(compareRewards(tasted, other), std::nullopt);
        QVERIFY(view.asText().endsWith(QStringLiteral("Mix: +0.200\nPreference model (no weight): +0.960")));
    }

    void breakdownTellsMixesOfTwoRecipesApart() {
        RewardBreakdown light = breakdown(0.4, 3.0);
        light.terms[1].weight = 0.5;
        light.terms[1].contribution *= 0.5;
        BreakdownView view;
        view.setBreakdowns(breakdown(0.6, 3.0), breakdown(0.4, 3.0));
        QVERIFY(view.asText().contains(QStringLiteral("Mix (what training maximises)")));
        view.setBreakdowns(breakdown(0.6, 3.0), light);
        QVERIFY(view.asText().contains(QStringLiteral("Mix (each of its recipe)")));
    }

    void numbersHaveATrueMinusAndNoMinusZero() {
        QCOMPARE(signedText(-0.04, 2), QStringLiteral("−0.04"));
        QCOMPARE(signedText(-0.0004, 2), QStringLiteral("+0.00"));
        QCOMPARE(numberText(-0.0004, 2), QStringLiteral("0.00"));
    }
};

QTEST_MAIN(tst_RewardViews)
#include "tst_RewardViews.moc"
