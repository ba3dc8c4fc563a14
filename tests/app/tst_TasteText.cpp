// SPDX-License-Identifier: GPL-3.0-or-later
#define QT_NO_KEYWORDS  // core/study has members that are called signals
#include "app/workbench/pages/evaluate/TasteText.h"
#include "study/results/HeldOutSignal.h"

#include <QTest>
#include <limits>

using namespace musicrl;

class tst_TasteText : public QObject {
    Q_OBJECT

private:
    static Json trained(int decisive, double accuracy) {
        return {{"heldout", {{"decisive", decisive}, {"accuracy", accuracy}}},
                {"baselines", {{"mulan", {{"decisive", decisive}, {"accuracy", 0.5}}}}}};
    }

    static StudyResults heldOut(std::int64_t votes, double share, Interval interval) {
        StudyResults results;
        QuestionResults question;
        question.question.id = "overall";
        SignalAccuracy signal;
        signal.signal = heldOutName("overall");
        signal.accuracy = {votes, {share, interval}};
        question.signals = {signal};
        results.questions = {question};
        return results;
    }

private Q_SLOTS:
    void countsTheVotesAndSaysWhenTheyAreTooFew() {
        // R 4.2: binom.test(1, 1), binom.test(9, 10)
        QCOMPARE(tasteText(trained(1, 1.0), {}, "overall"),
                 QStringLiteral("foretells 100.0 % of 1 held-out vote (95 %: 2.5 to 100.0 %; of the same votes "
                                "MuLan 50.0 %). So few votes say nothing yet."));
        QVERIFY(tasteText(trained(10, 0.9), {}, "overall")
                    .startsWith(QStringLiteral("foretells 90.0 % of 10 held-out votes (95 %: 55.5 to 99.7 %")));
    }

    void saysWhenGuessingWouldDoAsWell() {
        // R 4.2: binom.test(25, 46), binom.test(35, 46)
        const QString guessed = tasteText(trained(46, 25.0 / 46.0), {}, "overall");
        QVERIFY2(guessed.contains(QStringLiteral("54.3 % of 46 held-out votes (95 %: 39.0 to 69.1 %")),
                 qPrintable(guessed));
        QVERIFY(guessed.endsWith(QStringLiteral("That says nothing yet: guessing, 50 %, is within the interval.")));
        const QString known = tasteText(trained(46, 35.0 / 46.0), {}, "overall");
        QVERIFY2(known.contains(QStringLiteral("(95 %: 61.2 to 87.4 %")), qPrintable(known));
        QVERIFY(!known.contains(QStringLiteral("nothing yet")));
    }

    void takesTheStudysIntervalWhereItIsOfTheSameVotes() {
        const StudyResults same = heldOut(46, 0.7174, {0.121, 1.0});
        QVERIFY(tasteText(trained(46, 33.0 / 46.0), same, "overall").contains(QStringLiteral("12.1 to 100.0 %")));
        const StudyResults older = heldOut(40, 0.6, {0.2, 0.9});  // of a model trained before
        QVERIFY(tasteText(trained(46, 33.0 / 46.0), older, "overall").contains(QStringLiteral("56.5 to 84.0 %")));
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const StudyResults onePrompt = heldOut(46, 0.7174, {nan, nan});
        QVERIFY(tasteText(trained(46, 33.0 / 46.0), onePrompt, "overall").contains(QStringLiteral("56.5 to 84.0 %")));
    }

    void isSilentOfTrainingsThatMeasuredNothing() {
        QVERIFY(tasteText(Json(), {}, "overall").isEmpty());
        QVERIFY(tasteText({{"heldout", {{"decisive", 0}, {"accuracy", nullptr}}}}, {}, "overall").isEmpty());
    }
};

QTEST_MAIN(tst_TasteText)
#include "tst_TasteText.moc"
