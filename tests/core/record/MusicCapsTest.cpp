// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/MusicCaps.h"

#include "record/PythonList.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(MusicCaps, readsTheColumnsOfThePublicTable) {
    const auto rows = readMusicCaps(std::filesystem::path(MUSICRL_TEST_DATA) / "musiccaps-shape.csv");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].id, "-made-up-01");
    EXPECT_EQ(rows[0].startSeconds, 30.0);
    EXPECT_EQ(rows[0].endSeconds, 40.0);
    EXPECT_EQ(rows[0].labels, "/m/04rlf,/m/05r5c");
    EXPECT_EQ(rows[0].aspects, (std::vector<std::string>{"slow piano", "the singer's breath", "room noise"}));
    EXPECT_EQ(rows[0].caption,
              "A slow piano, recorded in a room.\nOne can hear the singer's breath; someone says \"again\".");
    EXPECT_EQ(rows[0].author, 4);
    EXPECT_FALSE(rows[0].balancedSubset);
    EXPECT_TRUE(rows[0].audiosetEval);
    EXPECT_EQ(rows[1].startSeconds, 12.5);
    EXPECT_TRUE(rows[1].facts.empty());
}

TEST(MusicCaps, comesBackWithItsFacts) {
    const TemporaryFolder folder;
    auto rows = readMusicCaps(std::filesystem::path(MUSICRL_TEST_DATA) / "musiccaps-shape.csv");
    rows[1].facts = R"({"tempo":120,"key":"C"})";
    rows[1].aspects = {"a \"b\" 'c'", "back\\slash", "line\nbreak"};
    writeMusicCaps(folder / "corpus.csv", rows);
    const auto again = readMusicCaps(folder / "corpus.csv");
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].caption, rows[0].caption);
    EXPECT_EQ(again[0].aspects, rows[0].aspects);
    EXPECT_EQ(again[1].aspects, rows[1].aspects);
    EXPECT_EQ(again[1].facts, rows[1].facts);
    EXPECT_EQ(again[1].startSeconds, 12.5);
    EXPECT_TRUE(again[0].audiosetEval);
}

TEST(MusicCaps, writesThePublicTablesOwnBytes) {
    const TemporaryFolder folder;
    const auto path = std::filesystem::path(MUSICRL_TEST_DATA) / "musiccaps-shape.csv";
    writeMusicCaps(folder / "again.csv", readMusicCaps(path));
    EXPECT_EQ(contentOf(folder / "again.csv"), contentOf(path));
}

TEST(MusicCaps, namesFileLineAndReason) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& text) { (void)readMusicCaps(folder.write("m.csv", text)); };
    expectError(ErrorKind::BadInput, "no column \"caption\"", [&] { read("ytid\na\n"); });
    expectError(ErrorKind::BadInput, "m.csv, line 3: start_s is \"x\"", [&] { read("ytid,caption,start_s\na,b,1\nc,d,x\n"); });
    expectError(ErrorKind::BadInput, "line 2: end_s must be after start_s", [&] { read("ytid,caption,start_s,end_s\na,b,5,4\n"); });
    expectError(ErrorKind::BadInput, "line 2: is_audioset_eval is \"maybe\"", [&] { read("ytid,caption,is_audioset_eval\na,b,maybe\n"); });
    expectError(ErrorKind::BadInput, "line 2: this is no list of texts", [&] { read("ytid,caption,aspect_list\na,b,['x\n"); });
    expectError(ErrorKind::BadInput, "line 2: ytid and caption must not be empty", [&] { read("ytid,caption\na, \n"); });
}

TEST(PythonList, readsWhatPythonPrints) {
    EXPECT_TRUE(textsFromPythonList("[]", "x").empty());
    EXPECT_EQ(textsFromPythonList(R"(['a', "b's", 'c\'s "d"', 'e,f', ''])", "x"),
              (std::vector<std::string>{"a", "b's", "c's \"d\"", "e,f", ""}));
    EXPECT_EQ(textsFromPythonList(R"(['a\xa0b', '\u200b', '\U0001f3b5', 'tab\tq'])", "x"),
              (std::vector<std::string>{"a\u00A0b", "\u200B", "\U0001F3B5", "tab\tq"}));
    EXPECT_EQ(pythonListText({"a", "b's", "c's \"d\""}), R"(['a', "b's", 'c\'s "d"'])");
    for (const char* broken : {"", "[", "['a'", "['a' 'b']", "['a'] x", "[a]", "['a\\q']", "['\\xg0']", "['\\ud800']"}) {
        expectError(ErrorKind::BadInput, "no list of texts", [&] { (void)textsFromPythonList(broken, "x"); });
    }
}

}  // namespace
}  // namespace musicrl
