// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/AlarmList.h"
#include "app/workbench/pages/RecipeForm.h"
#include "app/workbench/pages/RunPlots.h"
#include "app/workbench/pages/SampleGrid.h"
#include "app/workbench/pages/TrainPage.h"
#include "widgets/models/ClipDelegates.h"
#include "widgets/plots/MetricPlot.h"
#include "widgets/plots/RewardKlPlot.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <memory>

using namespace musicrl;

class tst_TrainPage : public QObject {
    Q_OBJECT
private slots:
    void init() {
        fixture_ = std::make_unique<ProjectFixture>();
        project_ = fixture_->project();
    }
    void cleanup() {
        page_.reset();
        device_.reset();
        files_.reset();
        fixture_.reset();
    }

    void showsTheRunsOfTheProject() {
        (void)fixture_->addRun("r-1", 40, 0.2, 0.6);
        (void)fixture_->addRun("r-2", 20, 0.3, 0.9);
        open();
        QTRY_COMPARE(page_->runs().rowCount(), 2);
        QCOMPARE(page_->runs().index(0, RunTableModel::Step).data().toString(), QString("40"));
        QCOMPARE(page_->plots().rewardKl().runs().size(), std::size_t(2));
        QVERIFY(page_->selectedRun().endsWith("r-2"));
        QTRY_COMPARE(page_->samples().model().rowCount(), 4);
        QCOMPARE(page_->samples().model().columnCount(), 6);
    }

    void followsARunThatAnotherProcessWrites() {
        const RunDirectory run = fixture_->addRun("r-1", 5, 0.2, 0.6);
        open();
        QTRY_COMPARE(page_->runs().rowCount(), 1);
        run.appendMetrics(ProjectFixture::metricsAt(6, 0.2, 0.6));
        ProjectFixture::addSamples(run, 6, 0.2);
        QTRY_COMPARE_WITH_TIMEOUT(page_->runs().index(0, RunTableModel::Step).data().toString(), QString("6"), 8000);
        QCOMPARE(page_->plots().rewardKl().runs()[0].rows.size(), std::size_t(6));
        QTRY_COMPARE_WITH_TIMEOUT(page_->samples().model().columnCount(), 8, 8000);
    }

    void seesRunsThatComeAndGo() {
        open();
        QTest::qWait(50);
        QCOMPARE(page_->runs().rowCount(), 0);
        QStringList failures;
        connect(files_.get(), &JobController::jobAdded, this, [&](JobHandle* job) {
            connect(job, &JobHandle::finished, this, [&](const JobOutcome& outcome) {
                if (outcome.ending == JobEnding::Failed) {
                    failures << QString::fromStdString(outcome.message);
                }
            });
        });
        auto* start = page_->findChild<QComboBox*>("startFrom");
        (void)fixture_->addRun("r-1", 20, 0.2, 0.6);
        const RunDirectory second = fixture_->addRun("r-2", 20, 0.2, 0.6);
        QTRY_COMPARE_WITH_TIMEOUT(page_->runs().rowCount(), 2, 8000);
        QTRY_VERIFY(start->findText("r-2 @ 20") >= 0);
        page_->selectRun(QString::fromStdString(second.folder().string()));
        std::filesystem::remove_all(second.folder());
        QTRY_COMPARE_WITH_TIMEOUT(page_->runs().rowCount(), 1, 8000);
        QTRY_VERIFY(start->findText("r-2 @ 20") < 0);
        QVERIFY(page_->selectedRun().endsWith("r-1"));
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join("; ")));
    }

    void playsTheSampleOfARingThatIsClicked() {
        const RunDirectory run = fixture_->addRun("r-1", 40, 0.2, 0.6);
        open();
        QTRY_COMPARE(page_->samples().model().rowCount(), 4);
        const QSignalSpy plays(&services_, &WorkbenchServices::clipActivated);
        RewardKlPlot& plot = page_->plots().rewardKl();
        plot.refreshNow();
        QTest::qWait(30);
        const auto ring = plot.ringPosition(page_->selectedRun(), 20);
        QVERIFY(ring.has_value());
        QWidget* canvas = plot.childAt(ring->toPoint());
        QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->mapFrom(&plot, ring->toPoint()));
        QTRY_COMPARE(plays.size(), 1);
        QVERIFY(plays[0][0].toString().startsWith(QString::fromStdString(run.sampleFolder(20).string())));
    }

    void comparesTwoCheckedSamples() {
        (void)fixture_->addRun("r-1", 40, 0.2, 0.6);
        open();
        QTRY_COMPARE(page_->samples().model().rowCount(), 4);
        const QSignalSpy compared(&services_, &WorkbenchServices::compareRequested);
        QTableView& table = page_->samples().table();
        auto* compare = page_->findChild<QPushButton*>("compare");
        QVERIFY(!compare->isEnabled());
        for (const int column : {1, 3}) {
            const QRect cell = table.visualRect(table.model()->index(0, column));
            QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, SampleDelegate::boxRect(cell).center());
        }
        QVERIFY(compare->isEnabled());
        QTest::keyClick(page_.get(), Qt::Key_C);
        QCOMPARE(compared.size(), 1);
        QVERIFY(compared[0][0].toString().contains("step-00000000"));
        QVERIFY(compared[0][1].toString().contains("step-00000020"));
    }

    void tellsOfAnAlarmAndOpensTheClipsThatProveIt() {
        const RunDirectory run = fixture_->addRun("r-1", 40, 0.2, 0.6);
        ProjectFixture::addAlarm(run, 20, "level", "The clips' level rose by 12.25 dB.");
        ProjectFixture::addAlarm(run, 33, "kl_budget", "The KL is beyond its limit.");
        open();
        QTRY_VERIFY(page_->alarms().isVisible());
        const QStringList words = alarmWords();
        QVERIFY2(words.contains("step 33") && words.contains("KL budget"), qPrintable(words.join("; ")));
        QVERIFY(words.contains("The clips' level rose by 12.25 dB."));
        QVERIFY(words.contains("no clips"));  // there are none of step 33
        QCOMPARE(page_->plots().rewardKl().runs()[0].alarms.size(), std::size_t(2));
        const QSignalSpy compared(&services_, &WorkbenchServices::compareRequested);
        auto* second = page_->alarms().findChild<QPushButton*>("hear-2");
        QVERIFY(second->toolTip().contains("level in dBFS: -24.5 before, -12.5 now"));
        QTest::mouseClick(page_->alarms().findChild<QPushButton*>("hear-1"), Qt::LeftButton);
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(compared.size(), 2);
        QVERIFY(compared[0][0].toString().startsWith(QString::fromStdString(run.sampleFolder(20).string())));
        QVERIFY(compared[0][1].toString().startsWith(QString::fromStdString(run.sampleFolder(0).string())));
        QVERIFY(compared[0][0] != compared[1][0]);
    }

    void hearsOfAnAlarmWhileTheRunGoesOnAndForgetsWhatIsDoneAnew() {
        const RunDirectory run = fixture_->addRun("r-1", 40, 0.2, 0.6);
        open();
        QTRY_COMPARE(page_->runs().rowCount(), 1);
        QVERIFY(!page_->alarms().isVisible());
        ProjectFixture::addAlarm(run, 30, "silence", "A third of the clips is silent.");
        QTRY_VERIFY_WITH_TIMEOUT(page_->alarms().isVisible(), 8000);
        QCOMPARE(page_->runs().rows()[0].alarms, std::size_t(1));
        run.appendEvent({{"event", "stopped"}, {"step", 30}, {"alarm", "silence"}});
        QTRY_VERIFY_WITH_TIMEOUT(alarmWords().contains("ended the run"), 8000);
        run.appendEvent({{"event", "restart"}, {"step", 20}});
        QTRY_VERIFY_WITH_TIMEOUT(!page_->alarms().isVisible(), 8000);
        QVERIFY(page_->plots().rewardKl().runs()[0].alarms.empty());
    }

    void showsAnyMetricThatARunHas() {
        (void)fixture_->addRun("r-1", 40, 0.2, 0.6);
        open();
        QTRY_COMPARE(page_->plots().rewardKl().runs().size(), std::size_t(1));
        QMenu* menu = page_->plots().findChild<QToolButton*>("rewardAxis")->menu();
        menu->popup(page_->mapToGlobal(QPoint(300, 60)));
        QStringList names;
        for (const QAction* action : menu->actions()) {
            names << action->text();
        }
        QCOMPARE(names, QStringList({"Mix", "MuLan", "MOS", "Clips"}));  // this run has no value network, no taste
        QMenu* clips = menu->actions().back()->menu();
        clips->popup(page_->mapToGlobal(QPoint(400, 60)));
        QTest::mouseClick(clips, Qt::LeftButton, {}, clips->actionGeometry(clips->actions().front()).center());
        QCOMPARE(page_->plots().rewardStep().metric().key, std::string("rollouts/diversity"));
        QVERIFY(page_->plots().findChild<QToolButton*>("rewardAxis")->text().startsWith("Diversity"));
        menu->close();
    }

    void refusesAnAlphaOutOfRange() {
        open();
        type("alpha", "2");
        click("start");
        QCOMPARE(error(), QString("The KL weight α must be a number from 0 to 1, not “2”."));
        QVERIFY(std::filesystem::is_empty(project_.runs()));
    }

    void asksForAPreferenceModelWhereTheRecipeLearnsFromOne() {
        open();
        auto* folder = page_->findChild<QLineEdit*>("preferenceModel");
        QVERIFY(!folder->isVisible());
        page_->findChild<QComboBox*>("recipe")->setCurrentText("u");
        QVERIFY(folder->isVisible());
        QCOMPARE(page_->findChild<QLineEdit*>("weight-preference")->text(), QString("1"));
        type("preferenceModel", "/taste");
        QCOMPARE(page_->form().recipe().preferenceModel, std::string("/taste"));
        QCOMPARE(page_->form().recipe().rewardWeights, (std::map<std::string, double>{{"preference", 1.0}}));
        page_->findChild<QComboBox*>("recipe")->setCurrentText("r-full");
        QVERIFY(!folder->isVisible());
        type("steps", "30");
        QCOMPARE(page_->form().recipe().selection, std::int64_t(0));
    }

    void goesOnFromTheRunThatARecipeNames() {
        open();
        choose("recipe", "ru");
        click("start");
        QCOMPARE(error(), QString("The recipe ru goes on from a run of the recipe r: choose one of its checkpoints under “Start from”."));
        (void)fixture_->addRun("r", 20, 0.2, 0.6);
        Q_EMIT services_.startPointsChanged();
        auto* start = page_->findChild<QComboBox*>("startFrom");
        QTRY_VERIFY(start->findText("r @ 20") >= 0);
        choose("recipe", "r");
        choose("recipe", "ru");
        QCOMPARE(start->currentText(), QString("r @ 20"));
        click("start");
        QVERIFY2(error().startsWith("Taste needs a preference model"), qPrintable(error()));
        type("preferenceModel", "/no/such/folder");
        click("start");
        QCOMPARE(error(), QString("There is no preference model in “/no/such/folder”: choose the folder that “musicrl preference train” wrote."));
        choose("reference", "the model as shipped");
        const Recipe recipe = page_->form().recipe();
        QVERIFY(recipe.checkpoint.ends_with("runs/r/checkpoints/step-00000020"));
        QCOMPARE(recipe.model, std::string("tiny"));
        QCOMPARE(recipe.reference, std::string("base"));
    }

    void asksForWhatTheAlgorithmNeeds() {
        open();
        auto* clips = page_->findChild<QLineEdit*>("clipsPerPrompt");
        QVERIFY(!clips->isVisible());
        choose("algorithm", "RLOO");
        QVERIFY(clips->isVisible());
        type("clipsPerPrompt", "5");
        click("start");
        QVERIFY2(error().contains("a multiple of \"clips_per_prompt\" (5)"), qPrintable(error()));
        type("clipsPerPrompt", "8");
        type("loraRank", "4");
        QCOMPARE(page_->form().recipe().clipsPerPrompt, std::int64_t(8));
        QCOMPARE(page_->form().recipe().lora.rank, std::int64_t(4));
        choose("algorithm", "PPO");
        QVERIFY(!clips->isVisible());
        type("gaeLambda", "1.5");
        click("start");
        QCOMPARE(error(), QString("GAE λ must be a number from 0 to 1, not “1.5”."));
        choose("algorithm", "DPO");
        type("pairs", "/no/pairs.jsonl");
        click("start");
        QCOMPARE(error(), QString("DPO learns from a file of judged pairs, and “/no/pairs.jsonl” is none: choose one."));
        QVERIFY(std::filesystem::is_empty(project_.runs()));
    }

    void endsARunByTheAlarmsThatAreChosen() {
        open();
        auto* budget = page_->findChild<QLineEdit*>("klBudget");
        QVERIFY(!budget->isVisible());
        QMenu* menu = button("stopOn")->menu();
        menu->popup(page_->mapToGlobal(QPoint(300, 300)));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().back()).center());
        QCOMPARE(button("stopOn")->text().trimmed(), QString("KL budget"));
        QVERIFY(budget->isVisible());
        type("klBudget", "25");
        choose("klControl", "adaptive");
        type("klTarget", "12");
        const Recipe recipe = page_->form().recipe();
        QCOMPARE(recipe.alarms.stopOn, std::vector<std::string>{"kl_budget"});
        QCOMPARE(recipe.alarms.klBudgetNats, 25.0);
        QCOMPARE(recipe.klTargetNats, 12.0);
    }

    void trainsARunAndShowsItsSteps() {
        open();
        setSmallRun("3");
        click("start");
        QTRY_COMPARE_WITH_TIMEOUT(stepOf(0), QString("3"), 60000);
        QTRY_VERIFY_WITH_TIMEOUT(button("start")->text() == "Start", 30000);
        QVERIFY2(error().isEmpty(), qPrintable(error()));
        const RunDirectory run = RunDirectory::open(project_.runs() / "r-1");
        QCOMPARE(run.recipe().batchClips, std::int64_t(2));
        QCOMPARE(run.recipe().model, std::string("tiny"));
        QTRY_VERIFY_WITH_TIMEOUT(page_->samples().model().columnCount() >= 2, 8000);
        QTRY_VERIFY(button("resume")->isVisible());
    }

    void pausesChangesAlphaAndStops() {
        open();
        setSmallRun("100000");
        click("start");
        QTRY_VERIFY_WITH_TIMEOUT(stepOf(0).toInt() >= 2, 60000);
        QVERIFY(!page_->findChild<QLineEdit*>("batch")->isEnabled());
        QVERIFY(page_->findChild<QLineEdit*>("alpha")->isEnabled());
        type("alpha", "0.125");
        QTest::keyClick(page_->findChild<QLineEdit*>("alpha"), Qt::Key_Return);
        click("checkpoint");
        QTRY_VERIFY_WITH_TIMEOUT(eventsHold("0.125"), 20000);
        QCOMPARE(button("start")->text(), QString("Pause"));
        click("start");
        QCOMPARE(button("start")->text(), QString("Go on"));
        QTRY_VERIFY_WITH_TIMEOUT(eventsHold("pause"), 20000);
        click("stopRun");
        QTRY_COMPARE_WITH_TIMEOUT(button("start")->text(), QString("Start"), 30000);
        QVERIFY2(error().isEmpty(), qPrintable(error()));
        QVERIFY(page_->findChild<QLineEdit*>("batch")->isEnabled());
        QVERIFY(!RunDirectory::open(project_.runs() / "r-1").checkpoints().empty());
    }

private:
    void open() {
        files_ = std::make_unique<JobController>("files");
        device_ = std::make_unique<JobController>("cpu");
        services_.files = files_.get();
        services_.device = device_.get();
        services_.projectFolder = project_.folder;
        page_ = std::make_unique<TrainPage>(services_);
        page_->resize(1360, 800);
        page_->show();
        QVERIFY(QTest::qWaitForWindowActive(page_.get()));
        for (QComboBox* box : page_->findChildren<QComboBox*>()) {
            if (box->accessibleName() == "Start from") {
                QTRY_VERIFY(box->findText("tiny") >= 0);
                box->setCurrentText("tiny");
            }
        }
    }
    void setSmallRun(const QString& steps) {
        type("steps", steps);
        type("batch", "2");
        type("clipSeconds", "1");
    }
    void choose(const QString& box, const QString& text) { page_->findChild<QComboBox*>(box)->setCurrentText(text); }
    QPushButton* button(const QString& name) { return page_->findChild<QPushButton*>(name); }
    void click(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    void type(const QString& field, const QString& text) {
        auto* widget = page_->findChild<QLineEdit*>(field);
        widget->setFocus();
        widget->selectAll();
        QTest::keyClicks(widget, text);
    }
    QStringList alarmWords() {
        QStringList words;
        for (const QLabel* label : page_->alarms().findChildren<QLabel*>()) {
            words << label->text();
        }
        return words;
    }
    QString stepOf(int row) { return page_->runs().index(row, RunTableModel::Step).data().toString().remove(','); }
    QString error() {
        auto* label = page_->findChild<QLabel*>("recipeError");
        return label->isVisible() ? label->text() : QString();
    }
    bool eventsHold(const std::string& text) {
        for (const Json& event : RunDirectory::open(project_.runs() / "r-1").events()) {
            if (event.dump().find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<ProjectFixture> fixture_;
    ProjectFolder project_;
    WorkbenchServices services_;
    std::unique_ptr<JobController> files_;
    std::unique_ptr<JobController> device_;
    std::unique_ptr<TrainPage> page_;
};

QTEST_MAIN(tst_TrainPage)
#include "tst_TrainPage.moc"
