// SPDX-License-Identifier: GPL-3.0-or-later
#define QT_NO_KEYWORDS  // core/study has members that are called signals
#include "app/EvaluateStudies.h"
#include "app/workbench/pages/evaluate/ResultViews.h"
#include "app/workbench/pages/evaluate/VoteList.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <cmath>
#include <map>

using namespace musicrl;

class tst_EvaluatePage : public QObject, private EvaluateStudies {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeStudies(); }

    void saysWhatIsMissingInAnEmptyProject() {
        Bench bench(fixture_->project().folder.parent_path() / "empty");
        QCOMPARE(bench.find<QLabel>("evaluateHeading")->text(), QStringLiteral("No study yet"));
        keepPicture(*bench.page, QStringLiteral("evaluate-empty"));
    }

    void tellsNothingBeforeTheSeal() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "open");
        QTRY_COMPARE_WITH_TIMEOUT(bench.find<QLabel>("evaluateHeading")->text(), QStringLiteral("Still blind"), 20000);
        QVERIFY(bench.page->evaluated() == nullptr);
        for (const QLabel* label : bench.page->findChildren<QLabel*>()) {
            QVERIFY2(!label->text().contains(QStringLiteral("tuned")), qPrintable(label->text()));
        }
        keepPicture(*bench.page, QStringLiteral("evaluate-blind"));
    }

    void showsWhatTheVotesSay() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        keepPicture(*bench.page, QStringLiteral("evaluate"));
        const EvaluatedStudy& evaluated = *bench.page->evaluated();
        const auto& names = evaluated.results.models;
        QCOMPARE(names.front(), std::string("both"));
        // Counted anew from the votes themselves, without the rater who failed the gold pairs.
        int wins = 0;
        int losses = 0;
        for (const RevealedJudgement& vote : evaluated.study.judgements) {
            const int preference = *vote.judgement.answers.front().preference;
            const bool met = (vote.a.model == names[0] && vote.b->model == names[1]) ||
                             (vote.a.model == names[1] && vote.b->model == names[0]);
            if (vote.counts() && met && vote.judgement.rater != "cy" && preference != 0) {
                const bool firstWon = (preference < 0) == (vote.a.model == names[0]);
                (firstWon ? wins : losses) += 1;
            }
        }
        const auto rate = static_cast<int>(std::lround(100.0 * wins / (wins + losses)));
        const QString shown = bench.find<WinMatrixView>("winMatrix")->textAt(0, 1);
        QVERIFY2(shown.startsWith(QStringLiteral("%1 %").arg(rate)), qPrintable(shown));
        const Interval& range = evaluated.results.questions.front().standings.pairs.front().winRate.interval;
        const QString ends =
            QStringLiteral("(%1–%2)").arg(std::lround(100.0 * range.low)).arg(std::lround(100.0 * range.high));
        QVERIFY2(shown.endsWith(ends), qPrintable(shown));
        QCOMPARE(bench.find<WinBars>("winBars")->bars().front().wins, wins);
        QVERIFY(bench.find<QLabel>("winText")->text().contains(
            QStringLiteral("2 raters: these intervals speak of other prompts")));
        QVERIFY(bench.find<QLabel>("simulatedRaters")->isVisible());
        const auto* raters = bench.find<QTableWidget>("raterTable");
        QCOMPARE(raters->item(2, 0)->text(), QStringLiteral("cy, excluded"));
        QVERIFY(!raters->item(2, 0)->toolTip().isEmpty());
        QCOMPARE(bench.find<AccuracyBars>("signals")->bars().size(), std::size_t{2});
        QVERIFY(bench.find<QLabel>("agreementText")->text().startsWith(QStringLiteral("Krippendorff")));
        QCOMPARE(bench.find<IntervalPlot>("biases")->rows().size(), std::size_t{3});
        QVERIFY(bench.find<QPlainTextEdit>("methods")->toPlainText().contains(QStringLiteral("prompts")));
    }

    void showsHowOftenXWasToldRight() {
        int given = 0;
        makeOther("abx", StudyKind::Abx, [&](const PlannedTrial& trial, const StudyPlan&) {
            const bool right = given++ % 4 != 0;  // 15 of 20
            const Side other = trial.answer == Side::A ? Side::B : Side::A;
            Answer answer;
            answer.identity = right ? *trial.answer : other;
            return answer;
        });
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "abx");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const auto* plot = bench.find<IntervalPlot>("abx");
        QCOMPARE(plot->rows().size(), std::size_t{1});
        QCOMPARE(plot->rows().front().label, QStringLiteral("base or tuned"));
        // R 4.2: binom.test(15, 20, alternative = "greater")
        QVERIFY2(plot->rows().front().text.startsWith(QStringLiteral("15 of 20, p = 0.021")),
                 qPrintable(plot->rows().front().text));
        QCOMPARE(plot->rows().front().value, 0.75);
        QVERIFY(!bench.find<WinMatrixView>("winMatrix")->isVisible());
        QVERIFY(!bench.find<IntervalPlot>("biases")->isVisible());
        QVERIFY(!bench.find<QPushButton>("trainTaste")->isVisible());
        QVERIFY(bench.find<QLabel>("simulatedRaters")->isVisible());
        QVERIFY(bench.find<QPlainTextEdit>("methods")->toPlainText().contains(QStringLiteral("exact binomial test")));
        Q_EMIT bench.page->findChild<IntervalPlot*>("abx")->rowClicked(0);
        QCOMPARE(bench.page->votes().count(), 20);
        const auto* votes = bench.find<QTableWidget>("votes");
        int rightly = 0;
        for (int row = 0; row < votes->rowCount(); ++row) {
            rightly += votes->item(row, 0)->text().contains(QStringLiteral("rightly")) ? 1 : 0;
        }
        QCOMPARE(rightly, 15);
        keepPicture(*bench.page, QStringLiteral("evaluate-abx"));
    }

    void showsMeanOpinionsOfSingleClips() {
        std::map<std::string, std::size_t> given;
        makeOther("mos", StudyKind::Mos, [&](const PlannedTrial& trial, const StudyPlan& plan) {
            const std::string& model = plan.clips.at(trial.clips.front()).model;
            const std::vector<int> scores = model == "tuned" ? std::vector{5, 4, 4, 5, 3, 4, 5, 5, 4, 4}
                                                             : std::vector{2, 3, 1, 2, 3, 2, 4, 1, 3, 2};
            Answer answer;
            answer.ratingA = scores.at(given[model]++);
            return answer;
        });
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "mos");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const auto* means = bench.find<IntervalPlot>("means");
        QCOMPARE(means->rows().size(), std::size_t{2});
        QCOMPARE(means->rows()[0].label, QStringLiteral("tuned"));
        QCOMPARE(means->rows()[0].value, 4.3);  // R 4.2: mean, sd
        QVERIFY2(means->rows()[0].hint.contains(QStringLiteral("10 scores, deviation 0.67")),
                 qPrintable(means->rows()[0].hint));
        QCOMPARE(means->rows()[1].value, 2.3);
        QVERIFY2(means->rows()[1].hint.contains(QStringLiteral("deviation 0.95")), qPrintable(means->rows()[1].hint));
        QVERIFY(!bench.find<IntervalPlot>("strength")->isVisible());
        QVERIFY(!bench.find<WinMatrixView>("winMatrix")->isVisible());
        Q_EMIT bench.page->findChild<IntervalPlot*>("means")->rowClicked(0);
        QCOMPARE(bench.page->votes().count(), 10);
        const std::filesystem::path folder = fixture_->project().folder.parent_path() / "mos-report";
        writeReport(bench, folder);
        QVERIFY(std::filesystem::exists(folder / "opinions.csv"));
        QVERIFY(bench.find<QTableWidget>("raterTable")->isVisible());
        keepPicture(*bench.page, QStringLiteral("evaluate-mos"));
    }

    void strengthsHaveThreeScales() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const auto* plot = bench.find<IntervalPlot>("strength");
        const double davidson = plot->rows().front().value;
        bench.find<QComboBox>("strengthScale")->setCurrentIndex(2);
        QVERIFY(std::abs(plot->rows().front().value - (1000.0 + 400.0 / std::log(10.0) * davidson)) < 1.0);
    }

    void theMethodsParagraphCanBeReadOnASmallScreen() {
        Bench bench(fixture_->project().folder);
        bench.page->resize(1216, 660);  // of a window of 1280 by 800
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        QTest::qWait(50);
        const auto* methods = bench.find<QPlainTextEdit>("methods");
        QVERIFY2(methods->viewport()->height() >= 6 * methods->fontMetrics().height(),
                 qPrintable(QStringLiteral("%1 of %2 (least %3), a line %4")
                                .arg(methods->viewport()->height())
                                .arg(methods->height())
                                .arg(methods->minimumHeight())
                                .arg(methods->fontMetrics().height())));
    }
};

QTEST_MAIN(tst_EvaluatePage)
#include "tst_EvaluatePage.moc"
