// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RateBench.h"
#include "app/workbench/MainWindow.h"
#include "library/Database.h"
#include "study/StudySchema.h"
#include "support/FileSizeLimit.h"

#include <QMessageBox>
#include <QSignalSpy>

using namespace musicrl;

/// What comes between a rater and a judgement: a kill, a disk or a sound output that refuses, a window that closes.
class tst_RateUpsets : public QObject {
    Q_OBJECT

private:
    RateStudies studies_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void goesOnAtTheSameTrialAfterAKill() {
        const std::filesystem::path project = studies_.makeStudy("kill", studies_.design("s"));
        std::string trial;
        std::vector<std::filesystem::path> sides;
        std::size_t heard = 0;
        {
            RateBench bench(project);
            RateSession* session = bench.begin("bob");
            toTrials(session);
            judge(session, Qt::Key_W);
            QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().number == 2, 20000);
            trial = session->desk().trial().id;
            for (const TrialClip& clip : session->desk().trial().clips) {
                sides.push_back(clip.file);
            }
            heard = static_cast<std::size_t>(session->desk().sound().heard);
            QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(heard) >= 1.0, 20000);
            QTest::keyClick(session, Qt::Key_T);  // answered, not confirmed
        }
        RateBench bench(project);
        RateSession* session = bench.begin("bob");
        QVERIFY(wordsOn(*session).contains(QStringLiteral("Welcome back")));
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QCOMPARE(session->desk().trial().id, trial);
        QCOMPARE(session->desk().trial().number, 2);
        for (std::size_t i = 0; i < sides.size(); ++i) {
            QCOMPARE(session->desk().trial().clips[i].file, sides[i]);
        }
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(2));
        QVERIFY(session->desk().sound().listenedSeconds.at(heard) >= 1.0);  // what was heard before counts
    }

    void tryingAgainLosesNothingOfWhatWasHeard() {
        RateBench bench(studies_.makeStudy("refused", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const auto order = [&](const std::string& statement) {
            Database database(bench.page->studiesFolder() / "s" / "study.sqlite", studySchema(),
                              Database::Opening::MustExist);
            database.sql() << statement;
        };
        order("ALTER TABLE event RENAME TO hidden");
        session->desk().note(ListenEventKind::Mark, QStringLiteral("heard before"));
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().stage() == RateDesk::Stage::Failed, 20000);
        QTest::keyClick(session, Qt::Key_Return);  // it still refuses
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        order("ALTER TABLE hidden RENAME TO event");
        QTest::keyClick(session, Qt::Key_Return);
        judge(session, Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        QCOMPARE(notesOf(session->store()).count(QStringLiteral("heard before")), 1);
    }

    void tryingAgainKeepsTheAnswerThatTheDiskRefused() {
        RateBench bench(studies_.makeStudy("full", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        hearAll(session);
        QTest::keyClick(session, Qt::Key_Q);
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Trial);
        {
            const FileSizeLimit full(1);
            QTest::keyClick(session, Qt::Key_T);
            QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
            QTest::keyClick(session, Qt::Key_Return);  // it still refuses
            QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        }
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(2));
        QTest::keyClick(session, Qt::Key_Return);  // both sides were heard before
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        QCOMPARE(session->store().reveal().judgements.front().judgement.answers.front().preference, std::optional(2));
    }

    void aStudyPlannedAnewIsSaidAndEndsNothing() {
        const std::filesystem::path project = studies_.makeStudy("anew", studies_.design("s"));
        RateBench bench(project);
        RateSession* session = bench.begin("ann");  // its welcome
        StudyDesign other = studies_.design("s");
        other.seed = 99;
        static_cast<void>(studies_.makeStudy("anew", other));
        toTrials(session);
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        QVERIFY2(session->findChild<QLabel*>("notice-text")->text().contains(QStringLiteral("planned anew")),
                 qPrintable(session->findChild<QLabel*>("notice-text")->text()));
        QTest::keyClick(session, Qt::Key_Return);  // tries again
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        QSignalSpy closed(bench.page.get(), &RatePage::sessionClosed);
        QTest::keyClick(session, Qt::Key_Escape);  // there is nothing to lose
        QCOMPARE(closed.count(), 1);
    }

    void backTakesNoVoteBackWhereSomethingDoesNotWork() {
        RateBench bench(studies_.makeStudy("back", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        judge(session, Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().number == 2, 20000);
        {
            const FileSizeLimit full(1);
            QTest::keyClick(session, Qt::Key_T);
            QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        }
        QTest::keyClick(session, Qt::Key_Backspace);
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Failed);
        QCOMPARE(session->store().status().judgements, 1);
        QCOMPARE(session->store().status().undone, 0);
    }

    void leavingSaysWhatCouldNotBeKept() {
        RateBench bench(studies_.makeStudy("leaving", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        hearAll(session);
        const std::string trial = session->desk().trial().id;
        QSignalSpy closed(bench.page.get(), &RatePage::sessionClosed);
        const auto question = [session] { return session->findChild<QMessageBox*>("leaveQuestion"); };
        {
            const FileSizeLimit full(1);
            QTest::keyClick(session, Qt::Key_T);
            QTest::keyClick(session, Qt::Key_Escape);
            QCOMPARE(closed.count(), 0);
            QVERIFY(question() != nullptr);
            QVERIFY2(question()->text().contains(QStringLiteral("could not be written")),
                     qPrintable(question()->text()));
        }
        keepPicture(*question(), QStringLiteral("rate-leave"));
        QCOMPARE(question()->defaultButton()->objectName(), QStringLiteral("leaveAgain"));
        QTest::mouseClick(question()->findChild<QPushButton*>("leaveAgain"), Qt::LeftButton);
        QCOMPARE(closed.count(), 1);
        const auto kept = StudyStore::open(bench.page->studiesFolder() / "s").draft("ann", trial);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->answers.at(0).preference, std::optional(2));
    }

    void theWindowClosesOverALossOnlyWhenToldTo() {
        const ProjectFolder project = openProject(studies_.makeStudy("told", studies_.design("s")));
        MainWindow window(project);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPage("rate");
        QTest::mouseClick(window.ratePage().findChild<QPushButton*>("startSession"), Qt::LeftButton);
        QTest::keyClick(&window, Qt::Key_Return);
        QTest::keyClick(&window, Qt::Key_Return);  // the volume is locked
        RateSession* session = window.ratePage().session();
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const FileSizeLimit full(1);
        QVERIFY(!window.close());
        auto* question = session->findChild<QMessageBox*>("leaveQuestion");
        QVERIFY(question != nullptr && window.isVisible());
        QTest::mouseClick(question->findChild<QPushButton*>("leaveAnyway"), Qt::LeftButton);
        QVERIFY(!window.isVisible());
    }

    void closingTheWindowKeepsTheLastSecond() {
        const ProjectFolder project = openProject(studies_.makeStudy("closed", studies_.design("s")));
        std::string trial;
        {
            MainWindow window(project);
            window.show();
            QVERIFY(QTest::qWaitForWindowActive(&window));
            window.showPage("rate");
            QTest::mouseClick(window.ratePage().findChild<QPushButton*>("startSession"), Qt::LeftButton);
            QTest::keyClick(&window, Qt::Key_Return);
            QTest::keyClick(&window, Qt::Key_Return);  // the volume is locked
            RateSession* session = window.ratePage().session();
            QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
            trial = session->desk().trial().id;
            session->desk().note(ListenEventKind::Mark, QStringLiteral("just before"));
            QVERIFY(window.close());
        }
        StudyStore store = StudyStore::open(project.folder / "studies" / "s");
        std::optional<Judgement> draft = store.draft("ann", trial);
        QVERIFY(draft.has_value());
        draft->answers = {{.question = "overall", .preference = 1, .ratingA = {}, .ratingB = {}, .identity = {}}};
        draft->listenedSeconds = {{Side::A, 3.0}, {Side::B, 3.0}};
        draft->coveredSeconds = draft->listenedSeconds;
        store.record(*draft);
        store.seal();
        QCOMPARE(notesOf(store).count(QStringLiteral("just before")), 1);
    }

    void lostSoundIsSaidAndComesBack() {
        RateBench bench(studies_.makeStudy("sound", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        bench.playback->setTrouble("The output is gone: plug it in again, or choose another one.");
        auto* trouble = session->findChild<QLabel*>("rate-trouble");
        QTRY_VERIFY_WITH_TIMEOUT(trouble->isVisible(), 5000);
        QVERIFY(!session->findChild<QAbstractButton*>("rate-play")->isEnabled());
        QCOMPARE(session->findChild<QAbstractButton*>("rate-use-offered")->text(), QStringLiteral("Use Headphones"));
        QVERIFY(session->findChild<QAbstractButton*>("rate-use-offered")->isVisible());
        QTest::mouseClick(session->findChild<QAbstractButton*>("rate-retry"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!trouble->isVisible(), 5000);
        bench.playback->setTrouble("The output is gone again.");
        QTRY_VERIFY_WITH_TIMEOUT(trouble->isVisible(), 5000);
        QTest::keyClick(session, Qt::Key_Space);  // eyes closed, too
        QTRY_VERIFY_WITH_TIMEOUT(!trouble->isVisible(), 5000);
    }

    void clipsForAnotherOutputAreResampledAwayFromTheWindow() {
        RateBench bench(studies_.makeStudy("rate", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        hearAll(session);
        const std::string first = session->desk().trial().id;
        QTest::qWait(300);  // the next pair is at hand, for an output of 16 kHz
        bench.playback->setOutput("Headphones", 22050);
        QTest::keyClick(session, Qt::Key_W);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Loading);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QVERIFY(isAtRate(session->desk().loaded().prepared, 22050));
    }
};

QTEST_MAIN(tst_RateUpsets)
#include "tst_RateUpsets.moc"
