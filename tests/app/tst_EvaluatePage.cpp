// SPDX-License-Identifier: GPL-3.0-or-later
#define QT_NO_KEYWORDS  // core/study has members that are called signals
#include "app/Pictures.h"
#include "app/ProjectFixture.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/RecipeForm.h"
#include "app/workbench/pages/TrainPage.h"
#include "app/workbench/pages/evaluate/EvaluatePage.h"
#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "app/workbench/pages/evaluate/ResultViews.h"
#include "app/workbench/pages/evaluate/StrengthCard.h"
#include "app/workbench/pages/evaluate/TasteCard.h"
#include "app/workbench/pages/evaluate/VoteList.h"
#include "app/workbench/pages/evaluate/WinCard.h"
#include "base/AtomicFile.h"
#include "playback/Player.h"
#include "study/CreateStudy.h"
#include "tasks/SystemReport.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <filesystem>
#include <functional>
#include <set>

using namespace musicrl;

namespace {

const std::vector<std::string> models = {"base", "tuned", "both"};  // the later, the better

std::size_t rankOf(const std::string& model) {
    return static_cast<std::size_t>(std::find(models.begin(), models.end(), model) - models.begin());
}

/// What a rater of the tests says of two clips: mostly for the better model, now and then against it or a tie, as the
/// trial's id has it. These raters are programs, and their profiles say so.
int preferenceOf(const PlannedTrial& trial, const StudyPlan& plan) {
    const std::size_t a = rankOf(plan.clips.at(trial.clips[0]).model);
    const std::size_t b = rankOf(plan.clips.at(trial.clips[1]).model);
    const std::size_t chance = std::hash<std::string>{}(trial.comparison + trial.rater) % 10;
    if (chance == 0) {
        return 0;
    }
    const int better = a > b ? -1 : 1;
    return chance <= 2 ? -better : (chance <= 5 ? 2 * better : better);
}

}  // namespace

class tst_EvaluatePage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ProjectFixture> fixture_;
    std::filesystem::path studies_;

    struct Bench {
        Player player;
        JobController files{QStringLiteral("files")};
        JobController device{QStringLiteral("cpu")};
        WorkbenchServices services;
        std::unique_ptr<EvaluatePage> page;

        explicit Bench(const std::filesystem::path& folder) {
            services.player = &player;
            services.files = &files;
            services.device = &device;
            services.projectFolder = folder;
            page = std::make_unique<EvaluatePage>(services);
            page->resize(1376, 788);
            page->show();
        }
        ~Bench() { page.reset(); }
        template <typename T>
        T* find(const char* name) const {
            return page->findChild<T*>(QString::fromLatin1(name));
        }
    };

    void makeStudy(const std::string& id, bool sealed) const {
        StudyDesign design;
        design.name = id;
        for (const std::string& model : models) {
            design.models.push_back({model, fixture_->project().folder.parent_path() / "made" / model});
        }
        design.questions = {{"overall", "Overall, which do you like more?", QuestionKind::Preference, 2, true},
                            {"fits", "Which fits the text better?", QuestionKind::Preference, 2, true}};
        design.raters = {"ann", "bob", "cy"};
        design.repeats = 4;
        design.noisyGold = 4;
        design.minimumListeningSeconds = 0.5;
        design.screening.minimumGold = 0.6;
        StudyStore store = createStudy(design, studies_ / id, [](std::size_t, std::size_t) {});
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        for (const std::string& rater : design.raters) {
            RaterProfile profile;
            profile.pseudonym = rater;
            profile.simulated = true;
            store.saveProfile(profile);
            vote(store, plan, rater);
        }
        if (sealed) {
            store.seal();
        }
    }

    /// A sealed study of another kind, of two models on ten prompts, each of whose trials gets the answer that \p said
    /// makes of it; the rater is a program.
    void makeOther(const std::string& id, StudyKind kind,
                   const std::function<Answer(const PlannedTrial&, const StudyPlan&)>& said) const {
        StudyDesign design;
        design.name = id;
        design.kind = kind;
        for (const char* model : {"base", "tuned"}) {
            design.models.push_back({model, fixture_->project().folder.parent_path() / "made" / model, {}});
        }
        design.questions = usualQuestions(kind);
        design.raters = {"simulated-ann"};
        design.abxTrials = 2;
        design.minimumListeningSeconds = 0.5;
        StudyStore store = createStudy(design, studies_ / id, [](std::size_t, std::size_t) {});
        const StudyPlan plan = makeStudyPlan(design, findStudyClips(design));
        RaterProfile profile;
        profile.pseudonym = "simulated-ann";
        profile.simulated = true;
        store.saveProfile(profile);
        while (const std::optional<Trial> trial = store.currentTrial("simulated-ann")) {
            Judgement judgement;
            judgement.trial = trial->id;
            judgement.rater = "simulated-ann";
            judgement.answers = {said(plan.trial(trial->id), plan)};
            judgement.answers.front().question = trial->questions.front().id;
            for (const TrialClip& clip : trial->clips) {
                judgement.listenedSeconds[clip.side] = clip.seconds;
            }
            store.record(judgement);
        }
        store.seal();
    }

    static void writeReport(const Bench& bench, const std::filesystem::path& folder) {
        QTest::mouseClick(bench.find<QPushButton>("exportReport"), Qt::LeftButton);
        bench.find<QLineEdit>("reportFolder")->setText(QString::fromStdString(folder.string()));
        QTest::mouseClick(bench.find<QPushButton>("writeReport"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.find<QPushButton>("showReport")->isVisible(), 60000);
    }

    static void vote(StudyStore& store, const StudyPlan& plan, const std::string& rater) {
        while (const std::optional<Trial> trial = store.currentTrial(rater)) {
            const PlannedTrial& planned = plan.trial(trial->id);
            int preference =
                planned.role == TrialRole::Gold ? (planned.answer == Side::A ? -2 : 2) : preferenceOf(planned, plan);
            if (planned.role == TrialRole::Gold && rater == "cy") {
                preference = -preference;  // who does not listen is left out
            }
            Judgement judgement;
            judgement.trial = trial->id;
            judgement.rater = rater;
            for (const Question& question : trial->questions) {
                judgement.answers.push_back(
                    {.question = question.id, .preference = preference, .ratingA = {}, .ratingB = {}, .identity = {}});
            }
            judgement.listenedSeconds = {{Side::A, 3.0}, {Side::B, 3.0}};
            judgement.gainsDb = {{Side::A, -1.0}, {Side::B, 0.0}};
            judgement.firstHeard = Side::A;
            judgement.spentSeconds = 9.0;
            store.record(judgement);
        }
    }

private Q_SLOTS:
    void initTestCase() {
        prepareEngine(1);
        applyTheme(*qApp, ThemeKind::Dark);
        fixture_ = std::make_unique<ProjectFixture>();
        studies_ = fixture_->project().folder / "studies";
        const std::vector<std::string> prompts = {
            "calm lo-fi piano loop", "sad orchestral ballad", "fast jazz trio",    "reggae groove with organ",
            "upbeat work-out music", "slow ambient pads",     "folk guitar, warm", "hard techno, 140 bpm",
            "brass fanfare",         "solo cello, slow"};
        for (std::size_t model = 0; model < models.size(); ++model) {
            for (std::size_t i = 0; i < prompts.size(); ++i) {
                const double noise = 0.1 * static_cast<double>((7 * i + 3 * model) % 5);
                ProjectFixture::writeClip(
                    fixture_->project().folder.parent_path() / "made" / models[model] / (slug(prompts[i]) + ".flac"),
                    {prompts[i], 2.0, 41 + i, 0.3 + 0.1 * static_cast<double>(model) + noise,
                     3.2 + 0.3 * static_cast<double>(model), ""});
            }
        }
        makeStudy("open", false);
        makeStudy("three-models", true);
    }

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

QTEST_MAIN(tst_EvaluatePage)
#include "tst_EvaluatePage.moc"
