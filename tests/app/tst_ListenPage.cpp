// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ListenBench.h"
#include "app/workbench/pages/listen/TokenStrips.h"
#include "run/TokenTrace.h"
#include "widgets/audio/SpectrogramView.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/audio/WaveformView.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/rewards/DifferenceView.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <fstream>

using namespace musicrl;

class tst_ListenPage : public QObject {
    Q_OBJECT

private:
    ListenClips clips_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void isEmptyButInvitingAtFirst() {
        ListenBench bench(clips_.folder);
        QCOMPARE(bench.find<QLabel>("heading")->text(), QStringLiteral("Listen"));
        QVERIFY(bench.laneView(0)->findChild<QPushButton*>("noticeOpen")->isVisible());
        QVERIFY(bench.laneView(1)->findChild<QPushButton*>("noticeOpen")->isVisible());
        QVERIFY(!bench.find<QPushButton>("play")->isEnabled());
        QCOMPARE(bench.find<BreakdownView>("breakdown")->asText(), QStringLiteral("Not scored yet"));
        keepPicture(*bench.page, QStringLiteral("listen-empty"));
    }

    void showsTwoClipsWithTheirScores() {
        ListenBench bench(clips_.folder);
        Q_EMIT bench.services.compareRequested(QString::fromStdString(clips_.tuned),
                                               QString::fromStdString(clips_.base));
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        QCOMPARE(bench.find<QLabel>("heading")->text(),
                 QStringLiteral("upbeat work-out music, retro synth lead, driving drums"));
        QCOMPARE(bench.laneView(0)->findChild<QLabel*>("title")->text(), QStringLiteral("r @ 4000"));
        QCOMPARE(bench.laneView(1)->findChild<QLabel*>("title")->text(), QStringLiteral("demo · base"));
        const QString breakdown = bench.find<BreakdownView>("breakdown")->asText();
        QVERIFY(breakdown.contains(QStringLiteral("MuLan (mean of 3 × 10 s): A 0.467, B 0.371")));
        QVERIFY(breakdown.contains(QStringLiteral("Quality MOS (1–5): A 3.92, B 3.40")));
        QVERIFY(bench.find<DifferenceView>("difference")->isVisible());
        QVERIFY(bench.find<SpectrogramView>("spectrogram")->isVisible());
        QCOMPARE(bench.laneView(0)->findChild<WaveformView*>("waveform")->durationSeconds(), 30.0);
    }

    void seeksSwitchesAndLoopsByHand() {
        ListenBench bench(clips_.folder);
        bench.page->setLane(0, clips_.tuned);
        bench.page->setLane(1, clips_.base);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1), 60000);
        auto* waveform = bench.laneView(0)->findChild<WaveformView*>("waveform");
        QTest::mouseClick(waveform, Qt::LeftButton, {}, QPoint(waveform->width() / 4, 20));
        QTRY_VERIFY(std::abs(bench.player.positionSeconds() - 7.5) < 0.1);
        auto* other = bench.laneView(1)->findChild<WaveformView*>("waveform");
        QTRY_VERIFY(std::abs(other->positionSeconds() - 7.5) < 0.1);  // in step

        QTest::mouseClick(bench.find<QPushButton>("switch"), Qt::LeftButton);
        QCOMPARE(bench.player.heardLane(), 1);
        QVERIFY(bench.find<QPushButton>("laneB")->isChecked());
        QVERIFY(bench.laneView(1)->findChild<QAbstractButton*>("letter")->isChecked());
        QTest::keyClick(bench.page.get(), Qt::Key_1);
        QCOMPARE(bench.player.heardLane(), 0);

        QTest::keyClick(bench.page.get(), Qt::Key_L);
        QVERIFY(bench.player.loop().has_value());
        QCOMPARE(bench.player.loop()->endSeconds, 30.0);
        bench.page->desk().setRegion({5.0, 12.0});
        QVERIFY(bench.find<QPushButton>("loop")->text().contains(QStringLiteral("5.0–12.0 s")));
        QCOMPARE(bench.player.loop()->beginSeconds, 5.0);
        keepPicture(*bench.page, QStringLiteral("listen-page"));
        applyTheme(*qApp, ThemeKind::Light);
        keepPicture(*bench.page, QStringLiteral("listen-page-light"));
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void cutsNothingInALowWindow() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        for (const int height : {900, 780, 720, 680, 640, 560, 900}) {
            bench.page->resize(1220, height);
            QTest::qWait(50);  // what was ordered is laid out
            const auto whole = [](const QWidget* widget) { return widget->visibleRegion() == QRegion(widget->rect()); };
            auto* spectrogram = bench.find<SpectrogramView>("spectrogram");
            QVERIFY(spectrogram->isVisible() || height < 720);  // rather none than half a lane
            QVERIFY(!spectrogram->isVisible() || height > 560);
            QVERIFY2(whole(bench.laneView(1)), qPrintable(QString::number(height)));
            auto* state = bench.find<QLabel>("preferenceState");
            QVERIFY(state->fontMetrics().horizontalAdvance(state->text()) <= state->width());
            QCOMPARE(bench.titleOf(0), QStringLiteral("r @ 4000"));
        }
    }

    void tellsWhatIsWrongWithAFileInItsLane() {
        ListenBench bench(clips_.folder);
        const std::filesystem::path broken = clips_.path("broken.wav");
        std::ofstream(broken) << "no sound";
        bench.page->setLane(0, broken);
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->desk().lane(0).status, LaneStatus::Failed, 60000);
        QVERIFY(bench.laneView(0)->findChild<QLabel*>("notice")->text().contains(QStringLiteral("broken.wav")));
        bench.page->setLane(0, clips_.plain);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        keepPicture(*bench.page, QStringLiteral("listen-one-clip"));
    }

    void startsOtherClipsFromTheBeginning() {
        ListenBench bench(clips_.folder);
        const auto cursorOf = [&bench](int lane) {
            return bench.laneView(lane)->findChild<WaveformView*>("waveform")->positionSeconds();
        };
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        bench.page->desk().seek(20.0);
        QCOMPARE(cursorOf(1), 20.0);
        bench.page->setLane(1, clips_.plain);  // 12 s: the other one goes on to 30
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QCOMPARE(bench.player.positionSeconds(), 20.0);
        bench.page->setLane(0, clips_.plain);  // no clip has a place at 20 s any more
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        QCOMPARE(bench.player.positionSeconds(), 0.0);
        bench.page->desk().seek(5.0);
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        QCOMPARE(bench.player.positionSeconds(), 0.0);
        QCOMPARE(cursorOf(0), 0.0);
        QCOMPARE(cursorOf(1), 0.0);
    }

    void takesTheLastOfTwoHastyRequests() {
        ListenBench bench(clips_.folder);
        bench.page->setLane(0, clips_.tuned);
        bench.page->setLane(0, clips_.plain);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        QTest::qWait(300);
        QCOMPARE(bench.page->desk().lane(0).path, clips_.plain);
        QCOMPARE(bench.laneView(0)->findChild<QLabel*>("title")->text(), QStringLiteral("found.wav"));
    }

    void takesDroppedFilesIntoTheLaneUnderThem() {
        ListenBench bench(clips_.folder);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(clips_.plain.string()))});
        const QPoint onB = bench.laneView(1)->mapTo(bench.page.get(), QPoint(200, 60));
        QDragEnterEvent enter(onB, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(bench.page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(onB, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(bench.page.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(1), 60000);
        QCOMPARE(bench.page->desk().lane(0).status, LaneStatus::Empty);
        QCOMPARE(bench.player.heardLane(), 1);  // the only clip there is
    }

    void asksForAPromptBeforeItScoresAClipWithoutARecord() {
        ListenBench bench(clips_.folder);
        bench.page->setLane(0, clips_.plain);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        auto* button = bench.find<QPushButton>("score");
        auto* prompt = bench.find<QLineEdit>("scorePrompt");
        QVERIFY(button->isVisible() && !button->isEnabled());
        prompt->setFocus();
        QTest::keyClicks(prompt, QStringLiteral("slow piano 12 x l"));  // the transport's keys are typed here
        QCOMPARE(prompt->text(), QStringLiteral("slow piano 12 x l"));
        QCOMPARE(bench.player.heardLane(), 0);
        QVERIFY(!bench.player.loop().has_value());
        QVERIFY(button->isEnabled());
    }

    void scoresAClipAgainstAPrompt() {
        ListenBench bench(clips_.folder);
        bench.page->setLane(0, clips_.plain);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        bench.find<QLineEdit>("scorePrompt")->setText(QStringLiteral("a calm flute"));
        bench.find<QPushButton>("score")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->desk().lane(0).scores.has_value(), 120000);
        const RewardBreakdown& scores = *bench.page->desk().lane(0).scores;
        QVERIFY(scores.find("mulan") != nullptr && scores.find("quality") != nullptr);
        QVERIFY(scores.find("quality")->raw >= 1.0 && scores.find("quality")->raw <= 5.0);
        QVERIFY(bench.find<QLabel>("scoreMessage")->text().isEmpty());
        QVERIFY(bench.find<BreakdownView>("breakdown")->asText() != QStringLiteral("Not scored yet"));
    }

    void hearsUpToEightClipsInStep() {
        ListenBench bench(clips_.folder);
        QVERIFY(!bench.find<QPushButton>("laneC")->isVisible());
        const QString a = QString::fromStdString(clips_.tuned);
        const QString b = QString::fromStdString(clips_.base);
        Q_EMIT bench.services.listenRequested({a, b, a, QString::fromStdString(clips_.plain)});
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0) && bench.ready(1) && bench.ready(2) && bench.ready(3), 60000);
        QCOMPARE(bench.page->desk().laneCount(), 4);
        QVERIFY(bench.find<QPushButton>("laneD")->isVisible());
        QTest::keyClick(bench.page.get(), Qt::Key_3);
        QCOMPARE(bench.player.heardLane(), 2);
        QTest::keyClick(bench.page.get(), Qt::Key_X);
        QCOMPARE(bench.player.heardLane(), 3);
        QVERIFY(bench.laneView(3)->findChild<QAbstractButton*>("letter")->isChecked());
        QVERIFY(bench.find<QPushButton>("preference2")->text().startsWith(u'C'));  // the two heard last
        QVERIFY(bench.find<QPushButton>("preference4")->text().startsWith(u'D'));
        keepPicture(*bench.page, QStringLiteral("listen-four"));
        bench.page->desk().seek(4.0);
        bench.page->desk().setLane(2, clips_.base);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(2), 60000);
        QCOMPARE(bench.laneView(2)->findChild<WaveformView*>("waveform")->positionSeconds(), 4.0);
        bench.page->desk().setLane(2, clips_.tuned);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(2), 60000);
        QTest::mouseClick(bench.find<QPushButton>("addLane"), Qt::LeftButton);
        QCOMPARE(bench.page->desk().laneCount(), 5);
        QTest::mouseClick(bench.laneView(1)->findChild<QAbstractButton*>("removeLane"), Qt::LeftButton);
        QCOMPARE(bench.page->desk().laneCount(), 4);
        QCOMPARE(bench.titleOf(2), QStringLiteral("found.wav"));  // those behind it moved up
        QCOMPARE(bench.player.heardLane(), 2);
    }

    void drawsWhatTheLearnerSawInTheTokens() {
        const std::filesystem::path sample = clips_.path("sample.flac");
        writeAudioFile(sample, tune(220.0, 0.5, 10.0, 0.5F));
        TokenTrace trace;
        for (int frame = 0; frame < 250; ++frame) {
            for (int place = 0; place < 3; ++place) {
                const double time = frame / 25.0;
                trace.push_back({.seconds = time,
                                 .place = place,
                                 .token = frame % 64,
                                 .logProb = -2.0,
                                 .klNats = 0.02 * (1.0 + std::sin(time)) * (place + 1),
                                 .value = 0.4,
                                 .advantage = std::sin(2.0 * time)});
            }
        }
        writeTokenTrace(tokenTracePath(sample), trace);
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(sample, clips_.base));
        QCOMPARE(bench.stripsOf(0), QStringList({"KL per token", "Advantage", "Value"}));
        QCOMPARE(bench.stripsOf(1), QStringList({"MuLan / 10 s", "MOS over time"}));  // nothing was recorded of it
        for (const int height : {900, 720, 640}) {  // three strips more need room
            bench.page->resize(1440, height);
            QTest::qWait(50);
            QVERIFY2(bench.laneView(1)->visibleRegion() == QRegion(bench.laneView(1)->rect()),
                     qPrintable(QString::number(height)));
        }
        const auto strips = bench.laneView(0)->findChildren<TimelineStrip*>();
        QCOMPARE(strips[0]->textAt(0.001), QStringLiteral("0.0–0.0 s · 0.020"));
        QVERIFY(strips[1]->textAt(5.5).contains(u'−'));  // the sine is negative there
        keepPicture(*bench.page, QStringLiteral("listen-tokens"));
        QTest::mouseClick(bench.find<QPushButton>("spectrograms"), Qt::LeftButton);
        QVERIFY(bench.laneView(0)->findChild<SpectrogramView*>("laneSpectrogram")->isVisible());
        QVERIFY(!bench.find<SpectrogramView>("spectrogram")->isVisible());
        keepPicture(*bench.page, QStringLiteral("listen-spectrograms"));
        QTest::keyClick(bench.page.get(), Qt::Key_S);
        QVERIFY(bench.laneView(0)->findChild<WaveformView*>("waveform")->isVisible());
    }

    void showsTheKlOfAllLanesOnOneScale() {
        const auto traced = [](double kl, double advantage) {
            return TokenTrace(100, TracedToken{.seconds = 0.0,
                                               .place = 0,
                                               .token = 1,
                                               .logProb = -1.0,
                                               .klNats = kl,
                                               .value = 0.0,
                                               .advantage = advantage});
        };
        std::vector<LaneStrip> far = tokenStrips(traced(0.5, 0.1), 10.0);
        std::vector<LaneStrip> unchanged = tokenStrips(traced(1e-9, 2.0), 10.0);
        QVERIFY(unchanged[0].high >= 1e-3);  // noise is not blown up
        shareKlScale({&far, &unchanged});
        QCOMPARE(unchanged[0].high, 0.5);
        QCOMPARE(far[0].high, 0.5);
        QCOMPARE(far[1].high, 0.1);
        QCOMPARE(unchanged[1].high, 2.0);
        QCOMPARE(far[0].cells.size(), std::size_t(100));
        QCOMPARE(far[0].cells.back().endSeconds, 10.0);  // the tokens of a frame share its time
    }

    void zoomsSeeksAndLoopsByKeysInAllLanesAlike() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.plain));  // of 30 and 12 s
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers held = {}) {
            QTest::keyClick(bench.page.get(), key, held);
        };
        const auto rangeOf = [&](int lane) {
            return bench.laneView(lane)->findChild<WaveformView*>("waveform")->range();
        };
        QCOMPARE(rangeOf(1), (TimeRange{0.0, 30.0}));
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        QCOMPARE(bench.player.positionSeconds(), 4.0);
        press(Qt::Key_I);
        press(Qt::Key_Right);
        press(Qt::Key_O);
        QCOMPARE(bench.player.loop()->beginSeconds, 4.0);
        QCOMPARE(bench.player.loop()->endSeconds, 6.0);
        press(Qt::Key_Z);
        QVERIFY(rangeOf(0).length() < 3.0 && rangeOf(0).begin < 4.0 && rangeOf(0).end > 6.0);
        QCOMPARE(rangeOf(1), rangeOf(0));
        QCOMPARE(bench.laneView(0)->findChild<TimelineStrip*>()->range(), rangeOf(0));
        press(Qt::Key_Plus);
        QVERIFY(rangeOf(1).length() < 2.0);
        press(Qt::Key_Home);  // the loop's begin comes into view
        QCOMPARE(bench.player.positionSeconds(), 4.0);
        QVERIFY(rangeOf(1).begin <= 4.0 && rangeOf(1).end >= 4.0);
        press(Qt::Key_0);
        QCOMPARE(rangeOf(1), (TimeRange{0.0, 30.0}));
        press(Qt::Key_L, Qt::ShiftModifier);
        QCOMPARE(bench.player.loop()->endSeconds, 30.0);
    }

    void playsTheWindowOfAValueThatIsClicked() {
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        auto* mulan = bench.laneView(1)->findChild<TimelineStrip*>();
        QTest::mouseClick(mulan, Qt::LeftButton, {}, QPoint(mulan->width() / 2, 8));
        QCOMPARE(bench.player.heardLane(), 1);
        QTRY_VERIFY(bench.player.positionSeconds() >= 10.0 && bench.player.positionSeconds() < 11.0);
        QVERIFY(!bench.player.loop().has_value());
        QTest::mouseDClick(mulan, Qt::LeftButton, {}, QPoint(mulan->width() / 2, 8));
        QCOMPARE(bench.player.loop()->beginSeconds, 10.0);
        QCOMPARE(bench.player.loop()->endSeconds, 20.0);
    }

    void saysWhyLevelsAreNotMatched() {
        writeAudioFile(clips_.path("silent.wav"),
                       {.sampleRateHz = 16000, .channels = 1, .samples = std::vector<float>(32000)});
        ListenBench bench(clips_.folder);
        QVERIFY(bench.compare(clips_.tuned, clips_.path("silent.wav")));
        auto* level = bench.find<QPushButton>("level");
        QCOMPARE(level->text(), QStringLiteral("levels not matched"));
        QVERIFY(level->toolTip().contains(QStringLiteral("B is silent or shorter than 0.4 s")));
        QVERIFY(bench.compare(clips_.tuned, clips_.base));
        QVERIFY(level->text().startsWith(QStringLiteral("level-matched −")));
        QVERIFY(level->toolTip().contains(QStringLiteral("B: −")));
        QTest::keyClick(bench.page.get(), Qt::Key_V);
        QCOMPARE(level->text(), QStringLiteral("level-match"));
        QCOMPARE(bench.page->desk().gainDb(0), 0.0);
    }

    void saysSoWithoutASoundOutput() {
        ListenBench bench(clips_.folder);
        QTRY_VERIFY(bench.player.hasDevice() || bench.player.problem().has_value());
        if (!bench.player.hasDevice()) {
            QVERIFY(bench.find<QPushButton>("retry")->isVisible());
            QVERIFY(bench.find<QLabel>("device")->text().contains(QStringLiteral("No sound output")));
            QVERIFY(bench.find<QLabel>("device")->toolTip().contains(QStringLiteral("Retry")));
        }
        bench.page->setLane(0, clips_.tuned);
        QTRY_VERIFY_WITH_TIMEOUT(bench.ready(0), 60000);
        QCOMPARE(bench.find<QPushButton>("play")->isEnabled(), bench.player.hasDevice());
    }
};

QTEST_MAIN(tst_ListenPage)
#include "tst_ListenPage.moc"
