// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/Csv.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(Csv, readsQuotesCommasAndLineBreaksInsideFields) {
    const TemporaryFolder folder;
    const CsvTable table =
        readCsv(folder.write("a.csv", "\xEF\xBB\xBFid,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,\r\n\r\n3,plain \"quote\""));
    EXPECT_EQ(table.columns, (std::vector<std::string>{"id", "text"}));
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0][1], "a, \"b\"\r\nc");
    EXPECT_EQ(table.rows[1][1], "");
    EXPECT_EQ(table.rows[2][1], "plain \"quote\"");
    EXPECT_EQ(table.columnIndex("text"), 1);
    EXPECT_EQ(table.columnIndex("nothing"), -1);
}

TEST(Csv, comesBackFromItsOwnText) {
    const TemporaryFolder folder;
    const CsvTable table{{"a", "b"}, {{"x,y", "\"q\""}, {" blank ", "line\nbreak"}, {"", "é"}}};
    const CsvTable again = readCsv(folder.write("a.csv", csvText(table)));
    EXPECT_EQ(again.columns, table.columns);
    EXPECT_EQ(again.rows, table.rows);
}

TEST(Csv, namesTheLineOfAFault) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& text) { (void)readCsv(folder.write("a.csv", text)); };
    expectError(ErrorKind::BadInput, "line 3: it has 1 fields, the first line has 2", [&] { read("a,b\n1,2\n3\n"); });
    expectError(ErrorKind::BadInput, "line 2: a quoted field has no closing quote", [&] { read("a,b\n\"1,2\n"); });
    expectError(ErrorKind::BadInput, "line 2: there is text after", [&] { read("a,b\n\"1\"x,2\n"); });
    expectError(ErrorKind::BadInput, "is empty", [&] { read(""); });
    expectError(ErrorKind::NotFound, "none.csv", [&] { (void)readCsv(folder / "none.csv"); });
}

}  // namespace
}  // namespace musicrl
