// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Example C of Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, as lists of ratings.
TEST(Agreement, printsKrippendorffsExample) {
    const TemporaryFolder folder;
    std::string text;
    for (const char* values :
         {"[1,1,null,1]", "[2,2,3,2]", "[3,3,3,3]", "[3,3,3,3]", "[2,2,2,2]", "[1,2,3,4]", "[4,4,4,4]", "[1,1,2,1]",
          "[2,2,2,2]", "[null,5,5,5]", "[null,null,1,1]", "[null,null,3,null]"}) {
        text += std::string(R"({"clip": "a.flac", "quality": )") + values + "}\n";
    }
    const std::filesystem::path file = folder.write("ratings.jsonl", text);
    const ProgramResult result = runProgram({"agreement", file});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("quality"), HasSubstr("0.815 ("), HasSubstr("0.849 (")));
    const Json report = Json::parse(runProgram({"agreement", file, "--json"}).out);
    EXPECT_NEAR(report["questions"][0]["alpha"]["nominal"]["value"].get<double>(), 0.743, 5e-4);
    EXPECT_TRUE(report["raters"].empty());
}

TEST(Agreement, holdsTheRatersOfPairsAgainstEachOther) {
    const TemporaryFolder folder;
    std::string text;
    for (int prompt = 0; prompt < 6; ++prompt) {
        for (const char* rater : {"ann", "bob", "eve"}) {
            const bool swapped = std::string(rater) == "bob";  // the same clips, the sides the other way round
            const bool first = (prompt % 2 == 0) != (std::string(rater) == "eve");
            text += Json{{"prompt", "p" + std::to_string(prompt)},
                         {"clip_a", swapped ? "y.flac" : "x.flac"},
                         {"clip_b", swapped ? "x.flac" : "y.flac"},
                         {"label", first != swapped ? "A" : "B"},
                         {"rater", rater}}
                        .dump() +
                    "\n";
        }
    }
    const ProgramResult result = runProgram({"agreement", folder.write("pairs.jsonl", text), "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const Json raters = Json::parse(result.out)["raters"];
    ASSERT_EQ(raters.size(), 3U);
    EXPECT_EQ(raters[0]["agreement"], 0.5);  // with bob always, with eve never
    EXPECT_EQ(raters[2]["agreement"], 0.0);
    EXPECT_EQ(raters[2]["alpha_without"], 1.0);
}

TEST(Agreement, saysWhatIsWrong) {
    const TemporaryFolder folder;
    EXPECT_THAT(runProgram({"agreement", folder.write("a.jsonl", "{\"clip\": \"a\"}\n")}).err,
                HasSubstr("holds no ratings"));
    EXPECT_THAT(runProgram({"agreement", folder.write("b.jsonl", "{}\nnonsense\n")}).err, HasSubstr("line 2"));
    EXPECT_EQ(runProgram({"agreement", folder / "none.jsonl"}).code, 2);
}

// 97 by R 4.2.2, 31 by a simulation, as in SampleSizeTest.cpp.
TEST(SampleSize, plansAStudy) {
    const ProgramResult result = runProgram({"sample-size", "--win-rate", "0.65", "--ties", "0.2", "--votes-per-prompt",
                                             "5", "--correlation", "0.1", "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const Json plan = Json::parse(result.out);
    EXPECT_EQ(plan["independent_votes"], 97);
    EXPECT_NEAR(plan["prompts"].get<double>(), 31.0, 1.0);
    EXPECT_EQ(plan["test"], "wilcoxon");
    EXPECT_EQ(runProgram({"sample-size", "--win-rate", "0.5"}).code, 2);
}

// 43 by R 4.2.2, as in SampleSizeTest.cpp.
TEST(SampleSize, plansAnAbxStudy) {
    const ProgramResult result = runProgram({"sample-size", "--abx", "0.75", "--comparisons", "6", "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(Json::parse(result.out)["trials"], 43);
    EXPECT_THAT(runProgram({"sample-size", "--abx", "0.75"}).out, HasSubstr("28"));
    EXPECT_EQ(runProgram({"sample-size", "--abx", "0.5"}).code, 2);
    EXPECT_NE(runProgram({"sample-size", "--abx", "0.75", "--ties", "0.1"}).code, 0);
}

TEST(StatisticsBench, countsHowOftenIntervalsHoldTheTruth) {
    const ProgramResult result =
        runProgram({"bench", "statistics", "--studies", "3", "--replicates", "100", "--null-studies", "20", "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const Json report = Json::parse(result.out);
    EXPECT_TRUE(report["simulated"].get<bool>());
    EXPECT_EQ(report["coverage"].size(), 24U);
    EXPECT_LE(report["sequential"]["false_stops"].get<int>(), 4);
}

}  // namespace
}  // namespace musicrl
