// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

/// Expects the exit code and one line on standard error that holds \p part.
void expectRefusal(const ProgramResult& result, int code, const std::string& part) {
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_THAT(result.err, HasSubstr(part));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_EQ(result.out, "");
}

/// Runs a command that must be refused and must leave no trace in the folder for its results.
class BadInput : public testing::Test {
protected:
    void expectRefused(std::vector<std::string> arguments, int code, const std::string& part) {
        const std::string out = folder / "out";
        arguments.insert(arguments.end(), {"--out", out});
        SCOPED_TRACE(testing::PrintToString(arguments));
        expectRefusal(runProgram(arguments), code, part);
        EXPECT_FALSE(std::filesystem::exists(out));
    }

    TemporaryFolder folder;
};

TEST_F(BadInput, unknownModel) {
    expectRefused({"generate", "--model", "nope", "--prompt", "piano"}, 2, "There is no model \"nope\". Known models: ");
    expectRefused({"train", "--model", "nope"}, 2, "There is no model \"nope\"");
    expectRefusal(runProgram({"score", "--model", "nope", "--prompt", "x", "a.wav"}), 2, "There is no model \"nope\"");
}

TEST_F(BadInput, promptFileThatCannotBeUsed) {
    expectRefused({"generate", "--prompts", folder / "none.txt"}, 2, "none.txt: no such file");
    expectRefused({"generate", "--prompts", folder.path()}, 2, "is a folder");
    expectRefused({"generate", "--prompts", folder.write("empty.txt", "\n# nothing\n")}, 2, "empty.txt holds no prompt");
    expectRefused({"generate", "--prompts", folder.write("bad.jsonl", "{\"text\": 3}\n")}, 2, "bad.jsonl, line 1");
}

TEST_F(BadInput, emptyOrMissingPrompt) {
    expectRefused({"generate", "--prompt", ""}, 2, "prompt is empty");
    expectRefused({"generate", "--prompt", "  "}, 2, "prompt is empty");
    expectRefused({"generate"}, 2, "--prompt or --prompts is required");
    expectRefusal(runProgram({"score", "--prompt", " ", "a.wav"}), 2, "The prompt is empty");
}

TEST_F(BadInput, secondsThatTheModelCannotMake) {
    for (const char* seconds : {"0", "-1", "10.5", "nan"}) {
        expectRefused({"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", seconds}, 2,
                      " s cannot be made: the model tiny makes clips above 0 s and up to 10.0 s");
    }
    expectRefused({"generate", "--prompt", "piano", "--seconds", "ten"}, 2, "--seconds");
}

TEST_F(BadInput, numbersOutOfRange) {
    expectRefused({"generate", "--prompt", "piano", "--count", "0"}, 2, "--count");
    expectRefused({"generate", "--prompt", "piano", "--seed", "-1"}, 2, "--seed");
    expectRefused({"generate", "--prompt", "piano", "--temperature", "0"}, 2, "temperature");
    expectRefused({"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", "1", "--device", "toaster"}, 2, "toaster");
    expectRefused({"corpus", "render", "--clips", "0"}, 2, "number of clips");
}

TEST_F(BadInput, recipesAreCheckedWordByWord) {
    expectRefused({"train", "--recipe", "none"}, 2, "There is no recipe \"none\". Known recipes: ");
    expectRefused({"train", "--recipe", folder.write("a.toml", "stepps = 3\n")}, 2, "the key \"stepps\" is unknown. Known keys: ");
    expectRefused({"train", "--recipe", folder.write("b.toml", "alpha = 1.5\n")}, 2, "\"alpha\" is 1.5, but must be a number from 0 to 1");
    expectRefused({"train", "--recipe", folder.write("c.toml", "alpha = = 1\n")}, 2, "c.toml, line 1");
    expectRefused({"train", "--alpha", "1.5"}, 2, "\"alpha\" is 1.5");
    expectRefused({"train", "--resume"}, 2, "holds no run");
    expectRefused({"train", "--resume", "--alpha", "0.1"}, 2, "--resume excludes --alpha");
    expectRefused({"train", "--seconds", "1000"}, 2, "\"clip_seconds\" is 1000");
    expectRefused({"train", "--recipe", "ru", "--model", tinyModel()}, 2,
                  "The recipe ru starts from a run of the recipe r: name the folder of one (--checkpoint runs/r)");
    expectRefused({"train", "--recipe", "u", "--model", tinyModel()}, 2,
                  "The recipe u learns from a preference model, and the model ");
}

TEST_F(BadInput, checkpointThatIsNone) {
    expectRefused({"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", "1", "--checkpoint", folder.path()}, 2, "There is no checkpoint in ");
}

TEST_F(BadInput, folderThatCannotBeMade) {
    const std::string below = folder.write("file", "") / "below";
    expectRefusal(runProgram({"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", "1", "--out", below}), 1, below);
    expectRefusal(runProgram({"train", "--model", tinyModel(), "--steps", "1", "--out", below}), 1, below);
    expectRefusal(runProgram({"corpus", "render", "--clips", "1", "--out", below}), 1, below);
    expectRefusal(runProgram({"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", "1", "--out", "/proc/clips"}), 1, "/proc/clips");
}

TEST_F(BadInput, fullDiskLeavesNothingHalfWritten) {
    const ProgramResult result = runProgram(
        {"generate", "--model", tinyModel(), "--prompt", "piano", "--seconds", "2", "--out", folder / "out"}, {.fileBytes = 4096});
    expectRefusal(result, 1, "Cannot write ");
    EXPECT_TRUE(std::filesystem::is_empty(folder / "out"));
}

TEST(Usage, wrongUseEndsWithTwoAndOneLine) {
    expectRefusal(runProgram({}), 2, "See musicrl --help");
    expectRefusal(runProgram({"compose"}), 2, "There is no command \"compose\"");
    expectRefusal(runProgram({"doctor", "--loud"}), 2, "--loud");
    expectRefusal(runProgram({"generate", "--prompt", "piano"}), 2, "--out is required");
    expectRefusal(runProgram({"score"}), 2, "clips is required");
}

TEST(Usage, helpAndVersionAreResults) {
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"}, {"generate", "--help"}, {"--version"}}) {
        const ProgramResult result = runProgram(arguments);
        EXPECT_EQ(result.code, 0);
        EXPECT_NE(result.out, "");
        EXPECT_EQ(result.err, "");
    }
}

TEST(Usage, resultsThatCannotBeWrittenAreAFailure) {
    const ProgramResult result = runProgram({"doctor"}, {.outFile = "/dev/full"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("could not be written to standard output"));
}

}  // namespace
}  // namespace musicrl
