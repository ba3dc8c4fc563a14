// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/PromptSet.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(PromptSet, readsOnePromptALine) {
    const TemporaryFolder folder;
    const auto prompts = readPrompts(folder.write("p.txt", "\xEF\xBB\xBFslow piano\r\n\n# a remark\n  fast drums  "));
    ASSERT_EQ(prompts.size(), 2U);
    EXPECT_EQ(prompts[0].text, "slow piano");
    EXPECT_EQ(prompts[0].id, "0001-slow-piano");
    EXPECT_EQ(prompts[1].text, "fast drums");
    EXPECT_EQ(prompts[1].id, "0004-fast-drums");
}

TEST(PromptSet, readsTables) {
    const TemporaryFolder folder;
    const auto prompts = readPrompts(folder.write("p.csv", "id,prompt,seconds,seed\na,\"slow, calm\",5,7\nb,loud,,\n"));
    ASSERT_EQ(prompts.size(), 2U);
    EXPECT_EQ(prompts[0].id, "a");
    EXPECT_EQ(prompts[0].text, "slow, calm");
    EXPECT_EQ(prompts[0].durationSeconds, 5.0);
    EXPECT_EQ(prompts[0].seed, 7U);
    EXPECT_EQ(prompts[1].durationSeconds, 10.0);
    EXPECT_EQ(readPrompts(std::filesystem::path(MUSICRL_TEST_DATA) / "musiccaps-shape.csv")[1].id, "made_up_02");
}

TEST(PromptSet, takesColumnsAndKeysInAnyCaseAndUnderTheirOtherNames) {
    const TemporaryFolder folder;
    const auto table = readPrompts(folder.write("p.CSV", "Note,Text,Duration\n\"two\nlines\",\"slow\n piano\",4\n,fast drums,\n"));
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table[0].text, "slow piano");
    EXPECT_EQ(table[0].durationSeconds, 4.0);
    EXPECT_EQ(table[1].durationSeconds, 10.0);
    EXPECT_EQ(table[1].id, "0005-fast-drums") << "the line of the file, not the row of the table";
    const auto lines = readPrompts(folder.write("p.jsonl", "{\"Text\":\"a\",\"id\":17,\"duration\":2.5,\"seed\":null,\"mood\":[1]}\n"));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].id, "17");
    EXPECT_EQ(lines[0].durationSeconds, 2.5);
    EXPECT_EQ(lines[0].seed, 0U);
}

TEST(PromptSet, readsJsonLinesUnderAnyOfTheThreeKeys) {
    const TemporaryFolder folder;
    const auto prompts = readPrompts(folder.write(
        "p.jsonl", "{\"prompt\":\"a\",\"id\":\"one\",\"seconds\":3.5,\"seed\":9}\n\n{\"text\":\"b\"}\n{\"caption\":\"c\"}\n"));
    ASSERT_EQ(prompts.size(), 3U);
    EXPECT_EQ(prompts[0].id, "one");
    EXPECT_EQ(prompts[0].seed, 9U);
    EXPECT_EQ(prompts[0].durationSeconds, 3.5);
    EXPECT_EQ(prompts[1].text, "b");
    EXPECT_EQ(prompts[2].id, "0004-c");
}

TEST(PromptSet, namesFileLineAndReason) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& name, const std::string& text) { (void)readPrompts(folder.write(name, text)); };
    expectError(ErrorKind::NotFound, "none.txt", [&] { (void)readPrompts(folder / "none.txt"); });
    expectError(ErrorKind::BadInput, "is a folder", [&] { (void)readPrompts(folder.path()); });
    expectError(ErrorKind::BadInput, "holds no prompt", [&] { read("p.txt", "\n# nothing\n"); });
    expectError(ErrorKind::BadInput, "p.jsonl, line 2: this is no JSON object", [&] { read("p.jsonl", "{\"text\":\"a\"}\n[1]\n"); });
    expectError(ErrorKind::BadInput, "p.jsonl, line 1: there is no \"prompt\"", [&] { read("p.jsonl", "{\"txt\":\"a\"}\n"); });
    expectError(ErrorKind::BadInput, "p.jsonl, line 1: the prompt is empty", [&] { read("p.jsonl", "{\"text\":\" \"}\n"); });
    expectError(ErrorKind::BadInput, "the seconds must be more than 0", [&] { read("p.csv", "prompt,seconds\na,-1\n"); });
    expectError(ErrorKind::BadInput, "the seconds must be more than 0", [&] { read("p.csv", "prompt,seconds\na,inf\n"); });
    expectError(ErrorKind::BadInput, "line 2: \"five\" stands for seconds", [&] { read("p.csv", "prompt,seconds\na,five\n"); });
    expectError(ErrorKind::BadInput, "line 4: \"-1\" stands for seed", [&] { read("p.csv", "prompt,seed\n\"a\nb\",1\nc,-1\n"); });
    expectError(ErrorKind::BadInput, "\"-1\" stands for seed", [&] { read("p.jsonl", "{\"text\":\"a\",\"seed\":-1}\n"); });
    expectError(ErrorKind::BadInput, "\"1.5\" stands for seed", [&] { read("p.jsonl", "{\"text\":\"a\",\"seed\":1.5}\n"); });
    expectError(ErrorKind::BadInput, "line 1: the text is 3", [&] { read("p.jsonl", "{\"text\":3}\n"); });
    expectError(ErrorKind::BadInput, "line 2: there is no \"prompt\", \"text\" or \"caption\"", [&] { read("p.csv", "name\na\n"); });
    expectError(ErrorKind::BadInput, "line 3: the prompt is empty", [&] { read("p.csv", "id,prompt\na,b\nc,\n"); });
    expectError(ErrorKind::BadInput, "line 3: it has 1 fields, the first line has 2", [&] { read("p.csv", "id,prompt\na,b\nc\n"); });
    expectError(ErrorKind::BadInput, "line 3: the id \"x\" is used twice, first in line 2", [&] { read("p.csv", "id,prompt\nx,a\nx,b\n"); });
    expectError(ErrorKind::BadInput, "p.json ends in .json, but prompts are read from .txt", [&] { read("p.json", "[]"); });
    expectError(ErrorKind::BadInput, "does not fit a file name", [&] { read("p.csv", "id,prompt\n../x,a\n"); });
    expectError(ErrorKind::BadInput, "not UTF-8", [&] { read("p.txt", "caf\xE9\n"); });
}

}  // namespace
}  // namespace musicrl
