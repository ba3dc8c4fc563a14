// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RateBench.h"
#include "app/workbench/pages/rate/ListeningRecord.h"
#include "audio/AudioFile.h"
#include "widgets/theme/KeyButton.h"

#include <QAbstractItemView>
#include <QWindow>

using namespace musicrl;

/// How a session sounds, and what it says of it: volume, outputs, dropouts, levels.
class tst_RateSound : public QObject {
    Q_OBJECT

private:
    RateStudies studies_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void theVolumeIsSetAndLockedFirst() {
        RateBench bench(studies_.makeStudy("volume", studies_.design("s")));
        bench.player.setVolumeDb(-30.0);
        bench.player.lockVolume();  // for everyday listening, at another level
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(session->findChild<QPushButton*>("volume-on")->isVisible());
        QVERIFY(!bench.player.volumeLocked());
        QTest::keyClick(session, Qt::Key_Right);
        QCOMPARE(bench.player.volumeDb(), -29.0);
        keepPicture(*session, QStringLiteral("rate-volume"));
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(bench.player.volumeLocked());
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::keyClick(session, Qt::Key_Escape);
        QVERIFY(!bench.player.volumeLocked());  // the next session sets its own
    }

    void anotherOutputAsksForTheVolumeAgainAndGoesOnWhereItWas() {
        RateBench bench(studies_.makeStudy("output", studies_.design("s")));
        bench.playback->setOutput("Loudspeakers", 16000);
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const std::string trial = session->desk().trial().id;
        auto* retry = session->findChild<QAbstractButton*>("rate-retry");
        auto* on = session->findChild<QPushButton*>("volume-on");
        const auto loseAndRetry = [&] {
            bench.playback->setTrouble("The output is gone.");
            QTRY_VERIFY_WITH_TIMEOUT(retry->isVisible(), 5000);
            QTest::mouseClick(retry, Qt::LeftButton);
        };
        loseAndRetry();  // the same comes back
        QVERIFY(!on->isVisible());
        QTest::keyClick(session, Qt::Key_Q);
        const double position = session->desk().sound().positionSeconds;
        bench.playback->setTrouble("The output is gone.");
        QTRY_VERIFY_WITH_TIMEOUT(retry->isVisible(), 5000);
        keepPicture(*session, QStringLiteral("rate-output-lost"));
        QTest::keyClick(session, Qt::Key_X);  // through the one that is offered
        QVERIFY(on->isVisible());
        QVERIFY(!bench.player.volumeLocked());
        QVERIFY(session->findChild<QLabel*>("volumeNotice")->text().contains(QStringLiteral("another output")));
        keepPicture(*session, QStringLiteral("rate-volume-again"));
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(inTrial(session) && bench.player.volumeLocked());
        QCOMPARE(session->desk().trial().id, trial);
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(-2));
        QVERIFY(session->desk().sound().positionSeconds >= position);
    }

    void enterOnlyChoosesInTheListOfOutputs() {
        RateBench bench(studies_.makeStudy("outputs", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        auto* on = session->findChild<QPushButton*>("volume-on");
        auto* buffers = session->findChild<QComboBox*>("buffer");
        QVERIFY(on->isVisible());
        buffers->setFocus();
        buffers->showPopup();
        QTRY_VERIFY_WITH_TIMEOUT(buffers->view()->isVisible(), 5000);
        QWindow* popup = buffers->view()->window()->windowHandle();  // where a real key goes
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!buffers->view()->isVisible(), 5000);
        QVERIFY(on->isVisible());
        QVERIFY(!bench.player.volumeLocked());
        buffers->showPopup();
        QTRY_VERIFY_WITH_TIMEOUT(buffers->view()->isVisible(), 5000);
        QTest::keyClick(buffers->view()->window()->windowHandle(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!buffers->view()->isVisible(), 5000);
        QVERIFY(bench.page->session() == session);  // Esc left the list, not the session
    }

    void theVolumePageTellsNothingOfOtherClips() {
        RateBench bench(studies_.makeStudy("lanes", studies_.design("s")));
        bench.player.setClip(0, std::make_shared<const Clip>(Clip{22050, 1, std::vector<float>(44100, 0.1F)}));
        bench.player.setClip(2, std::make_shared<const Clip>(Clip{22050, 1, std::vector<float>(44100, 0.1F)}));
        bench.player.setGainDb(2, -6.0);
        RateSession* session = bench.begin("ann");
        QTest::keyClick(session, Qt::Key_Return);
        auto* lanes = session->findChild<QLabel*>("exactness");
        QTest::qWait(300);
        QVERIFY(!lanes->isVisible() && lanes->text().isEmpty());
        const auto keyOf = [session](const char* tone) {
            return static_cast<KeyButton*>(session->findChild<QPushButton*>(QString::fromLatin1(tone)))->key();
        };
        QCOMPARE(keyOf("pinkNoise"), QStringLiteral("Space"));
        QCOMPARE(keyOf("oneKilohertz"), QStringLiteral("X"));
    }

    void thePlayerComesBackAsItWasLent() {
        RateBench bench(studies_.makeStudy("lent", studies_.design("s")));
        bench.player.setClip(0, std::make_shared<const Clip>(Clip{44100, 1, std::vector<float>(88200, 0.1F)}));
        bench.player.setClip(1, std::make_shared<const Clip>(Clip{44100, 1, std::vector<float>(88200, 0.2F)}));
        bench.player.switchTo(1);
        bench.player.seek(1.5);
        RateSession* session = bench.begin("ann");
        toTrials(session);
        bench.player.switchTo(0);  // as a session does
        bench.player.seek(0.25);
        QTest::keyClick(session, Qt::Key_Escape);
        QCOMPARE(bench.player.heardLane(), 1);
        QVERIFY(std::abs(bench.player.positionSeconds() - 1.5) < 0.001);
    }

    void dropoutsAreToldWithoutTellingTheClipsApart() {
        RateBench bench(studies_.makeStudy("dropouts", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        hearAll(session);
        auto* dropouts = session->findChild<QLabel*>("rate-dropouts");
        QVERIFY(!dropouts->isVisible());
        bench.playback->setDropouts(2, 1);
        QTRY_COMPARE(dropouts->text(), QStringLiteral("3 dropouts"));
        QVERIFY(dropouts->isVisible());
        keepPicture(*session, QStringLiteral("rate-dropouts"));
        QTest::keyClick(session, Qt::Key_W);
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);  // what was counted stays with the trial
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().number == 1, 20000);
        QCOMPARE(session->desk().sound().dropouts, 6);
    }

    void levelsThatAreNotMatchedAreSaidOfTheTrialAsAWhole() {
        StudyDesign silent = studies_.design("s");
        silent.models.resize(2);
        silent.practice = 0;
        const std::filesystem::path folder = studies_.clips().parent_path() / "silent";
        std::filesystem::copy(studies_.clips() / rateModels[1], folder, std::filesystem::copy_options::recursive);
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".flac") {
                writeAudioFile(entry.path(), Clip{16000, 1, std::vector<float>(48000, 0.0F)});
            }
        }
        silent.models[1].clips = folder;
        RateBench bench(studies_.makeStudy("unmatched", silent));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        auto* level = session->findChild<QLabel*>("rate-level");
        QTRY_COMPARE(level->text(), QStringLiteral("levels not matched"));
        QVERIFY(level->toolTip().startsWith(QStringLiteral("The loudness of this trial cannot be measured")));
        QVERIFY(!level->toolTip().contains(QStringLiteral("clip A")) &&
                !level->toolTip().contains(QStringLiteral("clip B")));
    }

    void aJudgementKeepsHowItWasHeard() {
        ListeningConditions heard;
        heard.sampleRateHz = 48000;
        heard.latencySeconds = 0.1;
        heard.bufferFrames = 480;
        heard.device = "Headphones";
        heard.hostApi = "ALSA";
        heard.volumeDb = -12.5;
        heard.volumeLocked = true;
        heard.underruns = 2;
        heard.overruns = 1;
        const PlaybackConditions kept = playbackConditionsOf(heard, {});
        QCOMPARE(kept.bufferFrames, 480);
        QCOMPARE(kept.device, std::string("ALSA: Headphones"));
        QCOMPARE(kept.volumeDb, std::optional(-12.5));
        QCOMPARE(kept.volumeLocked, std::optional(true));
        QCOMPARE(kept.outputGaps, 3);
        QCOMPARE(playbackConditionsOf(heard, {}, kept).underruns, std::optional<std::int64_t>(4));
    }
};

QTEST_MAIN(tst_RateSound)
#include "tst_RateSound.moc"
