// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/GenerateForm.h"
#include "app/workbench/pages/GeneratePage.h"
#include "app/workbench/pages/ListenPage.h"
#include "app/workbench/settings/DefaultKeys.h"
#include "widgets/audio/TransportBar.h"
#include "widgets/jobs/JobDrawer.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>
#include <fstream>
#include <memory>

using namespace musicrl;

class tst_AppKeys : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ProjectFixture> fixture_;
    std::unique_ptr<MainWindow> window_;

    void openWindow() {
        window_ = std::make_unique<MainWindow>(fixture_->project());
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    QDialog* openKeys() {
        QTest::keyClick(window_.get(), Qt::Key_F1);
        auto* dialog = window_->findChild<QDialog*>("keysDialog");
        return dialog != nullptr && QTest::qWaitForWindowActive(dialog) ? dialog : nullptr;
    }
    /// As a user does it: click the field, press the key.
    void setKey(const char* name, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QDialog* dialog = openKeys();
        QVERIFY(dialog != nullptr);
        auto* field = dialog->findChild<QKeySequenceEdit*>(name);
        QVERIFY(field != nullptr);
        field->setFocus();
        QTest::keyClick(field, key, modifiers);
        QTest::qWait(1300);  // a key alone is told from the first of several
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(window_->findChild<QDialog*>("keysDialog") == nullptr);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init() {
        fixture_ = std::make_unique<ProjectFixture>();
        openWindow();
    }
    void cleanup() {
        window_.reset();
        fixture_.reset();
    }

    void noTwoKeysStandInEachOthersWay() { QVERIFY(defaultKeys().isSound()); }

    void everyKeyOfTheWindowDoesWhatItSays() {
        const std::pair<Qt::Key, const char*> pages[] = {{Qt::Key_1, "library"}, {Qt::Key_2, "generate"},
                                                         {Qt::Key_3, "listen"},  {Qt::Key_4, "rate"},
                                                         {Qt::Key_5, "train"},   {Qt::Key_6, "evaluate"}};
        for (const auto& [key, page] : pages) {
            QTest::keyClick(window_.get(), key, Qt::ControlModifier);
            QCOMPARE(window_->pageName(), QString::fromLatin1(page));
        }
        QCOMPARE(window_->findChild<QToolButton*>("rail-train")->toolTip(), QStringLiteral("Train (Ctrl+5)"));
        QCOMPARE(window_->findChild<QToolButton*>("rail-jobs")->toolTip(), QStringLiteral("Jobs (Ctrl+J)"));
    }

    void aChangedKeyWorksAtOnceIsShownAndIsKept() {
        setKey("key-window-jobs", Qt::Key_K, Qt::ControlModifier);
        auto* drawer = window_->findChild<JobDrawer*>();
        QTest::keyClick(window_.get(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY(!drawer->isVisible());
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(drawer->isVisible());
        QCOMPARE(window_->findChild<QToolButton*>("rail-jobs")->toolTip(), QStringLiteral("Jobs (Ctrl+K)"));

        setKey("key-transport-loop", Qt::Key_F);
        QCOMPARE(window_->findChild<KeyButton*>("loop")->key(), QStringLiteral("F"));
        window_.reset();
        openWindow();
        QTest::keyClick(window_.get(), Qt::Key_F);
        QVERIFY(window_->listenPage().desk().loop().looping());
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(window_->findChild<JobDrawer*>()->isVisible());
    }

    void aKeyOfTheWindowIsRefusedEverywhere() {
        QDialog* dialog = openKeys();
        QVERIFY(dialog != nullptr);
        const std::pair<const char*, Qt::Key> wishes[] = {{"key-rate-next", Qt::Key_3},
                                                          {"key-listen-blind", Qt::Key_J},
                                                          {"key-transport-play", Qt::Key_U},
                                                          {"key-clips-remove", Qt::Key_T}};
        for (const auto& [name, key] : wishes) {
            auto* field = dialog->findChild<QKeySequenceEdit*>(name);
            const QKeySequence before = field->keySequence();
            dialog->findChild<QLabel*>("keyMessage")->clear();
            field->setFocus();
            QTest::keyClick(field, key, Qt::ControlModifier);
            QTRY_VERIFY_WITH_TIMEOUT(
                dialog->findChild<QLabel*>("keyMessage")->text().contains(QStringLiteral("(Everywhere)")), 4000);
            QCOMPARE(field->keySequence(), before);
        }
    }

    void ofWhatIsStoredOnlyAKeyThatAnotherHasIsPassedOver() {
        const std::filesystem::path file = fixture_->project().folder.parent_path() / "bad-keys.ini";
        KeySettings settings;
        settings.open(file);
        KeyMap keys = settings.map();
        QVERIFY(keys.setKey(KeyContext::Rating, "bothBad", Qt::Key_B));
        settings.setMap(keys);
        KeySettings again;
        again.open(file);
        QCOMPARE(again.of(KeyContext::Rating).keyOf("bothBad"), QKeySequence(Qt::Key_B));
        QCOMPARE(again.of(KeyContext::Rating).keyOf("next"), QKeySequence(Qt::Key_Return));
        std::ofstream(file, std::ios::app) << "\n[listen]\nblind=Ctrl+J\n";
        again.open(file);
        QCOMPARE(again.of(KeyContext::Listen).keyOf("blind"), QKeySequence(Qt::Key_B));
        QCOMPARE(again.of(KeyContext::Rating).keyOf("bothBad"), QKeySequence(Qt::Key_B));
        again.setMap(again.map());
        std::ofstream(file, std::ios::app) << "\n[transport]\nloop=O\n[listen]\nloopEnd=P\nblind=P\n";
        again.open(file);  // both that want P go back, and O is then the loop's end again
        QVERIFY(again.map().isSound());
        QCOMPARE(again.of(KeyContext::Listen).keyOf("loopEnd"), QKeySequence(Qt::Key_O));
        QCOMPARE(again.of(KeyContext::Transport).keyOf("loop"), QKeySequence(Qt::Key_L));
        QCOMPARE(again.of(KeyContext::Rating).keyOf("bothBad"), QKeySequence(Qt::Key_B));
    }

    void aPromptKeepsEveryLetterThatIsTyped() {
        window_->showPage("generate");
        auto* prompts = window_->generatePage().form().findChild<QTextEdit*>();
        QVERIFY(prompts != nullptr);
        prompts->clear();
        prompts->setFocus();
        const QString text = QStringLiteral("slow vibes, 120 bpm + xylophone -- qwerty? biosphere zither c");
        QTest::keyClicks(prompts, text);
        QTest::keyClick(prompts, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(prompts, Qt::Key_Delete);
        QCOMPARE(prompts->toPlainText(), text.mid(1));
        QVERIFY(!window_->listenPage().desk().blind());
        QVERIFY(!window_->listenPage().desk().loop().looping());
        QCOMPARE(window_->pageName(), QStringLiteral("generate"));
        QTest::keyClick(prompts, Qt::Key_3, Qt::ControlModifier);  // writes nothing, so it is the window's
        QCOMPARE(window_->pageName(), QStringLiteral("listen"));
    }

    void aFilterAnswersTheHelpKeyItself() {
        window_->showPage("library");
        auto* line = window_->findChild<QLineEdit*>("filter");
        line->setFocus();
        QTest::keyClick(line, Qt::Key_F1);
        auto* help = window_->findChild<QMenu*>("filterHelpCard");
        QVERIFY(help != nullptr && help->isVisible());
        QVERIFY(window_->findChild<QDialog*>("keysDialog") == nullptr);
        help->close();
    }

    void theListenPagesKeysSleepOnOtherPages() {
        window_->showPage("train");
        for (const Qt::Key key : {Qt::Key_B, Qt::Key_S, Qt::Key_H, Qt::Key_I, Qt::Key_Plus}) {
            QTest::keyClick(window_.get(), key);
        }
        QVERIFY(!window_->listenPage().desk().blind());
        QVERIFY(!window_->listenPage().desk().hidesUntilVote());
        window_->showPage("listen");
        QTest::keyClick(window_.get(), Qt::Key_H);
        QVERIFY(window_->listenPage().desk().hidesUntilVote());
        QTest::keyClick(window_.get(), Qt::Key_B);
        QVERIFY(window_->listenPage().desk().blind());
    }

    void looksAsItShould() {
        window_->showPage("listen");
        QDialog* dialog = openKeys();
        QVERIFY(dialog != nullptr);
        const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
        if (!folder.isEmpty()) {
            QDir().mkpath(folder);
            QVERIFY(dialog->grab().save(folder + QStringLiteral("/keys.png")));
            applyTheme(*qApp, ThemeKind::Light);
            QVERIFY(dialog->grab().save(folder + QStringLiteral("/keys-light.png")));
            applyTheme(*qApp, ThemeKind::Dark);
        }
    }
};

QTEST_MAIN(tst_AppKeys)
#include "tst_AppKeys.moc"
