// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TimelineStrip.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/listening/ListenLane.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace musicrl;

class tst_ListenLane : public QObject {
    Q_OBJECT

private:
    static void fill(ListenLane& lane) {
        lane.showClip(QStringLiteral("demo · base"), QStringLiteral("seed 41"),
                      std::vector<Peak>(500, Peak{-0.5F, 0.5F}), 20.0);
        lane.setStrips({{.name = QStringLiteral("MuLan / 10 s"), .cells = {{0, 10, 0.4}, {10, 20, 0.6}}}});
        lane.resize(900, 220);
        lane.show();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void offersToOpenAFileWhileEmptyAndAfterAFailure() {
        ListenLane lane(QStringLiteral("A"), &Theme::clipA);
        lane.show();
        QSignalSpy open(&lane, &ListenLane::openRequested);
        QTest::mouseClick(lane.findChild<QPushButton*>("noticeOpen"), Qt::LeftButton);
        QCOMPARE(open.count(), 1);
        lane.showReading(QStringLiteral("a.flac"));
        QVERIFY(!lane.findChild<QPushButton*>("noticeOpen")->isVisible());
        lane.showFailure(QStringLiteral("a.flac holds no sound."));
        QCOMPARE(lane.findChild<QLabel*>("notice")->text(), QStringLiteral("a.flac holds no sound."));
        QVERIFY(lane.findChild<QPushButton*>("noticeOpen")->isVisible());
    }

    void showsAClipWithItsStripsInLine() {
        ListenLane lane(QStringLiteral("A"), &Theme::clipA);
        fill(lane);
        QCOMPARE(lane.findChild<QLabel*>("title")->text(), QStringLiteral("demo · base"));
        auto* waveform = lane.findChild<WaveformView*>("waveform");
        auto* strip = lane.findChild<TimelineStrip*>("strip");
        QVERIFY(waveform->isVisible() && strip->isVisible());
        QCOMPARE(strip->mapTo(&lane, QPoint(0, 0)).x(), waveform->mapTo(&lane, QPoint(0, 0)).x());
        QCOMPARE(strip->width(), waveform->width());
        lane.setRange({5.0, 10.0});
        QCOMPARE(strip->range(), (TimeRange{5.0, 10.0}));
    }

    void passesOnClicks() {
        ListenLane lane(QStringLiteral("B"), &Theme::clipB);
        fill(lane);
        QSignalSpy seeks(&lane, &ListenLane::seekRequested);
        QSignalSpy chosen(&lane, &ListenLane::chosen);
        auto* waveform = lane.findChild<WaveformView*>("waveform");
        QTest::mouseClick(waveform, Qt::LeftButton, {}, QPoint(waveform->width() / 2, 10));
        QVERIFY(std::abs(seeks.last().at(0).toDouble() - 10.0) < 0.05);
        QTest::mouseClick(lane.findChild<QAbstractButton*>("letter"), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(!lane.findChild<QAbstractButton*>("letter")->isChecked());
        lane.setHeard(true);
        QVERIFY(lane.findChild<QAbstractButton*>("letter")->isChecked());
    }
};

QTEST_MAIN(tst_ListenLane)
#include "tst_ListenLane.moc"
