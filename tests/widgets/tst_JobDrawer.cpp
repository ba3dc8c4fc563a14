// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/JobDrawer.h"
#include "widgets/jobs/JobItem.h"
#include "widgets/jobs/JobListModel.h"
#include "widgets/jobs/JobStatusBar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace musicrl;

namespace {

JobRow waiting(std::uint64_t id, const QString& title) {
    JobRow row;
    row.id = id;
    row.title = title;
    row.device = "cpu";
    return row;
}

template <typename Widget>
QList<Widget*> visible(QWidget& parent, const QString& name = {}) {
    QList<Widget*> found = name.isEmpty() ? parent.findChildren<Widget*>() : parent.findChildren<Widget*>(name);
    found.removeIf([](const Widget* widget) { return !widget->isVisible(); });
    return found;
}

}  // namespace

class tst_JobDrawer : public QObject {
    Q_OBJECT
private slots:
    void keepsTheRulesOfItemModels() {
        JobListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add(waiting(1, "one"));
        model.add(waiting(2, "two"));
        model.setState(1, JobState::Running);
        model.setProgress(1, {3, 10, "training"}, 6.0);
        model.setState(1, JobState::Succeeded);
        QCOMPARE(model.activeCount(), 1);
        model.removeFinished();
        QCOMPARE(model.rowCount(), 1);
    }

    void estimatesTheTimeLeftFromThePaceSoFar() {
        JobRow row = waiting(1, "training");
        row.state = JobState::Running;
        row.progress = {10, 40, "training"};
        row.elapsedSeconds = 20.0;
        QCOMPARE(secondsLeft(row).value(), 60.0);
        QCOMPARE(statusText(row), QString("10 / 40 · training · about 1 min left"));
        row.progress.done = 0;
        QVERIFY(!secondsLeft(row));
    }

    void saysDurationsInWords() {
        QCOMPARE(durationText(39.6), QString("40 s"));
        QCOMPARE(durationText(170.0), QString("3 min"));
        QCOMPARE(durationText(7500.0), QString("2 h 05 min"));
    }

    void showsProgressAndStopsOnClick() {
        JobListModel model;
        JobDrawer drawer(model);
        model.add(waiting(7, "RL run “r-1”"));
        model.setState(7, JobState::Running);
        model.setProgress(7, {12, 60, "step"}, 10.0);
        drawer.show();
        QCOMPARE(visible<QProgressBar>(drawer).front()->value(), 12);
        const QSignalSpy stops(&drawer, &JobDrawer::stopRequested);
        QTest::mouseClick(visible<QPushButton>(drawer, "stopJob").front(), Qt::LeftButton);
        QCOMPARE(stops.size(), 1);
        QCOMPARE(stops[0][0].toULongLong(), 7ULL);
        model.setState(7, JobState::Stopped);
        QVERIFY(visible<QPushButton>(drawer, "stopJob").isEmpty());
    }

    void copiesWhatWentWrong() {
        JobListModel model;
        JobDrawer drawer(model);
        model.add(waiting(1, "Generate"));
        model.setState(1, JobState::Failed, "There is no model “x”.");
        drawer.show();
        QTest::mouseClick(visible<QPushButton>(drawer, "copyError").front(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("There is no model “x”."));
    }

    void putsTheNewestJobOnTop() {
        JobListModel model;
        JobDrawer drawer(model);
        model.add(waiting(1, "older"));
        model.add(waiting(2, "newer"));
        drawer.show();
        QTest::qWait(20);
        QMap<int, QString> byHeight;
        for (JobItem* item : visible<JobItem>(drawer)) {
            byHeight[item->mapTo(&drawer, QPoint()).y()] = item->findChild<QLabel*>()->text();
        }
        QCOMPARE(byHeight.values(), QStringList({"newer", "older"}));
    }

    void showsPillsForRunningAndFailedJobsOnly() {
        JobListModel model;
        JobStatusBar bar(model);
        bar.show();
        for (std::uint64_t id = 1; id <= 3; ++id) {
            model.add(waiting(id, QString("job %1").arg(id)));
        }
        QVERIFY(visible<QPushButton>(bar).isEmpty());
        model.setState(1, JobState::Running);
        model.setProgress(1, {4, 20, "step"}, 1.0);
        model.setState(2, JobState::Failed, "disk full");
        model.setState(3, JobState::Succeeded);
        const auto pills = visible<QPushButton>(bar);
        QCOMPARE(pills.size(), 2);
        QCOMPARE(pills[0]->toolTip(), QString("disk full"));
        QCOMPARE(pills[1]->text(), QString("● job 1 4 / 20"));
        const QSignalSpy clicks(&bar, &JobStatusBar::pillClicked);
        QTest::mouseClick(pills[1], Qt::LeftButton);
        QCOMPARE(clicks.size(), 1);
    }
};

QTEST_MAIN(tst_JobDrawer)
#include "tst_JobDrawer.moc"
