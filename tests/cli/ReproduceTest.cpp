// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

TEST(Evaluate, measuresTheCheckpointsOfARun) {
    const TemporaryFolder folder;
    const std::string run = (folder / "run").string();
    const ProgramResult trained =
        runProgram({"train", "--model", tinyModel(), "--steps", "1", "--batch-clips", "2", "--seconds", "1", "--out", run});
    ASSERT_EQ(trained.code, 0) << trained.err;
    const ProgramResult evaluated = runProgram({"evaluate", "--run", run, "--count", "3", "--batch", "2"});
    ASSERT_EQ(evaluated.code, 0) << evaluated.err;
    EXPECT_THAT(evaluated.out, HasSubstr("KL (nats)"));
    const ProgramResult again = runProgram({"evaluate", "--run", run, "--count", "3", "--batch", "2", "--json"});
    ASSERT_EQ(again.code, 0) << again.err;
    const Json rows = Json::parse(again.out);
    ASSERT_EQ(rows.size(), 2U) << "where it started, and its checkpoint";
    EXPECT_EQ(rows[0]["kl"], 0.0);
    EXPECT_EQ(rows[1]["clips"], 3);
    EXPECT_EQ(runProgram({"evaluate", "--run", run, "--count", "2", "--batch", "2"}).code, 2) << "other settings";
}

TEST(Reproduce, namesTheScalesThatThereAre) {
    const TemporaryFolder folder;
    const ProgramResult result = runProgram({"reproduce", "--scale", "huge", "--out", (folder / "out").string()});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("There is no scale \"huge\". Known scales: demo, full, short"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

}  // namespace
}  // namespace musicrl
