// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RateBench.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/rate/RaterForm.h"
#include "app/workbench/pages/rate/StudyDialog.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QSignalSpy>
#include <QToolButton>

using namespace musicrl;

/// The page: studies, who is how far, sealing, and the session over the whole window.
class tst_RatePage : public QObject {
    Q_OBJECT

private:
    RateStudies studies_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void saysWhatAStudyIsWhereThereIsNone() {
        RateBench bench(studies_.project().folder.parent_path() / "empty");
        QVERIFY(wordsOn(*bench.page).contains(QStringLiteral("No study yet")));
        keepPicture(*bench.page, QStringLiteral("rate-empty"));
    }

    void aStudyIsMadeFromTheDialog() {
        RateBench bench(studies_.project().folder);
        QTest::mouseClick(bench.find<QPushButton>("newStudy"), Qt::LeftButton);
        auto* dialog = bench.page->findChild<StudyDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->findChild<QPushButton*>("createStudy")->isEnabled());
        QTest::qWait(700);
        QVERIFY(dialog->findChild<QLabel*>("studyError")->text().isEmpty());  // nothing is filled in, nothing is wrong
        const auto type = [dialog](const char* name, const QString& text) {
            auto* field = dialog->findChild<QLineEdit*>(QString::fromLatin1(name));
            field->clear();
            QTest::keyClicks(field, text);
        };
        QTest::mouseClick(dialog->findChild<QPushButton*>("addModel"), Qt::LeftButton);
        type("studyName", QStringLiteral("three models"));
        for (int i = 0; i < 3; ++i) {
            const auto model = QString::fromStdString(rateModels[static_cast<std::size_t>(i)]);
            type(qPrintable(QStringLiteral("modelName%1").arg(i)), model);
            type(qPrintable(QStringLiteral("modelClips%1").arg(i)),
                 QString::fromStdString((studies_.clips() / model.toStdString()).string()));
        }
        type("raterNames", QStringLiteral("ann, bob"));
        type("practice", QStringLiteral("1"));
        dialog->findChild<QComboBox*>("questions")->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->hasPlan(), 20000);
        // 3 pairs of models × 4 prompts and one of practice, for two raters
        QVERIFY2(dialog->summary().startsWith(QStringLiteral("26 trials for 2 raters, 13 each: about")),
                 qPrintable(dialog->summary()));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel*>("planner")->text().contains(QStringLiteral("too few")),
                                 20000);
        keepPicture(*dialog, QStringLiteral("rate-new-study"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("createStudy"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.page->selectedStudy(), std::string("three-models"), 30000);
        QCOMPARE(bench.find<QLabel>("studyTitle")->text(), QStringLiteral("three models"));
        bench.find<QLineEdit>("years")->setText(QStringLiteral("8"));
        bench.find<QLineEdit>("playbackDevice")->setText(QStringLiteral("closed headphones, DT 770"));
        bench.find<QComboBox>("fluency")->setCurrentText(QStringLiteral("fluent"));
        keepPicture(*bench.page, QStringLiteral("rate-page"));
        RateSession* session = bench.begin("ann");
        QVERIFY(session != nullptr);
        const auto profile = session->store().profile("ann");
        QVERIFY(profile && profile->yearsOfListening == 8.0 && profile->fluency == "fluent");
        keepPicture(*session, QStringLiteral("rate-welcome"));
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::qWait(100);
        QTest::keyClick(session, Qt::Key_W);
        keepPicture(*session, QStringLiteral("rate"));
    }

    void sealingEndsAStudy() {
        const std::filesystem::path project = studies_.makeStudy("seal", studies_.design("s"));
        RateBench bench(project);
        QVERIFY(!bench.find<QPushButton>("seal")->isEnabled());  // nothing is judged
        judgeTrials(bench, 1);
        QVERIFY(!bench.find<QPushButton>("seal")->isEnabled());  // practice does not count
        judgeTrials(bench, 1);
        auto* decided = bench.find<QLabel>("decided");
        QVERIFY2(decided->text().startsWith(QStringLiteral("decided: 0 of 3 pairs of models")),
                 qPrintable(decided->text()));
        QVERIFY(decided->isVisible());
        QTest::mouseClick(bench.find<QPushButton>("seal"), Qt::LeftButton);
        auto* question = bench.page->findChild<QMessageBox*>("sealQuestion");
        QVERIFY(question != nullptr);
        QVERIFY2(question->text().startsWith(QStringLiteral("1 of 24 trials that count are judged: 23 would")),
                 qPrintable(question->text()));
        QCOMPARE(question->defaultButton(), question->button(QMessageBox::Cancel));
        keepPicture(*question, QStringLiteral("rate-seal"));
        QTest::mouseClick(question->findChild<QPushButton*>("sealNow"), Qt::LeftButton);
        QVERIFY(StudyStore::open(bench.page->studiesFolder() / "s").sealed());
        QVERIFY(!bench.find<QPushButton>("startSession")->isEnabled());
        QVERIFY(!decided->isVisible());
        QSignalSpy evaluate(&bench.services, &WorkbenchServices::evaluateRequested);
        QTest::mouseClick(bench.find<QPushButton>("evaluateStudy"), Qt::LeftButton);
        QCOMPARE(evaluate.count(), 1);
    }

    void aProgramsPseudonymIsNotForAPerson() {
        RateBench bench(studies_.makeStudy("program", studies_.design("s")));
        RaterProfile program;
        program.pseudonym = "ann";
        program.simulated = true;
        StudyStore::open(bench.page->studiesFolder() / "s").saveProfile(program);
        bench.page->reload();
        QVERIFY(bench.begin("ann") == nullptr);
        QVERIFY(bench.find<QLabel>("rateError")->text().contains(QStringLiteral("is a program")));
        QCOMPARE(StudyStore::open(bench.page->studiesFolder() / "s").profile("ann"), std::optional(program));
        QVERIFY(bench.find<RaterForm>("raterForm")->profile().simulated);
        QVERIFY(bench.begin("bob") != nullptr);
    }

    void nobodyRatesUnderANameOfThePanel() {
        StudyDesign design = studies_.design("s");
        design.raters = {"simulated-4", "bob"};
        RateBench bench(studies_.makeStudy("panel", design));
        QVERIFY(bench.begin("simulated-4") == nullptr);
        QVERIFY(bench.find<QLabel>("rateError")->text().contains(QStringLiteral("is a program")));
        QVERIFY(!StudyStore::open(bench.page->studiesFolder() / "s").profile("simulated-4"));
    }

    void aSessionIsBegunAndGoneOnWithByEnter() {
        RateBench bench(studies_.makeStudy("enter", studies_.design("s")));
        auto* start = bench.find<QPushButton>("startSession");
        start->setFocus();
        QTest::keyClick(start, Qt::Key_Return);
        RateSession* session = bench.page->session();
        QVERIFY(session != nullptr);
        session->show();
        QVERIFY(QTest::qWaitForWindowActive(session));
        toTrials(session);
        judge(session, Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        QTest::keyClick(session, Qt::Key_Escape);
        bench.page->activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(start->hasFocus(), 5000);
        QCOMPARE(start->text(), QStringLiteral("Go on"));
    }

    void theSessionTakesTheWholeWindow() {
        const ProjectFolder project = studies_.project();
        MainWindow window(project);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPage("rate");
        window.ratePage().selectStudy("three-models");
        QTest::mouseClick(window.ratePage().findChild<QPushButton*>("startSession"), Qt::LeftButton);
        QVERIFY(window.inSession());
        for (const char* hidden : {"rail-listen", "rail-jobs"}) {
            QVERIFY(!window.findChild<QToolButton*>(QString::fromLatin1(hidden))->isVisible());
        }
        QVERIFY(!window.findChild<QLabel*>("crumbs")->isVisible());
        RateSession* session = window.ratePage().session();
        QTest::keyClick(&window, Qt::Key_Return);
        QTest::keyClick(&window, Qt::Key_Return);  // the volume is locked
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QTest::keyClick(&window, Qt::Key_2);  // with or without a sound card
        QTRY_COMPARE_WITH_TIMEOUT(session->desk().sound().heard, 1, 5000);
        QTest::qWait(100);
        keepPicture(window, QStringLiteral("rate-window"));
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(window.inSession());
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!window.inSession());
        QCOMPARE(window.pageName(), QStringLiteral("rate"));
        QVERIFY(window.findChild<QToolButton*>("rail-listen")->isVisible());
    }

private:
    static void judgeTrials(RateBench& bench, int count) {
        RateSession* session = bench.begin("ann");
        toTrials(session);
        const std::int64_t before = session->store().status().judgements;
        for (int trial = 1; trial <= count; ++trial) {
            judge(session, Qt::Key_W);
            QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, before + trial, 20000);
        }
        QTest::keyClick(session, Qt::Key_Escape);
    }
};

QTEST_MAIN(tst_RatePage)
#include "tst_RatePage.moc"
