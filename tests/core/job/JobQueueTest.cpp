// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/JobQueue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>

namespace musicrl {
namespace {

using testing::ElementsAre;

/// A queue with a thread that runs it, and a diary of what was heard and done.
class QueueUnderTest {
public:
    JobQueue& queue() { return queue_; }
    void write(const std::string& line) {
        const std::scoped_lock lock(mutex_);
        diary_.push_back(line);
        changed_.notify_all();
    }
    void waitFor(const std::string& line) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return std::find(diary_.begin(), diary_.end(), line) != diary_.end(); });
    }
    std::vector<std::string> diary() {
        const std::scoped_lock lock(mutex_);
        return diary_;
    }
    void end() {
        worker_.request_stop();
        worker_.join();
    }
    void begin() {
        worker_ = std::jthread([this](std::stop_token stop) { queue_.work(stop); });
    }

private:
    void hear(const JobEvent& event) {
        const std::string id = std::to_string(event.id);
        if (const auto* outcome = std::get_if<JobOutcome>(&event.content)) {
            const char* endings[] = {" succeeded", " stopped", " failed: "};
            write(id + endings[static_cast<int>(outcome->ending)] + outcome->message);
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> diary_;
    JobQueue queue_{[this](const JobEvent& event) { hear(event); }};
    std::jthread worker_;
};

Job writing(QueueUnderTest& test, const std::string& line) {
    return [&test, line](const JobContext&) { test.write(line); };
}

TEST(JobQueue, runsJobsOfOneLengthInTheOrderTheyCame) {
    QueueUnderTest test;
    test.queue().add(writing(test, "first"), JobLength::Long);
    test.queue().add(writing(test, "second"), JobLength::Long);
    test.begin();
    test.waitFor("2 succeeded");
    EXPECT_THAT(test.diary(), ElementsAre("first", "1 succeeded", "second", "2 succeeded"));
}

TEST(JobQueue, runsShortJobsBeforeLongOnesThatWait) {
    QueueUnderTest test;
    test.queue().add(writing(test, "training"), JobLength::Long);
    test.queue().add(writing(test, "clip"), JobLength::Short);
    test.begin();
    test.waitFor("1 succeeded");
    EXPECT_THAT(test.diary(), ElementsAre("clip", "2 succeeded", "training", "1 succeeded"));
}

TEST(JobQueue, runsShortJobsAtTheYieldPointOfALongOne) {
    QueueUnderTest test;
    test.queue().add(
        [&](const JobContext& context) {
            test.write("step 1");
            test.queue().add(writing(test, "clip"), JobLength::Short);
            test.queue().add(writing(test, "other training"), JobLength::Long);
            context.yieldPoint();
            test.write("step 2");
        },
        JobLength::Long);
    test.begin();
    test.waitFor("3 succeeded");
    EXPECT_THAT(test.diary(), ElementsAre("step 1", "clip", "2 succeeded", "step 2", "1 succeeded", "other training", "3 succeeded"));
}

TEST(JobQueue, handsCommandsToTheirJobInOrder) {
    QueueUnderTest test;
    std::vector<std::string> taken;
    const JobId id = test.queue().add(
        [&](const JobContext& context) {
            for (const Command& command : context.takeCommands()) {
                taken.push_back(command.name);
            }
            EXPECT_TRUE(context.takeCommands().empty());
        },
        JobLength::Long);
    test.queue().send(id, {"set", {{"alpha", 0.1}}});
    test.queue().send(id + 1, {"resume", {}});
    test.queue().send(id, {"checkpoint", {}});
    test.begin();
    test.waitFor("1 succeeded");
    EXPECT_THAT(taken, ElementsAre("set", "checkpoint"));
}

TEST(JobQueue, stopsAWaitingJobWithoutRunningIt) {
    QueueUnderTest test;
    test.queue().add(writing(test, "first"), JobLength::Long);
    test.queue().add(writing(test, "never"), JobLength::Long);
    test.queue().requestStop(2);
    test.begin();
    test.waitFor("1 succeeded");
    EXPECT_THAT(test.diary(), ElementsAre("2 stopped", "first", "1 succeeded"));
}

TEST(JobQueue, goesOnAfterAJobThatFails) {
    QueueUnderTest test;
    test.queue().add([](const JobContext&) { throw Error(ErrorKind::Io, "The disk is full."); }, JobLength::Long);
    test.queue().add(writing(test, "second"), JobLength::Long);
    test.begin();
    test.waitFor("2 succeeded");
    EXPECT_THAT(test.diary(), ElementsAre("1 failed: The disk is full.", "second", "2 succeeded"));
}

TEST(JobQueue, endsRunningAndWaitingJobsWhenItsThreadIsStopped) {
    QueueUnderTest test;
    std::latch running(1);
    test.queue().add(
        [&](const JobContext& context) {
            running.count_down();
            while (!context.stopRequested()) {
                std::this_thread::yield();
            }
        },
        JobLength::Long);
    test.queue().add(writing(test, "never"), JobLength::Long);
    test.begin();
    running.wait();
    test.end();
    EXPECT_THAT(test.diary(), ElementsAre("1 stopped", "2 stopped"));
}

}  // namespace
}  // namespace musicrl
