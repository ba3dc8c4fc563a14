// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ExpectError.h"
#include "support/ForkedGroup.h"
#include "tensor/ProcessGroup.h"

#include <gtest/gtest.h>
#include <map>

namespace musicrl {
namespace {

auto environment(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    };
}

TEST(GroupMembership, aProcessWithoutALauncherIsAlone) {
    EXPECT_FALSE(membershipIn(environment({})));
    EXPECT_FALSE(membershipIn(environment({{"RANK", "0"}, {"WORLD_SIZE", "1"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}})));
    // A batch script's own shell is no step of srun.
    EXPECT_FALSE(membershipIn(environment({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_JOB_ID", "7"}})));
}

TEST(GroupMembership, isWhatTorchrunSays) {
    const auto found = membershipIn(
        environment({{"RANK", "2"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "gpu1"}, {"MASTER_PORT", "2345"}}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->rank, 2);
    EXPECT_EQ(found->size, 4);
    EXPECT_EQ(found->address, "gpu1");
    EXPECT_EQ(found->port, 2345);
}

TEST(GroupMembership, leavesThePortToATorchrunThatListensOnItItself) {
    const auto portBeside = [](const std::string& port) {
        return membershipIn(environment({{"RANK", "0"},
                                         {"WORLD_SIZE", "2"},
                                         {"MASTER_ADDR", "gpu1"},
                                         {"MASTER_PORT", port},
                                         {"TORCHELASTIC_USE_AGENT_STORE", "True"}}))
            ->port;
    };
    EXPECT_EQ(portBeside("2345"), 2346);
    EXPECT_EQ(portBeside("65535"), 65534);
}

TEST(GroupMembership, isWhatSrunSays) {
    const auto found = membershipIn(environment({{"SLURM_PROCID", "1"},
                                                 {"SLURM_STEP_NUM_TASKS", "8"},
                                                 {"SLURM_STEP_NODELIST", "gpu[03-07,12]"},
                                                 {"SLURM_LOCALID", "0"},
                                                 {"SLURM_JOB_ID", "1234567"}}));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->rank, 1);
    EXPECT_EQ(found->size, 8);
    EXPECT_EQ(found->localRank, 0);
    EXPECT_EQ(found->address, "gpu03");
    EXPECT_EQ(found->port, 24567);
}

TEST(GroupMembership, saysWhichVariableIsWrong) {
    expectError(ErrorKind::BadInput, "RANK", [] {
        (void)membershipIn(
            environment({{"RANK", "4"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}}));
    });
    expectError(ErrorKind::BadInput, "MASTER_ADDR",
                [] { (void)membershipIn(environment({{"RANK", "1"}, {"WORLD_SIZE", "4"}})); });
    expectError(ErrorKind::BadInput, "WORLD_SIZE", [] { (void)membershipIn(environment({{"RANK", "1"}})); });
}

TEST(GroupMembership, theFirstHostOfAListOfSlurm) {
    EXPECT_EQ(firstHost("node7"), "node7");
    EXPECT_EQ(firstHost("b1,b[2-3]"), "b1");
    EXPECT_EQ(firstHost("gpu[003]"), "gpu003");
    EXPECT_EQ(firstHost("gpu[12,15-17],login"), "gpu12");
}

TEST(ProcessGroup, aloneEveryCallIsNothing) {
    const ProcessGroup alone;
    torch::Tensor values = torch::tensor({1.0F, 2.0F});
    alone.sum({values});
    EXPECT_TRUE(torch::equal(values, torch::tensor({1.0F, 2.0F})));
    EXPECT_TRUE(torch::equal(alone.gather(values), values));
    EXPECT_EQ(alone.gather(std::string("here")), std::vector<std::string>{"here"});
    EXPECT_TRUE(alone.any(true));
    EXPECT_FALSE(alone.any(false));
    EXPECT_TRUE(alone.isFirst());
}

/// What each of two processes must see.
bool seesTheOther(const GroupMembership& membership) {
    const ProcessGroup group(membership);
    const float own = group.isFirst() ? 1.0F : 10.0F;
    torch::Tensor a = torch::full({2, 2}, own);
    torch::Tensor b = torch::full({3}, 2.0F * own);
    group.sum({a, b});
    std::vector<double> numbers = {own, 0.5};
    group.sum(numbers);
    const torch::Tensor rows = group.gather(torch::full({1, 2}, static_cast<std::int64_t>(own), torch::kLong));
    const std::vector<std::string> texts = group.gather(group.isFirst() ? std::string("a") : std::string("much longer"));
    torch::nn::Linear layer(1, 1);
    layer->weight.mutable_grad() = torch::full({1, 1}, own);
    group.averageGradients(*layer);
    double mean = own;
    group.average({&mean});
    return torch::equal(a, torch::full({2, 2}, 11.0F)) && torch::equal(b, torch::full({3}, 22.0F)) &&
           numbers == std::vector<double>{11.0, 1.0} && torch::equal(rows, torch::tensor({{1, 1}, {10, 10}}, torch::kLong)) &&
           texts == std::vector<std::string>{"a", "much longer"} &&
           torch::equal(layer->weight.grad(), torch::full({1, 1}, 5.5F)) && mean == 5.5 &&
           group.gather(std::vector<double>{own}) == std::vector<double>{1.0, 10.0} &&
           torch::equal(group.own(rows), torch::full({1, 2}, static_cast<std::int64_t>(own), torch::kLong)) && !layer->bias.grad().defined() &&
           group.any(!group.isFirst()) && !group.any(false);
}

TEST(ProcessGroup, twoProcessesSeeEachOthersNumbers) {
    bool here = false;
    EXPECT_EQ(inTwoProcesses(seesTheOther, here), 0);
    EXPECT_TRUE(here);
}

TEST(ProcessGroup, saysThatAnotherProcessHasDied) {
    bool here = false;
    const auto work = [](const GroupMembership& membership) {
        const ProcessGroup group(membership);
        if (!group.isFirst()) {
            return true;  // and ends
        }
        expectError(ErrorKind::Unavailable, "no longer answers", [&] {
            std::vector<double> numbers = {1.0};
            group.sum(numbers);
        });
        return true;
    };
    EXPECT_EQ(inTwoProcesses(work, here), 0);
    EXPECT_TRUE(here);
}

}  // namespace
}  // namespace musicrl
