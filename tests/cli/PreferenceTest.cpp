// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"
#include "support/TonesOrNoise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

TEST(Preference, trainsAndEvaluatesOnAFileOfPairs) {
    const TemporaryFolder folder;
    const std::string pairs = writeTonesOrNoise(folder.path(), 8, 3).string();
    const ProgramResult trained =
        runProgram({"preference", "train", "--pairs", pairs, "--rater", "ann", "--model", tinyModel(), "--epochs", "2",
                    "--held-out", "0.25", "--learning-rate", "0.01", "--crop", "0.5", "--out", folder / "taste"});
    ASSERT_EQ(trained.code, 0) << trained.err;
    EXPECT_THAT(trained.out, HasSubstr("held-out loss"));
    EXPECT_THAT(trained.out, HasSubstr("24 of 24 pairs used; 6 held out"));
    EXPECT_THAT(trained.out, HasSubstr("quality"));
    const ProgramResult evaluated = runProgram({"preference", "evaluate", "--pairs", pairs, "--preference",
                                                folder / "taste", "--model", tinyModel(), "--json"});
    ASSERT_EQ(evaluated.code, 0) << evaluated.err;
    const Json result = Json::parse(evaluated.out);
    EXPECT_EQ(result["heldout"], readJsonFile(folder / "taste/training.json")["heldout"]);
    EXPECT_EQ(result["pairs"]["of_trained_prompts"], 18);
}

TEST(Preference, trainsAPolicyStraightFromPairs) {
    const TemporaryFolder folder;
    const std::string pairs = writeTonesOrNoise(folder.path(), 8, 3).string();
    const ProgramResult trained =
        runProgram({"train", "--recipe", "dpo", "--pairs", pairs, "--rater", "ann", "--model", tinyModel(), "--beta", "0.2",
                    "--steps", "2", "--seconds", "1", "--lora-rank", "2", "--out", folder / "run"});
    ASSERT_EQ(trained.code, 0) << trained.err;
    EXPECT_THAT(trained.out, HasSubstr("accuracy  held-out"));
    EXPECT_THAT(trained.err, HasSubstr("million weights learn"));
    EXPECT_TRUE(std::filesystem::exists(folder / "run/checkpoints/step-00000002/adapter.safetensors"));
    const ProgramResult again = runProgram({"train", "--resume", "--out", folder / "run", "--json"});
    ASSERT_EQ(again.code, 0) << again.err;
    const ProgramResult without = runProgram({"train", "--recipe", "dpo", "--model", tinyModel(), "--out", folder / "other"});
    EXPECT_EQ(without.code, 2);
    EXPECT_THAT(without.err, HasSubstr("--pairs"));
}

TEST(Preference, tellsFileAndLineOfABadPair) {
    const TemporaryFolder folder;
    const std::string pairs =
        folder.write("pairs.jsonl", R"({"prompt": "p", "clip_a": "1", "clip_b": "2", "label": "best"})").string();
    const ProgramResult result =
        runProgram({"preference", "train", "--pairs", pairs, "--model", tinyModel(), "--out", folder / "taste"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("pairs.jsonl, line 1: \"label\" is \"best\", but must be one of A, B, TIE"));
    EXPECT_EQ(runProgram({"preference"}).code, 2);
}

}  // namespace
}  // namespace musicrl
