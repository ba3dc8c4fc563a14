// SPDX-License-Identifier: GPL-3.0-or-later
#include "SoundServer.h"
#include "SwitchHeard.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/listening/DevicePanel.h"
#include "app/workbench/pages/listening/SoundDialog.h"
#include "app/workbench/pages/listening/VolumePage.h"
#include "app/workbench/settings/SoundSettings.h"
#include "playback/Player.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace musicrl;

/// The page with a player and, where a test wants one, a sound server of its own.
class tst_VolumePage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        applyTheme(*qApp, ThemeKind::Dark);
        world_ = std::make_unique<SoundWorld>();
    }

    void saysThatThereIsNoSoundOutput() {
        Bench bench(settingsFile());
        QVERIFY(!bench.find<QPushButton>("pinkNoise")->isEnabled());
        QVERIFY(!bench.find<QPushButton>("lock")->isEnabled());
        QTest::mouseClick(bench.find<QPushButton>("retryOutput"),
                          Qt::LeftButton);  // not yet to be seen: nothing was tried
        bench.page->devices().lookAgain();
        bench.find<QComboBox>("buffer")->setCurrentIndex(2);
        Q_EMIT bench.find<QComboBox>("buffer")->activated(2);
        QTRY_VERIFY(bench.find<QLabel>("problem")->isVisible());
        QVERIFY(bench.find<QLabel>("problem")->text().contains("sound output"));
        QVERIFY(!bench.find<QPushButton>("useOffered")->isVisible());
        keepPicture(*bench.page, "sound-none-dark");
    }

    void playsToneSetsAndLocksTheVolume() {
        const SoundServer server(*world_);
        Bench bench(settingsFile());
        bench.player.openDevice();
        bench.page->devices().lookAgain();
        QVERIFY(bench.find<QComboBox>("output")->count() >= 4);  // the default, "first", "spare", "pulse" …
        QTRY_VERIFY(bench.find<QPushButton>("pinkNoise")->isEnabled());
        QTest::mouseClick(bench.find<QPushButton>("pinkNoise"), Qt::LeftButton);
        QVERIFY(bench.player.tonePlaying());
        QVERIFY(!bench.player.playing());  // the clips rest
        bench.find<QSlider>("volume")->setValue(-25);
        QCOMPARE(bench.player.volumeDb(), -12.5);
        QCOMPARE(bench.find<QLabel>("volumeText")->text(), QStringLiteral("−12.5 dB"));
        QSignalSpy locked(bench.page.get(), &VolumePage::volumeLocked);
        QTest::mouseClick(bench.find<QPushButton>("lock"), Qt::LeftButton);
        QCOMPARE(locked.count(), 1);
        QVERIFY(!bench.player.tonePlaying());
        QVERIFY(!bench.find<QSlider>("volume")->isEnabled());
        QVERIFY(bench.find<QLabel>("lockText")->isVisible());
    }

    void showsWhatHappensToTheClips() {
        const SoundServer server(*world_);
        Bench bench(settingsFile());
        bench.player.openDevice();
        bench.player.setClip(0, noise(1, 2.0));
        bench.player.setClip(1, std::make_shared<const Clip>(Clip{16000, 1, std::vector<float>(16000, 0.1F)}));
        bench.player.setGainDb(1, -3.2);
        bench.page->devices().lookAgain();
        QCOMPARE(bench.find<QLabel>("exactness")->text(),
                 QStringLiteral("A: bit-exact\nB: resampled from 16 to 44.1 kHz, −3.2 dB"));
        QVERIFY(bench.find<QLabel>("dropouts")->text().startsWith("No dropouts"));
        QTRY_VERIFY(bench.find<QPushButton>("pinkNoise")->isEnabled());
        QTest::mouseClick(bench.find<QPushButton>("pinkNoise"), Qt::LeftButton);
        keepPicture(*bench.page, "sound-dark");
        applyTheme(*qApp, ThemeKind::Light);
        keepPicture(*bench.page, "sound-light");
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void choosesHowToSwitchInTheDialog() {
        Player player;
        WorkbenchServices services;
        services.player = &player;
        auto* dialog = new SoundDialog(services, -16.0);
        dialog->show();
        auto* style = dialog->findChild<QComboBox*>("switchStyle");
        QCOMPARE(style->currentIndex(), 0);
        style->setFocus();
        QTest::keyClick(style, Qt::Key_End);
        QCOMPARE(player.switchStyle(), SwitchStyle::Restart);
        keepPicture(*dialog, "sound-dialog-dark");
        delete dialog;
    }

    void offersAnotherOutputWhenOneIsPulledOut() {
        SoundServer server(*world_);
        server.setDefault(*world_, "spare");
        Bench bench(settingsFile());
        bench.player.openDevice({.hostApi = {}, .name = "first", .latencySeconds = 0.0, .sampleRateHz = 0});
        bench.player.setClip(0, noise(1, 20.0));
        bench.player.play();
        bench.page->devices().lookAgain();
        QTRY_VERIFY(bench.player.positionSeconds() > 0.2);
        server.removeSink(*world_, "test");
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QLabel>("problem")->isVisible(), 20000);
        QVERIFY(bench.find<QLabel>("problem")->text().startsWith("The sound output is gone: first"));
        keepPicture(*bench.page, "sound-gone-dark");
        const double lostAt = bench.player.positionSeconds();
        QSignalSpy changed(&bench.services, &WorkbenchServices::outputChanged);
        QTest::mouseClick(bench.find<QPushButton>("useOffered"), Qt::LeftButton);
        QCOMPARE(changed.count(), 1);
        QVERIFY(bench.player.hasDevice());
        QVERIFY(!bench.find<QLabel>("problem")->isVisible());
        QTRY_VERIFY(bench.player.playing() && bench.player.positionSeconds() > lostAt + 0.2);
        QVERIFY(!readSoundSettings(bench.services.soundSettings).name.empty());
    }

private:
    struct Bench {
        Player player;
        WorkbenchServices services;
        std::unique_ptr<VolumePage> page;

        explicit Bench(const QString& settings) {
            services.player = &player;
            services.soundSettings = settings.toStdString();
            page = std::make_unique<VolumePage>(services, -23.0);
            page->resize(900, 620);
            page->show();
        }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
    };

    QString settingsFile() { return folder_.filePath(QStringLiteral("sound.ini")); }

    static void keepPicture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QTest::qWait(300);
            QDir().mkpath(folder);
            QVERIFY(widget.grab().save(folder + u'/' + name + QStringLiteral(".png")));
        }
    }

    QTemporaryDir folder_;
    std::unique_ptr<SoundWorld> world_;
};

QTEST_MAIN(tst_VolumePage)
#include "tst_VolumePage.moc"
