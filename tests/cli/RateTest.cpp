// SPDX-License-Identifier: GPL-3.0-or-later
#include "TonesAgainstNoise.h"
#include "base/Json.h"
#include "record/PreferencePair.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

class Rate : public TonesAgainstNoise {};

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
