// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TimeRuler.h"
#include "widgets/audio/TimelineStrip.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace musicrl;

namespace {

std::vector<Peak> loudPeaks(int count) {
    return std::vector<Peak>(static_cast<std::size_t>(count), Peak{-0.8F, 0.8F});
}

int countPixels(const QImage& image, const QRect& area, const QColor& color) {
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            count += image.pixelColor(x, y) == color ? 1 : 0;
        }
    }
    return count;
}

void turnWheel(QWidget& widget, QPoint at, QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

void dragOver(QWidget& widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&widget, Qt::LeftButton, modifiers, from);
    QMouseEvent drag(QEvent::MouseMove, QPointF(to), widget.mapToGlobal(QPointF(to)), Qt::NoButton, Qt::LeftButton,
                     modifiers);
    QApplication::sendEvent(&widget, &drag);
    QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to);
}

}  // namespace

class tst_TimelineViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void waveformIsBrightUpToThePositionAndDimBehindIt() {
        WaveformView view;
        view.resize(300, 80);
        view.setPeaks(loudPeaks(1000), 10.0);
        view.setPosition(5.0);
        const QImage image = view.grab().toImage();
        const QColor played = currentTheme().clipA;
        QVERIFY(countPixels(image, QRect(0, 0, 145, 80), played) > 1000);
        QCOMPARE(countPixels(image, QRect(155, 0, 145, 80), played), 0);
    }

    void waveformSeeksByClickAndByDrag() {
        WaveformView view;
        view.resize(300, 80);
        view.setPeaks(loudPeaks(1000), 30.0);
        QSignalSpy seeks(&view, &TimelineView::seekRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(100, 40));
        QCOMPARE(seeks.count(), 1);
        QCOMPARE(seeks.last().at(0).toDouble(), 10.0);
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(100, 40));
        QMouseEvent drag(QEvent::MouseMove, QPointF(200, 40), view.mapToGlobal(QPointF(200, 40)), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(&view, &drag);
        QCOMPARE(seeks.last().at(0).toDouble(), 20.0);
    }

    void waveformWithoutAClipAsksForNothing() {
        WaveformView view;
        view.resize(300, 80);
        QSignalSpy seeks(&view, &TimelineView::seekRequested);
        QSignalSpy ranges(&view, &TimelineView::rangeRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(100, 40));
        turnWheel(view, QPoint(100, 40), QPoint(0, 120));
        QCOMPARE(seeks.count() + ranges.count(), 0);
    }

    void wheelZoomsAboutThePointer() {
        WaveformView view;
        view.resize(300, 80);
        view.setPeaks(loudPeaks(1000), 30.0);
        QSignalSpy ranges(&view, &TimelineView::rangeRequested);
        turnWheel(view, QPoint(100, 40), QPoint(0, 240));
        QCOMPARE(ranges.count(), 1);
        const TimeRange asked{ranges[0][0].toDouble(), ranges[0][1].toDouble()};
        QVERIFY(asked.length() < 20.0);
        QVERIFY(std::abs(asked.secondsAt(100, 300) - 10.0) < 1e-9);  // the place under the pointer stays
        view.setRange(asked);
        turnWheel(view, QPoint(100, 40), QPoint(0, -120), Qt::ShiftModifier);
        QVERIFY(ranges.last()[0].toDouble() > asked.begin);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(100, 40));
        QCOMPARE(ranges.last()[0].toDouble(), 0.0);
        QCOMPARE(ranges.last()[1].toDouble(), 30.0);
    }

    void zoomStaysWithinTheClip() {
        QCOMPARE(zoomed({0.0, 30.0}, 10.0, 3.0, 30.0), (TimeRange{0.0, 30.0}));
        QCOMPARE(zoomed({0.0, 1.0}, 0.001, 0.0, 30.0).length(), 0.25);
        QCOMPARE(panned({0.0, 10.0}, 99.0, 30.0), (TimeRange{20.0, 30.0}));
    }

    void shiftAndDragChoosesARegionWhoseEndsCanBeDragged() {
        WaveformView view;
        view.resize(300, 80);
        view.setPeaks(loudPeaks(1000), 30.0);
        QSignalSpy seeks(&view, &TimelineView::seekRequested);
        QSignalSpy regions(&view, &TimelineView::regionChosen);
        dragOver(view, QPoint(50, 40), QPoint(120, 40), Qt::ShiftModifier);
        QCOMPARE(regions.count(), 1);
        QCOMPARE(regions[0][0].toDouble(), 5.0);
        QCOMPARE(regions[0][1].toDouble(), 12.0);
        QCOMPARE(seeks.count(), 0);
        view.setRegion(TimeRange{5.0, 12.0}, true);
        QVERIFY(view.grab().toImage().pixelColor(80, 78) != view.grab().toImage().pixelColor(200, 78));
        dragOver(view, QPoint(122, 40), QPoint(200, 40), Qt::ShiftModifier);  // took hold of its end
        QCOMPARE(regions[1][0].toDouble(), 5.0);
        QCOMPARE(regions[1][1].toDouble(), 20.0);
    }

    void aShortClipZoomsOutToTheLongestOne() {
        WaveformView view;
        view.resize(300, 80);
        view.setPeaks(loudPeaks(1000), 10.0);
        view.setAxis(30.0);
        view.setRange({2.0, 5.0});
        QSignalSpy ranges(&view, &TimelineView::rangeRequested);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(100, 40));
        QCOMPARE(ranges.last()[1].toDouble(), 30.0);
    }

    void stripPlaysACellByClickAndLoopsItByDoubleClick() {
        TimelineStrip strip;
        strip.resize(300, 16);
        strip.setCells({{0.0, 10.0, 0.2}, {10.0, 20.0, 0.9}}, 0.0, 1.0, 3);
        strip.setDuration(30.0);
        QSignalSpy chosen(&strip, &TimelineStrip::cellChosen);
        QSignalSpy looped(&strip, &TimelineStrip::cellLooped);
        QSignalSpy seeks(&strip, &TimelineView::seekRequested);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(150, 8));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toDouble(), 10.0);
        QTest::mouseDClick(&strip, Qt::LeftButton, {}, QPoint(150, 8));
        QCOMPARE(looped.count(), 1);
        QCOMPARE(looped[0][1].toDouble(), 20.0);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(250, 8));  // no cell there
        QCOMPARE(seeks.last()[0].toDouble(), 25.0);
        dragOver(strip, QPoint(20, 8), QPoint(60, 8));
        QCOMPARE(seeks.last()[0].toDouble(), 6.0);
    }

    void rulerLetsGoOfARegionByDoubleClick() {
        TimeRuler ruler;
        ruler.resize(300, 20);
        ruler.setDuration(30.0);
        QSignalSpy cleared(&ruler, &TimeRuler::regionCleared);
        QTest::mouseDClick(&ruler, Qt::LeftButton, {}, QPoint(60, 10));
        QCOMPARE(cleared.count(), 0);
        ruler.setRegion(TimeRange{5.0, 12.0}, true);
        QTest::mouseDClick(&ruler, Qt::LeftButton, {}, QPoint(60, 10));
        QCOMPARE(cleared.count(), 1);
    }

    void rulerChoosesARegionByDragAndSeeksByClick() {
        TimeRuler ruler;
        ruler.resize(300, 20);
        ruler.setDuration(30.0);
        QSignalSpy seeks(&ruler, &TimelineView::seekRequested);
        QSignalSpy regions(&ruler, &TimeRuler::regionChosen);
        QTest::mouseClick(&ruler, Qt::LeftButton, {}, QPoint(60, 10));
        QCOMPARE(seeks.last().at(0).toDouble(), 6.0);
        QCOMPARE(regions.count(), 0);
        QTest::mousePress(&ruler, Qt::LeftButton, {}, QPoint(120, 10));
        QMouseEvent drag(QEvent::MouseMove, QPointF(50, 10), ruler.mapToGlobal(QPointF(50, 10)), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(&ruler, &drag);
        QTest::mouseRelease(&ruler, Qt::LeftButton, {}, QPoint(50, 10));
        QCOMPARE(regions.count(), 1);
        QCOMPARE(regions[0][0].toDouble(), 5.0);
        QCOMPARE(regions[0][1].toDouble(), 12.0);
    }

    void stripSaysItsValuesAndPaintsHighOnesBrighter() {
        TimelineStrip strip;
        strip.resize(300, 16);
        strip.setCells({{0.0, 10.0, 0.2}, {10.0, 20.0, 0.9}, {15.0, 25.0, 0.5}}, 0.0, 1.0, 3);
        strip.setDuration(25.0);
        QCOMPARE(strip.textAt(3.0), QStringLiteral("0.0–10.0 s · 0.200"));
        QCOMPARE(strip.textAt(18.0), QStringLiteral("15.0–25.0 s · 0.500"));  // overlaps are shared out at 17.5 s
        QCOMPARE(strip.textAt(99.0), QString());
        const QImage image = strip.grab().toImage();
        QVERIFY(image.pixelColor(150, 2).lightness() > image.pixelColor(20, 2).lightness() + 30);
        strip.setCells({{0.0, 10.0, -0.0004}, {10.0, 20.0, -0.25}}, -1.0, 1.0, 2);
        QCOMPARE(strip.textAt(3.0), QStringLiteral("0.0–10.0 s · 0.00"));
        QCOMPARE(strip.textAt(13.0), QStringLiteral("10.0–20.0 s · −0.25"));
    }

    void stripDrawsTokensTooNarrowToTellApartAsTheirMean() {
        std::vector<StripCell> tokens;  // four a pixel: bright in the first half, of which every other is 0; dim behind
        for (int i = 0; i < 800; ++i) {
            const double begin = i * 0.0125;
            tokens.push_back({begin, begin + 0.0125, i < 400 && i % 2 == 0 ? 1.0 : 0.0});
        }
        TimelineStrip strip;
        strip.resize(200, 16);
        strip.setDuration(10.0);
        strip.setCells(tokens, 0.0, 1.0, 2);
        const QImage image = strip.grab().toImage();
        const auto ground = [&](double amount) { return blend(currentTheme().card, currentTheme().clipA, amount); };
        QCOMPARE(image.pixelColor(50, 8), ground(0.16 + 0.64 * 0.5));
        QCOMPARE(image.pixelColor(51, 8), image.pixelColor(50, 8));  // no stripes and no gaps
        QCOMPARE(image.pixelColor(150, 8), ground(0.16));
        QCOMPARE(strip.textAt(0.001), QStringLiteral("0.0–0.0 s · 1.00"));  // each is still there to be read
    }

    void stripSetsValuesBelowZeroApart() {
        TimelineStrip strip;
        strip.resize(200, 16);
        strip.setDuration(10.0);
        strip.setInk(&Theme::good);
        strip.setNegativeInk(&Theme::bad);
        strip.setCells({{0.0, 5.0, 2.0}, {5.0, 10.0, -2.0}}, -2.0, 2.0, 1);
        const QImage image = strip.grab().toImage();
        QVERIFY(image.pixelColor(20, 2).green() > image.pixelColor(20, 2).red());
        QVERIFY(image.pixelColor(180, 2).red() > image.pixelColor(180, 2).green());
    }

    void spectrogramShowsAToneAtItsHeight() {
        auto tone = std::make_shared<Spectrogram>();
        tone->frames = 100;
        tone->bins = 513;
        tone->values.assign(static_cast<std::size_t>(tone->frames * tone->bins), -120.0F);
        for (int frame = 0; frame < tone->frames; ++frame) {
            for (int bin = 63; bin <= 65; ++bin) {  // 1 kHz of 8 kHz
                tone->values[static_cast<std::size_t>(frame * tone->bins + bin)] = -20.0F;
            }
        }
        SpectrogramView view;
        view.resize(400, 160);
        view.setSpectrogram(tone, 8000.0, 10.0);
        const QImage image = view.grab().toImage();
        const int y = static_cast<int>(160.0 * (1.0 - std::log(1000.0 / 50.0) / std::log(8000.0 / 50.0)));
        QVERIFY(image.pixelColor(250, y).lightness() > 150);
        QVERIFY(image.pixelColor(250, y - 40).lightness() < 60);
        QVERIFY(image.pixelColor(250, y + 40).lightness() < 60);
        const QString text = view.textAt(QPointF(timelineGutter + 150, y));
        QVERIFY2(text.startsWith(QStringLiteral("5.00 s · 1 kHz · −")), qPrintable(text));
        QCOMPARE(view.textAt(QPointF(20, y)), QString());  // the scales
        QSignalSpy seeks(&view, &TimelineView::seekRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(timelineGutter + 150, 40));
        QCOMPARE(seeks.last().at(0).toDouble(), 5.0);
    }
};

QTEST_MAIN(tst_TimelineViews)
#include "tst_TimelineViews.moc"
