// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/RecipeForm.h"
#include "app/workbench/pages/RunPlots.h"
#include "app/workbench/pages/SampleGrid.h"
#include "app/workbench/pages/TrainPage.h"
#include "widgets/models/ClipDelegates.h"
#include "widgets/plots/RewardKlPlot.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
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
    QPushButton* button(const QString& name) { return page_->findChild<QPushButton*>(name); }
    void click(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }
    void type(const QString& field, const QString& text) {
        auto* widget = page_->findChild<QLineEdit*>(field);
        widget->setFocus();
        widget->selectAll();
        QTest::keyClicks(widget, text);
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
