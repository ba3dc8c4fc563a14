// SPDX-License-Identifier: GPL-3.0-or-later
#define QT_NO_KEYWORDS  // core/study has members that are called signals
#include "app/EvaluateStudies.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/RecipeForm.h"
#include "app/workbench/pages/TrainPage.h"
#include "app/workbench/pages/evaluate/ResultCards.h"
#include "app/workbench/pages/evaluate/ResultViews.h"
#include "app/workbench/pages/evaluate/StrengthCard.h"
#include "app/workbench/pages/evaluate/TasteCard.h"
#include "app/workbench/pages/evaluate/VoteList.h"
#include "app/workbench/pages/evaluate/WinCard.h"
#include "base/AtomicFile.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>
#include <cmath>
#include <set>

using namespace musicrl;

class tst_EvaluateActions : public QObject, private EvaluateStudies {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeStudies(); }

    void everyNumberCanBeHeard() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        QTest::qWait(50);
        auto* matrix = bench.find<WinMatrixView>("winMatrix");
        QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(0, 2).center());
        QVERIFY(bench.page->votes().isVisible());
        QCOMPARE(bench.page->votes().count(), 20);  // 10 prompts, 2 raters who count
        QTest::qWait(50);
        keepPicture(*bench.page, QStringLiteral("evaluate-votes"));
        QSignalSpy opened(&bench.services, &WorkbenchServices::compareRequested);
        auto* table = bench.find<QTableWidget>("votes");
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualItemRect(table->item(1, 0)).center());
        QCOMPARE(opened.count(), 1);
        for (int side = 0; side < 2; ++side) {
            const std::filesystem::path clip = opened.first().at(side).toString().toStdString();
            QVERIFY(std::filesystem::exists(clip));
            const std::string model = clip.parent_path().filename().string();
            QVERIFY(model == "both" || model == "base");
        }
        auto* signals_ = bench.find<AccuracyBars>("signals");
        QTest::mouseClick(signals_, Qt::LeftButton, {}, QPoint(20, 20));
        const SignalAccuracy& best = bench.page->evaluated()->results.questions.front().signals.front();
        const double misses = (1.0 - best.accuracy.accuracy.value) * static_cast<double>(best.accuracy.votes);
        QVERIFY(std::abs(bench.page->votes().count() - misses) <= 3.0);  // equal signals are half a miss
        auto* raters = bench.find<QTableWidget>("raterTable");
        QTest::mouseClick(raters->viewport(), Qt::LeftButton, {}, raters->visualItemRect(raters->item(0, 0)).center());
        QCOMPARE(bench.page->votes().count(), 30);  // of 3 pairs of models and 10 prompts
        QTest::mouseClick(bench.page->findChild<QAbstractButton*>("closeVotes"), Qt::LeftButton);
        QVERIFY(!bench.page->votes().isVisible());
    }

    void votesTakeThePlaceOfTheOtherColumn() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        QVERIFY(QTest::qWaitForWindowActive(bench.page.get()));
        const auto placeOf = [&](QWidget* widget) {
            return QRect(widget->mapTo(bench.page.get(), QPoint(0, 0)), widget->size());
        };
        auto* wins = qobject_cast<QWidget*>(bench.page->findChild<WinCard*>());
        auto* strength = qobject_cast<QWidget*>(bench.page->findChild<StrengthCard*>());
        const QRect winsBefore = placeOf(wins);
        auto* matrix = bench.find<WinMatrixView>("winMatrix");
        QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(0, 2).center());
        bench.page->resize(1216, 660);
        QTest::qWait(50);
        const QRect right = placeOf(&bench.page->votes());
        QCOMPARE(right.left(), placeOf(strength).left());
        QCOMPARE(right.width(), placeOf(strength).width());
        QVERIFY(!right.intersects(placeOf(wins)));
        QCOMPARE(placeOf(wins).left(), winsBefore.left());
        QTest::keyClick(bench.page.get(), Qt::Key_Escape);
        QVERIFY(!bench.page->votes().isVisible());
        Q_EMIT bench.find<IntervalPlot>("strength")->rowClicked(0);
        QVERIFY(bench.page->votes().isVisible());
        QCOMPARE(placeOf(&bench.page->votes()).left(), placeOf(wins).left());
        QVERIFY(!placeOf(&bench.page->votes()).intersects(placeOf(strength)));
    }

    void theReportIsAFolder() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const std::filesystem::path folder = fixture_->project().folder.parent_path() / "new" / "report";
        writeReport(bench, folder);
        for (const char* file : {"report.md", "judgements.csv", "figures/study-wins.csv", "figures/study-wins.svg"}) {
            QVERIFY2(std::filesystem::exists(folder / file), file);
        }
        QVERIFY(!std::filesystem::exists(folder / "notes.csv"));
        const auto* message = bench.find<QLabel>("reportMessage");
        QCOMPARE(message->text(), QStringLiteral("Written to %1.").arg(QString::fromStdString(folder.string())));
        QVERIFY(bench.find<QPushButton>("showReport")->isVisible());
        keepPicture(*bench.find<QDialog>("reportDialog"), QStringLiteral("evaluate-report"));
    }

    void aReportUnderWayIsNotLeft() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const std::filesystem::path folder = fixture_->project().folder.parent_path() / "unhurried";
        QTest::mouseClick(bench.find<QPushButton>("exportReport"), Qt::LeftButton);
        auto* dialog = bench.find<QDialog>("reportDialog");
        bench.find<QLineEdit>("reportFolder")->setText(QString::fromStdString(folder.string()));
        QTest::mouseClick(bench.find<QPushButton>("writeReport"), Qt::LeftButton);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QPushButton>("showReport")->isVisible(), 60000);
        QVERIFY(std::filesystem::exists(folder / "figures" / "study-wins.svg"));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }

    void theReportsFolderIsToldBeforeItIsWritten() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        QTest::mouseClick(bench.find<QPushButton>("exportReport"), Qt::LeftButton);
        auto* folder = bench.find<QLineEdit>("reportFolder");
        QCOMPARE(folder->text(), QString::fromStdString((studies_ / "three-models" / "report").string()));
        const auto* message = bench.find<QLabel>("reportMessage");
        const auto* write = bench.find<QPushButton>("writeReport");
        QVERIFY2(message->text().endsWith(QStringLiteral("is new and will be made.")), qPrintable(message->text()));
        folder->setText(QStringLiteral("studies"));  // below the project
        QVERIFY2(message->text().contains(QStringLiteral("is not empty")), qPrintable(message->text()));
        folder->setText(QStringLiteral("studies/three-models/study.sqlite"));
        QVERIFY2(message->text().startsWith(QStringLiteral("There is a file")), qPrintable(message->text()));
        QVERIFY(!write->isEnabled());
        folder->setText(QStringLiteral(" "));
        QVERIFY(!write->isEnabled());
    }

    void clipsWithoutScoresAreScoredHere() {
        const std::filesystem::path made = fixture_->project().folder.parent_path() / "made";
        for (const auto& file : std::filesystem::recursive_directory_iterator(made)) {
            if (file.path().extension() == ".flac") {
                ClipRecord record = readClipRecord(file.path());
                record.scores.reset();
                writeClipRecord(file.path(), record);
            }
        }
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        QVERIFY(bench.find<AccuracyBars>("signals")->bars().empty());
        QVERIFY(bench.find<QLabel>("signalText")->text().contains(QStringLiteral("no scores yet")));
        keepPicture(*bench.page, QStringLiteral("evaluate-unscored"));
        QTest::mouseClick(bench.find<QPushButton>("scoreStudy"), Qt::LeftButton);
        QVERIFY(!bench.find<QPushButton>("scoreStudy")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.find<AccuracyBars>("signals")->bars().empty(), 120000);
        QVERIFY(!bench.find<QPushButton>("scoreStudy")->isVisible());
        const ClipRecord record = readClipRecord(made / "both" / "folk-guitar-warm.flac");
        QVERIFY(record.scores.has_value() && record.scores->find("mulan") != nullptr);
    }

    void whatChangedWhileAnotherPageWasShownIsSeenOnReturn() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        const EvaluatedStudy* before = bench.page->evaluated();
        bench.page->hide();
        Q_EMIT bench.page->findChild<ResultCards*>()->signalsChanged();
        bench.page->show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != before, 60000);
        QVERIFY(bench.page->evaluated() != nullptr);
    }

    void aTrainingSpeaksOnlyOfTheStudyItIsFrom() {
        Bench bench(fixture_->project().folder);
        bench.page->showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->evaluated() != nullptr, 60000);
        bench.services.projectFolder = fixture_->project().folder.parent_path() / "tastes";
        std::filesystem::create_directories(bench.services.projectFolder / "studies");
        std::filesystem::copy(studies_ / "three-models", bench.services.projectFolder / "studies" / "three-models",
                              std::filesystem::copy_options::recursive);
        const auto trained = std::make_shared<const EvaluatedStudy>(*bench.page->evaluated());
        auto other = std::make_shared<EvaluatedStudy>(*trained);
        other->study.id = "three";  // the other one's name begins with it
        TasteCard card(bench.services);
        card.showStudy(trained, "overall");
        card.train({"tiny", 1});
        card.showStudy(other, "overall");
        const auto* text = card.findChild<QLabel*>("tasteText");
        QVERIFY2(text->text().contains(QStringLiteral("“three-models”")), qPrintable(text->text()));
        const auto* start = card.findChild<QPushButton*>("trainTaste");
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 120000);
        QVERIFY(card.model().empty());
        QVERIFY2(text->text().isEmpty(), qPrintable(text->text()));
        card.showStudy(trained, "overall");
        QCOMPARE(card.model(), bench.services.projectFolder / "preference" / "three-models" / "overall" / "1");
    }

    void votesBecomeAPreferenceModelAndARun() {
        MainWindow window(fixture_->project());
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        Q_EMIT window.services().evaluateRequested(QString::fromStdString((studies_ / "three-models").string()));
        QCOMPARE(window.pageName(), QStringLiteral("evaluate"));
        EvaluatePage& page = window.evaluatePage();
        QTRY_VERIFY_WITH_TIMEOUT(page.evaluated() != nullptr, 60000);
        QVERIFY(
            window.findChild<QLabel*>("crumbs")->text().startsWith(QStringLiteral("Evaluate › three-models · sealed")));
        QVERIFY(!page.findChild<QPushButton*>("startU")->isVisible());
        QTest::mouseClick(page.findChild<QPushButton*>("trainTaste"), Qt::LeftButton);
        auto* dialog = page.findChild<QDialog*>("tasteDialog");
        QVERIFY(dialog != nullptr);
        dialog->findChild<QComboBox*>("tasteModel")->setCurrentText(QStringLiteral("tiny"));
        dialog->findChild<QLineEdit*>("tasteEpochs")->setText(QStringLiteral("1"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("tasteStart"), Qt::LeftButton);
        auto* start = page.findChild<QPushButton*>("startU");
        QTRY_VERIFY_WITH_TIMEOUT(start->isVisible(), 120000);
        const QString foretold = page.findChild<QLabel*>("tasteText")->text();
        QVERIFY2(foretold.contains(QStringLiteral("held-out vote")), qPrintable(foretold));
        QVERIFY2(foretold.contains(QStringLiteral("nothing yet")), qPrintable(foretold));  // of so few votes
        // What the new model says of held-out prompts, and of nothing else, stands beside the other signals.
        QTRY_COMPARE_WITH_TIMEOUT(page.findChild<AccuracyBars*>("signals")->bars().size(), std::size_t{3}, 60000);
        const EvaluatedStudy& evaluated = *page.evaluated();
        const auto& signals_ = evaluated.results.questions.front().signals;
        const auto held = std::find_if(signals_.begin(), signals_.end(), [](const SignalAccuracy& each) {
            return each.signal == "preference of overall, held out";
        });
        QVERIFY(held != signals_.end());
        const Json split =
            readJsonFile(fixture_->project().folder / "preference" / "three-models" / "overall" / "1" / "split.json");
        const auto prompts = split.at("held_out").get<std::set<std::string>>();
        const auto decisive = std::count_if(
            evaluated.study.judgements.begin(), evaluated.study.judgements.end(), [&](const RevealedJudgement& vote) {
                return vote.counts() && vote.judgement.rater != "cy" && prompts.contains(vote.trial.prompt) &&
                       *vote.judgement.answers.front().preference != 0;
            });
        QCOMPARE(held->accuracy.votes, decisive);
        const auto bars = page.findChild<AccuracyBars*>("signals")->bars();
        QVERIFY(std::any_of(bars.begin(), bars.end(), [&](const AccuracyBar& bar) {
            return bar.name == QStringLiteral("Preference model of “overall”, %1 held-out votes").arg(decisive);
        }));
        // The line is as full when the study is chosen again.
        const QString full = page.findChild<QLabel*>("tasteText")->text();
        QVERIFY2(full.contains(QStringLiteral("%1 held-out vote").arg(decisive)), qPrintable(full));
        page.showStudy(studies_ / "open");
        QTRY_COMPARE_WITH_TIMEOUT(page.findChild<QLabel*>("evaluateHeading")->text(), QStringLiteral("Still blind"),
                                  20000);
        page.showStudy(studies_ / "three-models");
        QTRY_VERIFY_WITH_TIMEOUT(page.evaluated() != nullptr, 60000);
        QCOMPARE(page.findChild<QLabel*>("tasteText")->text(), full);
        keepPicture(window, QStringLiteral("evaluate-window"));
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(window.pageName(), QStringLiteral("train"));
        QCOMPARE(window.findChild<QComboBox*>("recipe")->currentText(), QStringLiteral("u"));
        const Recipe recipe = window.trainPage().form().recipe();
        QCOMPARE(recipe.preferenceModel,
                 (fixture_->project().folder / "preference" / "three-models" / "overall" / "1").string());
        QVERIFY(std::filesystem::exists(std::filesystem::path(recipe.preferenceModel) / "model.safetensors"));
    }
};

QTEST_MAIN(tst_EvaluateActions)
#include "tst_EvaluateActions.moc"
