// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RateBench.h"
#include "app/workbench/pages/rate/TrialLoop.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace musicrl;

/// A session: trial after trial, by keys.
class tst_RateSession : public QObject {
    Q_OBJECT

private:
    RateStudies studies_;

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void aWholeSessionGoesByKeysAlone() {
        RateBench bench(studies_.makeStudy("keys", studies_.design("secret title")));
        RateSession* session = bench.begin("ann");
        QVERIFY(session != nullptr);
        toTrials(session);
        int judged = 0;
        int breaks = 0;
        while (session->desk().stage() != RateDesk::Stage::Finished && judged < 20) {
            QTRY_VERIFY_WITH_TIMEOUT(session->desk().stage() != RateDesk::Stage::Loading, 20000);
            if (session->desk().stage() == RateDesk::Stage::Break) {
                ++breaks;
                keepPicture(*session, QStringLiteral("rate-break"));
                QTest::keyClick(session, Qt::Key_Return);
                continue;
            }
            const QString words = wordsOn(*session);
            for (const std::string& hidden : {std::string("secret"), rateModels[0], rateModels[1]}) {
                QVERIFY2(!words.contains(QString::fromStdString(hidden)), qPrintable(words));
            }
            judge(session, judged % 2 == 0 ? Qt::Key_Q : Qt::Key_R);
            ++judged;
        }
        QCOMPARE(judged, 13);
        QCOMPARE(breaks, 1);
        keepPicture(*session, QStringLiteral("rate-end"));
        QSignalSpy closed(bench.page.get(), &RatePage::sessionClosed);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(closed.count(), 1);
        StudyStore store = StudyStore::open(bench.page->studiesFolder() / "s");
        QCOMPARE(store.status().judgements, 13);
        store.seal();
        const RevealedStudy revealed = store.reveal();
        int index = 0;
        int startedWithB = 0;
        for (const RevealedJudgement& judgement : revealed.judgements) {
            QCOMPARE(judgement.judgement.answers.front().preference, std::optional(index % 2 == 0 ? -2 : 1));
            QVERIFY(judgement.judgement.listenedSeconds.at(Side::A) >= 1.0);
            QVERIFY(judgement.judgement.listenedSeconds.at(Side::B) >= 1.0);
            QCOMPARE(judgement.judgement.firstHeard, std::optional(judgement.trial.firstHeard));
            startedWithB += judgement.trial.firstHeard == Side::B ? 1 : 0;
            const auto happened = [&](ListenEventKind kind) {
                return std::any_of(judgement.events.begin(), judgement.events.end(),
                                   [kind](const ListenEvent& event) { return event.kind == kind; });
            };
            QVERIFY(happened(ListenEventKind::Shown) && happened(ListenEventKind::Play) &&
                    happened(ListenEventKind::Switch) && happened(ListenEventKind::Seek) &&
                    happened(ListenEventKind::Answer));
            ++index;
        }
        QVERIFY(startedWithB > 0 && startedWithB < judged);
    }

    void aVoteCountsOnlyAfterBothSidesWereHeard() {
        RateBench bench(studies_.makeStudy("listening", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const std::string trial = session->desk().trial().id;
        QTest::keyClick(session, Qt::Key_Return);
        QVERIFY(!session->findChild<QLabel*>("rate-message")->text().isEmpty());  // not answered
        QTest::keyClick(session, Qt::Key_E);
        const auto heard = static_cast<std::size_t>(session->desk().sound().heard);
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(heard) >= 1.0, 20000);
        QTest::keyClick(session, Qt::Key_Return);
        QCOMPARE(session->desk().trial().id, trial);
        const QString other = heard == 0 ? QStringLiteral(" B") : QStringLiteral(" A");
        QVERIFY2(session->findChild<QLabel*>("rate-message")->text().contains(other),
                 qPrintable(session->findChild<QLabel*>("rate-message")->text()));
        keepPicture(*session, QStringLiteral("rate-listen-first"));
        judge(session, Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != trial, 20000);
    }

    void aPlaceHeardOverAndOverIsNoMoreOfTheClip() {
        RateBench bench(studies_.makeStudy("loop", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        bench.playback->setLoop(LoopRegion{0.0, 0.2});
        bench.playback->seek(0.0);
        const auto heard = static_cast<std::size_t>(session->desk().sound().heard);
        const double before = session->desk().sound().listenedSeconds.at(heard);
        QTRY_VERIFY_WITH_TIMEOUT(bench.playback->trace().heardSeconds.at(heard) >= 6.0, 20000);
        QVERIFY(session->desk().sound().listenedSeconds.at(heard) <= before + 0.21);
    }

    void loopingGoesOnInTheNextTrial() {
        RateBench bench(studies_.makeStudy("looping", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->desk().sound().looping);
        QTest::keyClick(session, Qt::Key_L);
        const std::string trial = session->desk().trial().id;
        judge(session, Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != trial, 20000);
        QVERIFY(session->desk().sound().looping);
        QVERIFY(session->desk().sound().loopText.isEmpty());
        const auto first = static_cast<std::size_t>(session->desk().sound().heard);
        const double span = session->desk().sound().spanSeconds;
        QTRY_VERIFY_WITH_TIMEOUT(bench.playback->trace().heardSeconds.at(first) > 1.5 * span, 20000);
        QVERIFY(session->desk().sound().playing);
    }

    void aLoopTooShortToHearIsRefused() {
        TrialLoop loop(30.0);
        loop.beginAt(30.0);
        QVERIFY(!loop.on() && !loop.bounds());
        loop.beginAt(12.0);
        loop.endAt(0.02);
        QCOMPARE(loop.bounds()->beginSeconds, 12.0);
        QCOMPARE(loop.region()->endSeconds, 30.0);
        loop.endAt(12.02);  // too near its beginning: from the start on
        QCOMPARE(loop.bounds()->beginSeconds, 0.0);
        QCOMPARE(loop.bounds()->endSeconds, 12.02);
    }

    void theOtherSideStartsAnewAfterTheEnd() {
        RateBench bench(studies_.makeStudy("ended", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        const int first = session->desk().sound().heard;
        const auto other = static_cast<std::size_t>(1 - first);
        QTRY_VERIFY_WITH_TIMEOUT(!session->desk().sound().playing, 20000);  // came to its end
        QCOMPARE(session->desk().sound().listenedSeconds.at(other), 0.0);
        auto* field = session->findChild<QLineEdit*>("rate-writing");
        bench.playback->switchTo(1 - first);
        QTest::qWait(100);
        QTest::keyClick(session, Qt::Key_M);  // nothing was heard of it
        QVERIFY(!field->isVisible());
        QVERIFY(session->findChild<QLabel*>("rate-message")->text().contains(QStringLiteral("Nothing was heard")));
        QTest::keyClick(session, other == 0 ? Qt::Key_1 : Qt::Key_2);
        QVERIFY(session->desk().sound().playing);
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(other) >= 1.0, 20000);
        QTest::keyClick(session, Qt::Key_M);
        QVERIFY(field->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!session->desk().sound().playing, 20000);
        QTest::keyClick(session, Qt::Key_Home);
        QTest::keyClick(session, first == 0 ? Qt::Key_1 : Qt::Key_2);
        QVERIFY(session->desk().sound().playing);
        QTest::keyClick(session, Qt::Key_Space);  // a pause is no end
        QTest::keyClick(session, other == 0 ? Qt::Key_1 : Qt::Key_2);
        QVERIFY(!session->desk().sound().playing);
    }

    void restoredAnswersAreGoneThroughOneByOne() {
        StudyDesign design = studies_.design("s");
        design.questions = {{.id = "overall", .text = "Overall?"}, {.id = "fits", .text = "Fits?"}};
        RateBench bench(studies_.makeStudy("restored", design));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        hearAll(session);
        const std::string first = session->desk().trial().id;
        QTest::keyClick(session, Qt::Key_W);
        QTest::keyClick(session, Qt::Key_W);
        QTest::keyClick(session, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id == first, 20000);
        QTest::keyClick(session, Qt::Key_E);
        QTest::keyClick(session, Qt::Key_R);
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(0));
        QCOMPARE(session->desk().draft().answers.at(1).preference, std::optional(1));
    }

    void undoAndRedoKeepTheNamesHidden() {
        RateBench bench(studies_.makeStudy("undo", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->findChild<QAbstractButton*>("rate-back")->isEnabled());
        const std::string first = session->desk().trial().id;
        judge(session, Qt::Key_W);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id == first, 20000);
        QCOMPARE(session->desk().draft().answers.at(0).preference, std::optional(-1));
        QVERIFY(session->findChild<QAbstractButton*>("rate-redo")->isVisible());
        QTest::keyClick(session, Qt::Key_Backspace, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QTest::keyClick(session, Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id == first, 20000);
        QTest::keyClick(session, Qt::Key_T);
        QTest::keyClick(session, Qt::Key_Return);  // it was heard already
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session) && session->desk().trial().id != first, 20000);
        QCOMPARE(session->store().status().judgements, 1);
        QCOMPARE(session->store().status().undone, 1);
    }

    void notesAndMarksAreNoVotes() {
        const auto heardNow = [](RateSession* session) {
            return static_cast<std::size_t>(session->desk().sound().heard);
        };
        RateBench bench(studies_.makeStudy("notes", studies_.design("s")));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        auto* field = session->findChild<QLineEdit*>("rate-writing");
        QTest::keyClick(session, Qt::Key_N);
        QVERIFY(field->isVisible() && field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("we hear a gong"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(session->desk().sound().listenedSeconds.at(heardNow(session)) > 0.0, 5000);
        QTest::qWait(100);
        QTest::keyClick(session, Qt::Key_M);
        QTest::keyClicks(field, QStringLiteral("click"));
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(session, Qt::Key_M);
        QTest::keyClicks(field, QStringLiteral("not this one"));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(session->isVisible());  // Esc left the line, not the session
        QVERIFY(session->desk().draft().answers.empty());
        QCOMPARE(session->desk().draft().note, std::string("we hear a gong"));
        QCOMPARE(session->desk().draft().marks.size(), std::size_t{1});
        QTest::keyClick(session, Qt::Key_G);
        keepPicture(*session, QStringLiteral("rate-notes"));
        const auto kept = session->store().draft("ann", session->desk().trial().id);  // on the disk already
        QVERIFY(kept && kept->note == "we hear a gong" && kept->marks.at(0).text == "click" &&
                kept->verdict == Verdict::BothBad);
        QTest::keyClick(session, Qt::Key_H);
        QCOMPARE(session->desk().draft().verdict, Verdict::CannotJudge);
    }

    void sevenStepsAndRatingsFitTheScreen() {
        StudyDesign wide = studies_.design("s");
        wide.practice = 0;
        wide.questions = {{"overall", "Overall, which do you like more?", QuestionKind::Preference, 3, true},
                          {"clip", "How good is this clip?", QuestionKind::Rating, 2, true}};
        wide.showWaveform = true;
        RateBench bench(studies_.makeStudy("wide", wide));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        for (const Qt::Key key : {Qt::Key_U, Qt::Key_R, Qt::Key_W}) {  // the next row is answered each time
            QTest::keyClick(session, key);
        }
        const std::vector<Answer> answers = session->desk().draft().answers;
        QCOMPARE(answers.at(0).preference, std::optional(3));
        QCOMPARE(answers.at(1).ratingA, std::optional(4));
        QCOMPARE(answers.at(1).ratingB, std::optional(2));
        QVERIFY(session->minimumSizeHint().width() <= 1080);
        keepPicture(*session, QStringLiteral("rate-seven"));
    }

    void abxAsksWhichOfTheTwoXIs() {
        StudyDesign abx = studies_.design("s");
        abx.kind = StudyKind::Abx;
        abx.questions = usualQuestions(StudyKind::Abx);
        abx.practice = 0;
        abx.abxTrials = 1;
        RateBench bench(studies_.makeStudy("abx", abx));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(session->findChild<QWidget*>("sideX")->isVisible());
        QVERIFY(!session->findChild<QWidget*>("rate-bothBad")->isVisible());
        keepPicture(*session, QStringLiteral("rate-abx"));
        judge(session, Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        const Judgement judged = session->store().reveal().judgements.front().judgement;
        QCOMPARE(judged.answers.front().identity, std::optional(Side::B));
        QVERIFY(judged.listenedSeconds.at(Side::X) >= 1.0);
    }

    void aClipByItselfIsRatedFromOneToFive() {
        StudyDesign mos = studies_.design("s");
        mos.kind = StudyKind::Mos;
        mos.questions = usualQuestions(StudyKind::Mos);
        mos.practice = 0;
        RateBench bench(studies_.makeStudy("mos", mos));
        RateSession* session = bench.begin("ann");
        toTrials(session);
        QTRY_VERIFY_WITH_TIMEOUT(inTrial(session), 20000);
        QVERIFY(!session->findChild<QWidget*>("sideB")->isVisible());
        keepPicture(*session, QStringLiteral("rate-mos"));
        judge(session, Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(session->store().status().judgements, 1, 20000);
        session->store().seal();
        QCOMPARE(session->store().reveal().judgements.front().judgement.answers.front().ratingA, std::optional(4));
    }
};

QTEST_MAIN(tst_RateSession)
#include "tst_RateSession.moc"
