// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"

#include <gtest/gtest.h>
#include <new>

namespace musicrl {
namespace {

TEST(RunJob, succeedsWhenTheJobReturns) {
    std::vector<std::string> heard;
    const JobContext context({}, [&](const JobMessage& message) { heard.push_back(std::get<Progress>(message).what); });
    const JobOutcome outcome = runJob([](const JobContext& inside) { inside.publish(Progress{1, 2, "half"}); }, context);
    EXPECT_EQ(outcome.ending, JobEnding::Succeeded);
    EXPECT_EQ(heard, std::vector<std::string>{"half"});
}

TEST(RunJob, keepsKindAndWordsOfAnError) {
    const JobOutcome outcome = runJob([](const JobContext&) { throw Error(ErrorKind::NotFound, "no such model"); }, {});
    EXPECT_EQ(outcome.ending, JobEnding::Failed);
    EXPECT_EQ(outcome.kind, ErrorKind::NotFound);
    EXPECT_EQ(outcome.message, "no such model");
}

TEST(RunJob, treatsStoppingAsAnEndingNotAnError) {
    std::stop_source stop;
    stop.request_stop();
    const JobContext context(stop.get_token(), {});
    EXPECT_EQ(runJob([](const JobContext& inside) { inside.throwIfStopped(); }, context).ending, JobEnding::Stopped);
    EXPECT_EQ(runJob([](const JobContext&) {}, context).ending, JobEnding::Stopped) << "a job that ends tidily is stopped too";
}

TEST(RunJob, catchesEverythingElse) {
    EXPECT_EQ(runJob([](const JobContext&) { throw std::bad_alloc(); }, {}).kind, ErrorKind::OutOfMemory);
    EXPECT_EQ(runJob([](const JobContext&) { throw std::logic_error("x"); }, {}).kind, ErrorKind::Internal);
    EXPECT_EQ(runJob([](const JobContext&) { throw 3; }, {}).ending, JobEnding::Failed);
}

TEST(JobContext, handsOnCommandsAndYieldsOnlyWhereThereIsSomeone) {
    JobContext context;
    context.yieldPoint();
    EXPECT_TRUE(context.takeCommands().empty());
    int yields = 0;
    context.onYield([&] { ++yields; });
    context.onTakeCommands([] { return std::vector<Command>{{"pause", Json::object()}}; });
    context.yieldPoint();
    EXPECT_EQ(yields, 1);
    EXPECT_EQ(context.takeCommands().front().name, "pause");
}

}  // namespace
}  // namespace musicrl
