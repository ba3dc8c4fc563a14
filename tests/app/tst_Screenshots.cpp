// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ProjectFixture.h"
#include "app/workbench/MainWindow.h"
#include "app/workbench/pages/ClipListView.h"
#include "app/workbench/pages/GeneratePage.h"
#include "app/workbench/pages/ListenPage.h"
#include "app/workbench/pages/RunPlots.h"
#include "app/workbench/pages/SampleGrid.h"
#include "app/workbench/pages/TrainPage.h"
#include "app/workbench/pages/library/LibraryPage.h"
#include "tasks/SystemReport.h"
#include "widgets/plots/RewardKlPlot.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QTest>
#include <memory>

using namespace musicrl;

/// Writes the pages at 1440 × 900 in both themes into $MUSICRL_SCREENSHOTS, to be looked at.
///
/// They show the project $MUSICRL_SCREENSHOT_PROJECT where it is set (one with clips and runs of the demo model), else
/// one that the test writes itself, in the real formats.
class tst_Screenshots : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        prepareEngine(1);  // two threads that spin for each other are slow on a busy machine
        applyTheme(*qApp, ThemeKind::Dark);
        const QString given = qEnvironmentVariable("MUSICRL_SCREENSHOT_PROJECT");
        fixture_ = std::make_unique<ProjectFixture>();
        const ProjectFolder project = given.isEmpty() ? writtenProject() : openProject(given.toStdString());
        window_ = std::make_unique<MainWindow>(project);
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        QVERIFY(QDir().mkpath(folder()));
        QTRY_VERIFY_WITH_TIMEOUT(!window_->generatePage().clips().model().rows().empty(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(window_->trainPage().samples().model().columnCount() >= 3, 20000);
    }
    void cleanupTestCase() { window_.reset(); }

    void showsAllPagesInBothThemes_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<bool>("light");
        for (const char* page : {"library", "generate", "listen", "train"}) {
            QTest::addRow("%s, dark", page) << page << false;
            QTest::addRow("%s, light", page) << page << true;
        }
    }
    void showsAllPagesInBothThemes() {
        QFETCH(QString, page);
        QFETCH(bool, light);
        applyTheme(*qApp, light ? ThemeKind::Light : ThemeKind::Dark);
        if (page == "listen") {
            openPair();
        } else {
            window_->showPage(page);
        }
        if (page == "library") {
            LibraryTable& table = window_->libraryPage().table();
            QTRY_VERIFY_WITH_TIMEOUT(table.clips().rowCount() > 0 && table.clips().clipAt(0) != nullptr, 20000);
            QTRY_VERIFY_WITH_TIMEOUT(!window_->libraryPage().desk().scanning(), 60000);
            table.selectRow(2);
        }
        window_->trainPage().plots().rewardKl().refreshNow();
        QTest::qWait(400);
        const QImage image = window_->grab().toImage();
        QCOMPARE(image.size(), QSize(1440, 900));
        QVERIFY2(distinctColours(image) > 60, "the picture is nearly empty");
        QVERIFY(image.save(QStringLiteral("%1/%2-%3.png").arg(folder(), page, light ? "light" : "dark")));
    }

    void keepsTheStartInViewInTheSmallestWindow() {
        applyTheme(*qApp, ThemeKind::Dark);
        window_->showPage("train");
        window_->resize(window_->minimumSize());
        window_->findChild<QComboBox*>("recipe")->setCurrentText("u");
        window_->findChild<QComboBox*>("algorithm")->setCurrentText("PPO");
        QTest::qWait(200);
        const QPixmap picture = window_->grab();
        QVERIFY(picture.save(folder() + "/train-smallest-dark.png"));
        const auto* start = window_->findChild<QPushButton*>("start");
        QVERIFY(!start->visibleRegion().isEmpty() && start->visibleRegion().boundingRect() == start->rect());
        window_->findChild<QComboBox*>("recipe")->setCurrentText("r");
        window_->resize(1440, 900);
    }

    void showsARunningTrainingWithTheJobs() {
        applyTheme(*qApp, ThemeKind::Dark);
        const ProjectFixture fixture;
        (void)fixture.addRun("r-1", 60, 0.18, 0.6);
        MainWindow window(fixture.project());
        window.resize(1440, 900);
        window.show();
        window.showPage("train");
        Recipe recipe;
        recipe.model = "tiny";
        recipe.steps = 400;
        recipe.batchClips = 2;
        recipe.clipSeconds = 1.0;
        const QString run = window.trainPage().startRun(recipe);
        const auto steps = [&] {
            const int row = window.trainPage().runs().rowOf(run);
            return row < 0 ? 0 : window.trainPage().runs().rows()[static_cast<std::size_t>(row)].step;
        };
        QTRY_VERIFY_WITH_TIMEOUT(steps() >= 24, 60000);
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QTest::qWait(200);
        QVERIFY(window.grab().save(folder() + "/train-running-dark.png"));
    }

private:
    [[nodiscard]] static QString folder() { return qEnvironmentVariable("MUSICRL_SCREENSHOTS", QStringLiteral("screenshots")); }

    ProjectFolder writtenProject() {
        const ProjectFolder project = fixture_->project();
        (void)fixture_->addRun("quality-1", 80, 0.10, 0.35);
        (void)fixture_->addRun("r-1", 120, 0.18, 0.60);
        const RunDirectory loud = fixture_->addRun("r-2", 60, 0.22, 1.10);
        ProjectFixture::addAlarm(loud, 45, "level", "The clips' level is -12.3 dB, 12.25 dB above that of the first steps.");
        ProjectFixture::addAlarm(loud, 60, "kl_budget", "The KL is 61.2 nats, beyond its limit of 60 nats.");
        const char* prompts[] = {"calm lo-fi piano loop with vinyl crackle", "upbeat work-out music, retro synth lead, driving drums",
                                 "orchestral ballad, sustained strings, sad", "fast jazz trio, walking bass, brushed drums",
                                 "reggae groove with organ and a deep bass", "slow ambient pads with a distant choir"};
        std::uint64_t seed = 41;
        for (const char* prompt : prompts) {
            const auto name = slug(prompt) + "-" + std::to_string(seed) + ".flac";
            const double share = 0.03 * static_cast<double>(seed - 41);
            ProjectFixture::writeClip(project.clips() / name, {prompt, 10.0, seed, 0.29 + share, 3.1 + share,
                                                               seed % 2 == 0 ? (project.runs() / "r-1/checkpoints/step-00000120").string() : ""});
            ++seed;
        }
        return project;
    }

    /// The first sample of the selected run and the newest one of the same prompt.
    void openPair() {
        const SampleGridModel& samples = window_->trainPage().samples().model();
        const QString base = samples.index(0, 1).data(SampleGridModel::PathRole).toString();
        const QString tuned = samples.index(0, samples.columnCount() - 1).data(SampleGridModel::PathRole).toString();
        Q_EMIT window_->services().compareRequested(tuned, base);
        const ListenDesk& desk = window_->listenPage().desk();
        QTRY_VERIFY_WITH_TIMEOUT(desk.lane(0).status == LaneStatus::Ready && desk.lane(1).status == LaneStatus::Ready, 20000);
    }

    [[nodiscard]] static int distinctColours(const QImage& image) {
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3) {
                colours.insert(image.pixel(x, y));
            }
        }
        return static_cast<int>(colours.size());
    }

    std::unique_ptr<ProjectFixture> fixture_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(tst_Screenshots)
#include "tst_Screenshots.moc"
