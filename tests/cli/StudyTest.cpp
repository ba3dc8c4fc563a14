// SPDX-License-Identifier: GPL-3.0-or-later
#include "TonesAgainstNoise.h"
#include "base/Json.h"
#include "record/Csv.h"
#include "record/PreferencePair.h"

#include <cmath>
#include <gmock/gmock.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

/// A study's design with the simulated raters of the panel.
class StudyCommand : public TonesAgainstNoise {
protected:
    StudyCommand() { folder_.write("round-1.toml", design_); }

    [[nodiscard]] ProgramResult study(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "study");
        arguments.insert(arguments.end(), {"--studies", folder_ / "studies"});
        return runProgram(arguments);
    }

    [[nodiscard]] ProgramResult create() const { return study({"create", folder_ / "round-1.toml"}); }
    [[nodiscard]] ProgramResult simulate() const {
        return study({"simulate", "round-1", "--panel", folder_ / "panel.toml"});
    }

    const std::string design_ = R"(name = "tones against noise"
raters = ["simulated-1", "simulated-2"]
minimum_listening_seconds = 0.1
[[models]]
name = "tones"
clips = "tones"
[[models]]
name = "noise"
clips = "noise"
)";
};

TEST_F(StudyCommand, goesFromADesignToPairsThatCompareCanRead) {
    const ProgramResult created = create();
    ASSERT_EQ(created.code, 0) << created.err;
    EXPECT_THAT(created.out, HasSubstr("simulated-1: 2 trials"));
    EXPECT_THAT(created.out, HasSubstr("plan's hash (SHA-256)"));
    const ProgramResult simulated = simulate();
    ASSERT_EQ(simulated.code, 0) << simulated.err;
    EXPECT_THAT(simulated.out, HasSubstr("by programs and not by people"));
    EXPECT_THAT(study({"status", "round-1"}).out, HasSubstr("simulated-1 (a program)"));
    ASSERT_EQ(study({"seal", "round-1"}).code, 0);
    const ProgramResult exported = study({"export", "round-1", "--out", folder_ / "pairs.jsonl"});
    ASSERT_EQ(exported.code, 0) << exported.err;
    for (const PreferencePair& pair : readPreferencePairs(folder_ / "pairs.jsonl")) {
        EXPECT_EQ(pair.source, "simulated");
        EXPECT_EQ(pair.label, pair.a.generator == "tones" ? PreferenceLabel::A : PreferenceLabel::B);
    }
    const ProgramResult compared = runProgram({"compare", folder_ / "pairs.jsonl", "--json"});
    ASSERT_EQ(compared.code, 0) << compared.err;
    EXPECT_EQ(Json::parse(compared.out)["models"][0]["name"], "tones");
}

/// Chance of so many right answers or more by guessing, by its definition.
double guessing(int right, int trials) {
    double sum = 0.0;
    for (int k = right; k <= trials; ++k) {
        double ways = 1.0;
        for (int i = 1; i <= k; ++i) {
            ways *= static_cast<double>(trials - k + i) / static_cast<double>(i);
        }
        sum += ways;
    }
    return sum / std::pow(2.0, trials);
}

TEST_F(StudyCommand, letsProgramsTellXAndReportsTheirAbx) {
    folder_.write("round-1.toml", "kind = \"abx\"\nabx_trials = 8\n" + design_);
    ASSERT_EQ(create().code, 0);
    const ProgramResult simulated = simulate();
    ASSERT_EQ(simulated.code, 0) << simulated.err;
    EXPECT_THAT(simulated.out, HasSubstr("by programs and not by people"));
    ASSERT_EQ(study({"seal", "round-1"}).code, 0);
    const ProgramResult reported = study({"report", "round-1", "--json"});
    ASSERT_EQ(reported.code, 0) << reported.err;
    const Json results = Json::parse(reported.out);
    EXPECT_TRUE(results["simulated"].get<bool>());
    const CsvTable table = readCsv(folder_ / "studies" / "round-1" / "report" / "judgements.csv");
    int right = 0;
    for (const auto& row : table.rows) {
        right += row[static_cast<std::size_t>(table.columnIndex("identity"))] ==
                         row[static_cast<std::size_t>(table.columnIndex("known_answer"))]
                     ? 1
                     : 0;
    }
    const Json& told = results["questions"][0]["abx"][0]["right"];
    EXPECT_EQ(told["count"], right);
    EXPECT_EQ(told["of"], 2 * 2 * 8);  // raters, prompts, trials
    EXPECT_NEAR(told["p"].get<double>(), guessing(right, 32), 1e-9);
    EXPECT_GT(right, 24);  // tones and noise are far apart to who dislikes hiss
}

TEST_F(StudyCommand, replacesNoFileUnlessItIsForcedTo) {
    ASSERT_EQ(create().code, 0);
    EXPECT_THAT(study({"status", "round-1"}).out, HasSubstr("decided: 0 of 1 pairs of models, before screening"));
    ASSERT_EQ(study({"seal", "round-1", "--unfinished"}).code, 0);
    folder_.write("precious.jsonl", "votes of a year");
    folder_.write("theirs.jsonl", R"({"prompt": "one", "chosen": "tones/one.flac", "rejected": "noise/one.flac"})");
    const std::vector<std::string> import = {"study",           "import", folder_ / "theirs.jsonl",  "--format",
                                             "chosen-rejected", "--out",  folder_ / "precious.jsonl"};
    for (const ProgramResult& refused :
         {study({"export", "round-1", "--out", folder_ / "precious.jsonl"}), runProgram(import)}) {
        EXPECT_EQ(refused.code, 2);
        EXPECT_THAT(refused.err, HasSubstr("is there already"));
    }
    EXPECT_EQ(std::filesystem::file_size(folder_ / "precious.jsonl"), 15U);
    std::vector<std::string> forced = import;
    forced.emplace_back("--force");
    ASSERT_EQ(runProgram(forced).code, 0);
    EXPECT_EQ(readPreferencePairs(folder_ / "precious.jsonl").size(), 1U);
}

TEST_F(StudyCommand, tellsWhatCannotBeDoneInOneSentence) {
    const auto expectRefusal = [](const ProgramResult& result, const std::string& words) {
        EXPECT_EQ(result.code, 2);
        EXPECT_THAT(result.err, HasSubstr(words));
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    };
    expectRefusal(study({"create", folder_ / "nowhere.toml"}), "nowhere.toml");
    folder_.write("typo.toml", "repeat = 3\n" + design_);
    expectRefusal(study({"create", folder_ / "typo.toml"}), "the key \"repeat\" is unknown");
    expectRefusal(study({"status", "round-1"}), "There is no study \"round-1\"");
    ASSERT_EQ(create().code, 0);
    expectRefusal(study({"export", "round-1", "--out", folder_ / "pairs.jsonl"}), "still open");
    expectRefusal(study({"seal", "round-1"}), "--unfinished");
    expectRefusal(study({"simulate", "round-1", "--rater", "ann", "--panel", folder_ / "panel.toml"}),
                  "no simulated rater \"ann\"");
    ASSERT_EQ(simulate().code, 0);
    expectRefusal(create(), "has begun and cannot be changed");
    ASSERT_EQ(study({"seal", "round-1"}).code, 0);
    expectRefusal(simulate(), "was sealed at");
    expectRefusal(study({"export", "round-1", "--question", "fits", "--out", folder_ / "pairs.jsonl"}),
                  "its questions are overall");
    folder_.write("half.jsonl", "{\"prompt\": \"one\", \"chosen\": \"tones/one.flac\", \"rej");
    expectRefusal(runProgram({"study", "import", folder_ / "half.jsonl", "--format", "chosen-rejected", "--out",
                              folder_ / "imported.jsonl"}),
                  "cut off");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "imported.jsonl"));
    expectRefusal(runProgram({"preference", "train", "--out", folder_ / "taste"}), "--pairs FILE, or --study NAME");
}

}  // namespace
}  // namespace musicrl
