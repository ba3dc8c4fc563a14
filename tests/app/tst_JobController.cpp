// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/JobBoard.h"
#include "app/workbench/jobs/JobController.h"
#include "widgets/jobs/JobListModel.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <chrono>
#include <thread>

using namespace musicrl;

namespace {

/// Writes down what a job says, in order.
QStringList& diaryOf(JobHandle& job, QStringList& diary) {
    QObject::connect(&job, &JobHandle::started, &job, [&diary] { diary << "started"; });
    QObject::connect(&job, &JobHandle::progressed, &job, [&diary](const Progress& progress) { diary << QString("progress %1").arg(progress.done); });
    QObject::connect(&job, &JobHandle::metricArrived, &job, [&diary](const MetricRow& row) { diary << QString("metric %1").arg(row.step); });
    QObject::connect(&job, &JobHandle::fileWritten, &job, [&diary](const FileWritten& file) { diary << QString("file %1").arg(QString::fromStdString(file.kind)); });
    QObject::connect(&job, &JobHandle::resultArrived, &job, [&diary](const ResultRow& row) { diary << QString("result %1").arg(QString::fromStdString(row.kind)); });
    QObject::connect(&job, &JobHandle::finished, &job, [&diary](const JobOutcome& outcome) { diary << QString("finished %1").arg(static_cast<int>(outcome.ending)); });
    return diary;
}

}  // namespace

class tst_JobController : public QObject {
    Q_OBJECT
private slots:
    void tellsEverythingInOrderAndTheEndLast() {
        JobController controller("cpu");
        QStringList diary;
        JobHandle* job = controller.submit("work", [](const JobContext& context) {
            context.publish(MetricRow{1, {}});
            context.publish(FileWritten{"a.flac", "clip"});
            context.publish(ResultRow{"score", {}});
            context.publish(MetricRow{2, {}});
        }, JobLength::Long);
        diaryOf(*job, diary);
        QTRY_COMPARE(diary.size(), 6);
        QCOMPARE(diary, QStringList({"started", "metric 1", "file clip", "result score", "metric 2", "finished 0"}));
    }

    void keepsOnlyTheNewestOfManyProgresses() {
        JobController controller("cpu");
        QStringList diary;
        std::atomic<bool> done = false;
        JobHandle* job = controller.submit("work", [&done](const JobContext& context) {
            for (int i = 1; i <= 10000; ++i) {
                context.publish(Progress{i, 10000, "counting"});
            }
            done = true;
        }, JobLength::Long);
        diaryOf(*job, diary);
        while (!done) {
            std::this_thread::yield();  // the window is busy: nothing is heard meanwhile
        }
        QTRY_COMPARE(diary.value(diary.size() - 1), QString("finished 0"));
        QVERIFY2(diary.size() < 10, qPrintable(QString::number(diary.size())));
        QVERIFY(diary.contains("progress 10000"));
    }

    void isHeardOnTheWindowsThreadAndWorksOnAnother() {
        JobController controller("cpu");
        QThread* worker = nullptr;
        QThread* heard = nullptr;
        JobHandle* job = controller.submit("work", [&worker](const JobContext&) { worker = QThread::currentThread(); }, JobLength::Long);
        connect(job, &JobHandle::finished, this, [&heard] { heard = QThread::currentThread(); });
        QTRY_VERIFY(heard != nullptr);
        QCOMPARE(heard, QThread::currentThread());
        QVERIFY(worker != QThread::currentThread());
    }

    void stopsAJobThatIsAskedTo() {
        JobController controller("cpu");
        QStringList diary;
        JobHandle* job = controller.submit("work", [](const JobContext& context) {
            for (;;) {
                context.throwIfStopped();
            }
        }, JobLength::Long);
        diaryOf(*job, diary);
        QTRY_COMPARE(diary, QStringList({"started"}));
        job->requestStop();
        QTRY_COMPARE(diary, QStringList({"started", "finished 1"}));
    }

    void endsWithItsJobsAndSaysNothingAfterwards() {
        QStringList diary;
        {
            JobController controller("cpu");
            std::atomic<bool> running = false;
            JobHandle* job = controller.submit("work", [&running](const JobContext& context) {
                running = true;
                while (!context.stopRequested()) {
                    context.publish(MetricRow{1, {}});
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
            }, JobLength::Long);
            diaryOf(*job, diary);
            while (!running) {
                std::this_thread::yield();
            }
        }
        const QStringList before = diary;
        QTest::qWait(20);
        QCOMPARE(diary, before);
    }

    void runsAShortJobWhileALongOneGoesOn() {
        JobController controller("cpu");
        std::atomic<bool> clipMade = false;
        JobHandle* training = controller.submit("training", [&clipMade](const JobContext& context) {
            while (!clipMade) {
                context.throwIfStopped();
                context.yieldPoint();
            }
        }, JobLength::Long);
        const QSignalSpy trained(training, &JobHandle::finished);
        JobHandle* clip = controller.submit("clip", [&clipMade](const JobContext&) { clipMade = true; }, JobLength::Short);
        const QSignalSpy made(clip, &JobHandle::finished);
        QTRY_COMPARE(trained.size(), 1);
        QCOMPARE(made.size(), 1);
    }

    void handsFetchedValuesBackOnTheWindowsThread() {
        JobController controller("files");
        int value = 0;
        fetch(controller, this, "reading", [] { return 42; }, [&value](int read) { value = read; });
        QTRY_COMPARE(value, 42);
    }

    void showsAQuietJobOnlyWhenItFails() {
        JobListModel model;
        JobController controller("files");
        JobBoard board(model);
        board.watch(controller);
        bool wasRead = false;
        fetch(controller, this, "reading", [] { return 1; }, [&wasRead](int) { wasRead = true; });
        fetch(controller, this, "reading x.flac", []() -> int { throw Error(ErrorKind::NotFound, "There is no file x.flac."); }, [](int) { QFAIL("a failure has no value"); });
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(wasRead);
        QCOMPARE(model.rows()[0].state, JobState::Failed);
        QCOMPARE(model.rows()[0].message, QString("There is no file x.flac."));
    }

    void keepsTheListOfJobsInStep() {
        JobListModel model;
        JobController controller("cpu");
        JobBoard board(model);
        board.watch(controller);
        controller.submit("training", [](const JobContext& context) {
            context.publish(Progress{3, 9, "step"});
            while (!context.stopRequested()) {
                std::this_thread::yield();
            }
        }, JobLength::Long);
        QTRY_COMPARE(model.rows()[0].progress.done, std::int64_t(3));
        QCOMPARE(model.rows()[0].state, JobState::Running);
        board.requestStop(model.rows()[0].id);
        QTRY_COMPARE(model.rows()[0].state, JobState::Stopped);
    }
};

QTEST_GUILESS_MAIN(tst_JobController)
#include "tst_JobController.moc"
