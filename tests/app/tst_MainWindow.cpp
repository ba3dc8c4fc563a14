// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/ClipListView.h"
#include "app/workbench/pages/GenerateForm.h"
#include "app/workbench/pages/GeneratePage.h"
#include "app/workbench/pages/TrainPage.h"
#include "tasks/SystemReport.h"
#include "widgets/jobs/JobDrawer.h"
#include "widgets/jobs/JobStatusBar.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QLabel>
#include <QLockFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <memory>

using namespace musicrl;

class tst_MainWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        prepareEngine(1);  // two threads that spin for each other are slow on a busy machine
        applyTheme(*qApp, ThemeKind::Dark);
    }
    void init() {
        fixture_ = std::make_unique<ProjectFixture>();
        window_ = std::make_unique<MainWindow>(fixture_->project());
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() {
        window_.reset();
        fixture_.reset();
    }

    void hasTheBuiltPagesInItsRail() {
        QStringList texts;
        for (QToolButton* button : window_->findChildren<QToolButton*>()) {
            if (button->property("role").toString() == "railButton") {
                texts << button->text();
            }
        }
        QCOMPARE(texts, QStringList({"Library", "Generate", "Listen", "Rate", "Train", "Evaluate", "Jobs"}));
    }

    void showsPagesByClickAndKey() {
        QCOMPARE(window_->pageName(), QString("generate"));
        QTest::mouseClick(window_->findChild<QToolButton*>("rail-train"), Qt::LeftButton);
        QCOMPARE(window_->pageName(), QString("train"));
        QTest::keyClick(window_.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window_->pageName(), QString("listen"));
        QVERIFY(window_->findChild<QToolButton*>("rail-listen")->isChecked());
        QVERIFY(!window_->findChild<QToolButton*>("rail-train")->isChecked());
    }

    void opensAndClosesTheJobs() {
        auto* drawer = window_->findChild<JobDrawer*>();
        QVERIFY(!drawer->isVisible());
        QTest::mouseClick(window_->findChild<QToolButton*>("rail-jobs"), Qt::LeftButton);
        QVERIFY(drawer->isVisible());
        QTest::keyClick(window_.get(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY(!drawer->isVisible());
    }

    void changesItsTheme() {
        const QColor before = window_->grab().toImage().pixelColor(200, 60);
        QTest::keyClick(window_.get(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(currentTheme().kind, ThemeKind::Light);
        QVERIFY(window_->grab().toImage().pixelColor(200, 60).lightness() > before.lightness() + 100);
        QTest::keyClick(window_.get(), Qt::Key_T, Qt::ControlModifier);
    }

    void showsTheListenPageForAComparison() {
        const auto clips = fixture_->project().clips();
        ProjectFixture::writeClip(clips / "a.flac", {});
        ProjectFixture::writeClip(clips / "b.flac", {});
        Q_EMIT window_->services().compareRequested(QString::fromStdString((clips / "a.flac").string()), QString::fromStdString((clips / "b.flac").string()));
        QCOMPARE(window_->pageName(), QString("listen"));
    }

    void makesAClipWhileATrainingGoesOn() {
        Recipe recipe;
        recipe.model = "tiny";
        recipe.steps = 1'000'000;
        recipe.batchClips = 2;
        recipe.clipSeconds = 1.0;
        const QString run = window_->trainPage().startRun(recipe);
        const auto rowsOf = [this] { return window_->trainPage().runs().rowCount() > 0 ? window_->trainPage().runs().rows()[0].step : 0; };
        QTRY_VERIFY_WITH_TIMEOUT(rowsOf() >= 1, 60000);
        GenerateConfig config;
        config.model = "tiny";
        config.prompts = {{"p", "calm piano", 1.0, 3}};
        config.outFolder = fixture_->project().clips();
        window_->generatePage().generate(config);
        QTRY_COMPARE_WITH_TIMEOUT(window_->generatePage().clips().model().rows().size(), std::size_t(1), 60000);
        const std::int64_t before = rowsOf();
        QTRY_VERIFY_WITH_TIMEOUT(rowsOf() > before, 30000);
        QVERIFY(window_->hasRunningJobs());
        const auto pills = window_->findChild<JobStatusBar*>()->findChildren<QPushButton*>();
        QVERIFY(!pills.isEmpty());
        QVERIFY(pills[0]->text().contains("RL run “r-1”"));
        QVERIFY(run.endsWith("r-1"));
    }

    void saysWhatItRunsOn() {
        const auto pill = [this] {
            for (const QLabel* label : window_->findChildren<QLabel*>()) {
                if (label->text().contains("thread")) {
                    return label->text();
                }
            }
            return QString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(pill().contains("cpu"), 20000);
    }

private:
    std::unique_ptr<ProjectFixture> fixture_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(tst_MainWindow)
#include "tst_MainWindow.moc"
