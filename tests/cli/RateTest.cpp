// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"
#include "base/Json.h"
#include "record/PreferencePair.h"
#include "record/StoredClip.h"
#include "support/TemporaryFolder.h"
#include "support/TonesOrNoise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

/// Clips of two prompts by the generators "tones" and "noise", and raters whose judges are the tiny model's.
class Rate : public testing::Test {
protected:
    Rate() {
        for (const std::string prompt : {"one", "two"}) {
            write("tones", prompt, makeSine(300.0, 0.5));
            write("noise", prompt, makeNoise(prompt.size()));
        }
        folder_.write("panel.toml", "judge = \"" + tinyModel() + R"("
[taste.hiss]
likes = "less"
centre = -30.0
scale = 10.0
weight = 2.0
[manner]
slip = 0.2
[train]
simulated-1 = 11
[test]
simulated-2 = 12
simulated-3 = 13
)");
    }

    void write(const std::string& generator, const std::string& prompt, const Clip& clip) {
        ClipRecipe recipe;
        recipe.modelName = "some-model";
        recipe.prompt = {.id = prompt, .text = prompt, .durationSeconds = clip.durationSeconds(), .seed = 1};
        std::filesystem::create_directories(folder_ / generator);
        storeClip(folder_ / generator / (prompt + ".flac"), clip, recipe, {});
    }

    TemporaryFolder folder_;
};

TEST_F(Rate, writesSimulatedVotesThatCompareCanRead) {
    const std::vector<std::string> command = {
        "rate", folder_ / "tones", folder_ / "noise",      "--simulated", "--raters",
        "test", "--panel",         folder_ / "panel.toml", "--out",       folder_ / "pairs.jsonl"};
    const ProgramResult rated = runProgram(command);
    ASSERT_EQ(rated.code, 0) << rated.err;
    EXPECT_THAT(rated.out, HasSubstr("4 new simulated votes on 2 pairs, by programs and not by people"));
    EXPECT_THAT(rated.out, HasSubstr("simulated-2, simulated-3"));
    for (const PreferencePair& vote : readPreferencePairs(folder_ / "pairs.jsonl")) {
        EXPECT_EQ(vote.source, "simulated");
        EXPECT_EQ(vote.label, PreferenceLabel::A);
    }
    const ProgramResult compared = runProgram({"compare", folder_ / "pairs.jsonl", "--json"});
    ASSERT_EQ(compared.code, 0) << compared.err;
    EXPECT_EQ(Json::parse(compared.out)["models"][0]["name"], "tones");
    EXPECT_THAT(runProgram(command).out, HasSubstr("0 new simulated votes"));
}

TEST_F(Rate, wantsToHearThatVotesAreToBeSimulated) {
    const ProgramResult result =
        runProgram({"rate", folder_ / "tones", folder_ / "noise", "--out", folder_ / "pairs.jsonl"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("--simulated"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "pairs.jsonl"));
}

}  // namespace
}  // namespace musicrl
