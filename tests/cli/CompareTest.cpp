// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"
#include "record/Csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Twelve prompts on which "ru" beats "base" ten times and loses twice.
std::filesystem::path writePairs(const TemporaryFolder& folder) {
    std::string text;
    for (int prompt = 0; prompt < 12; ++prompt) {
        const Json pair = {{"prompt", "prompt " + std::to_string(prompt)},
                           {"clip_a", "a.flac"},
                           {"clip_b", "b.flac"},
                           {"label", prompt < 10 ? "A" : "B"},
                           {"generator_a", "ru"},
                           {"generator_b", "base"},
                           {"rating_a", prompt < 10 ? 4 : 2},
                           {"rating_b", 3}};
        text += pair.dump() + "\n";
    }
    return folder.write("pairs.jsonl", text);
}

TEST(Compare, printsThePapersTableAndWritesIt) {
    const TemporaryFolder folder;
    const ProgramResult result = runProgram({"compare", writePairs(folder), "--out", folder / "out"});
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, AllOf(HasSubstr("ru vs base   10    0     2  83.3 ("), HasSubstr("3.67 ("),
                                  HasSubstr("3.00 (no interval)"), HasSubstr("12 judgements of 12 prompts")));
    EXPECT_EQ(readCsv(folder / "out/pairs.csv").rows.size(), 1U);
    EXPECT_EQ(readJsonFile(folder / "out/comparison.json").at("models").size(), 2U);
}

// Twelve equal magnitudes, of which two are negative: by counting, 2 (1 + 12 + 66) / 2^12.
TEST(Compare, isExactAndRepeatsItselfAsJson) {
    const TemporaryFolder folder;
    const std::filesystem::path pairs = writePairs(folder);
    const ProgramResult first = runProgram({"compare", pairs, "--json", "--seed", "4"});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_DOUBLE_EQ(Json::parse(first.out)["pairs"][0]["test"]["p"].get<double>(), 158.0 / 4096.0);
    EXPECT_EQ(runProgram({"compare", pairs, "--json", "--seed", "4"}).out, first.out);
}

TEST(Compare, saysWhatIsWrong) {
    const TemporaryFolder folder;
    const std::filesystem::path nameless =
        folder.write("nameless.jsonl", R"({"prompt": "p", "clip_a": "1", "clip_b": "2", "label": "A"})");
    const ProgramResult result = runProgram({"compare", nameless});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("each pair needs generator_a and generator_b"));
    EXPECT_EQ(runProgram({"compare", folder / "none.jsonl"}).code, 2);
    EXPECT_EQ(runProgram({"compare", nameless, "--test-unit", "song"}).code, 2);
}

}  // namespace
}  // namespace musicrl
