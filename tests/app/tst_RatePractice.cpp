// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RateBench.h"

using namespace musicrl;

/// Practice that has to be passed.
class tst_RatePractice : public QObject {
    Q_OBJECT

private:
    RateStudies studies_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void goesOnToWhatCountsOncePassed() {
        RateBench bench(studies_.makeStudy("passed", toPass()));
        RateSession* session = bench.begin("ann");
        QVERIFY(textOf(session).contains(QStringLiteral("1 must be right")));
        keepPicture(*session, QStringLiteral("rate-practice-welcome"));
        toTrials(session);
        answer(session, true);
        QCOMPARE(headingOf(session), QStringLiteral("Right"));
        QVERIFY2(textOf(session).contains(QStringLiteral("1 of 1 right so far; 1 of 2 are needed")),
                 qPrintable(textOf(session)));
        keepPicture(*session, QStringLiteral("rate-practice-right"));
        QTest::keyClick(session, Qt::Key_Backspace);
        QCOMPARE(session->desk().stage(), RateDesk::Stage::Feedback);  // what was told is not taken back
        QTest::keyClick(session, Qt::Key_Return);
        answer(session, false);
        QCOMPARE(headingOf(session), QStringLiteral("Not right"));
        QVERIFY(textOf(session).contains(QStringLiteral("practice is passed")));
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->desk().trial().practice);
        QVERIFY(!session->findChild<QAbstractButton*>("rate-back")->isEnabled());
    }

    void comesAgainAndThenEndsTheSession() {
        const std::filesystem::path project = studies_.makeStudy("failed", toPass());
        {
            RateBench bench(project);
            RateSession* session = bench.begin("ann");
            toTrials(session);
            answer(session, false);
            QTest::keyClick(session, Qt::Key_Return);
            answer(session, false);
            QVERIFY2(textOf(session).contains(QStringLiteral("attempt 2 of 2")), qPrintable(textOf(session)));
            keepPicture(*session, QStringLiteral("rate-practice-again"));
            QTest::keyClick(session, Qt::Key_Return);
            answer(session, false);
        }  // killed while the answer is told
        RateBench bench(project);
        QVERIFY(wordsOn(*bench.page).contains(QStringLiteral("1 of 14 trials are judged.")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QCOMPARE(session->desk().trial().attempt, 2);
        QCOMPARE(session->desk().trial().number, 2);
        answer(session, false);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(headingOf(session), QStringLiteral("Practice was not passed"));
        keepPicture(*session, QStringLiteral("rate-practice-failed"));
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(bench.page->session() == nullptr);
        QVERIFY(wordsOn(*bench.page).contains(QStringLiteral("Practice was not passed: nothing more is judged.")));
        keepPicture(*bench.page, QStringLiteral("rate-page-practice"));
    }

private:
    StudyDesign toPass() const {
        StudyDesign design = studies_.design("s");
        design.practice = 2;
        design.practiceToPass = 0.5;
        design.practiceAttempts = 2;
        return design;
    }

    /// The noise is as loud as the clip, so the clip under it changes its sign far more often.
    static void answer(RateSession* session, bool rightly) {
        hearAll(session);
        std::vector<int> changes;
        for (const PlayableClip& clip : session->desk().loaded().prepared.clips) {
            const std::vector<float>& samples = clip.source->samples;
            int count = 0;
            for (std::size_t i = 1; i < samples.size(); ++i) {
                count += (samples[i] < 0.0F) != (samples[i - 1] < 0.0F) ? 1 : 0;
            }
            changes.push_back(count);
        }
        const bool aIsClean = changes.at(0) < changes.at(1);
        QTest::keyClick(session, aIsClean == rightly ? Qt::Key_Q : Qt::Key_T);
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(session->desk().stage(), RateDesk::Stage::Feedback, 20000);
    }

    static QString headingOf(RateSession* session) { return session->findChild<QLabel*>("notice-heading")->text(); }
    static QString textOf(RateSession* session) { return session->findChild<QLabel*>("notice-text")->text(); }
};

QTEST_MAIN(tst_RatePractice)
#include "tst_RatePractice.moc"
