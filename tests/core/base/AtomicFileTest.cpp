// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"

#include "support/ExpectError.h"
#include "support/FileSizeLimit.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

TEST(AtomicFile, replacesTheWholeContent) {
    const TemporaryFolder folder;
    const auto path = folder.write("a.txt", "a long old content");
    writeFileAtomically(path, "new");
    EXPECT_EQ(contentOf(path), "new");
    EXPECT_EQ(folder.count(), 1U);
}

TEST(AtomicFile, leavesNothingBehindWithoutCommit) {
    const TemporaryFolder folder;
    const auto path = folder.write("a.txt", "old");
    {
        AtomicFile file(path);
        EXPECT_EQ(file.temporaryPath().extension(), ".txt");
        EXPECT_EQ(file.temporaryPath().parent_path(), folder.path());
        std::ofstream(file.temporaryPath()) << "half";
    }
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_EQ(folder.count(), 1U);
}

TEST(AtomicFile, keepsTheOldFileWhenTheDiskIsFull) {
    const TemporaryFolder folder;
    const auto path = folder.write("a.txt", "old");
    expectError(ErrorKind::Io, path.string(), [&] {
        const FileSizeLimit limit(4096);
        writeFileAtomically(path, std::string(1 << 20, 'x'));
    });
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_EQ(folder.count(), 1U);
}

TEST(AtomicFile, namesAFolderThatCannotBeMade) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "");
    expectError(ErrorKind::Io, (file / "below").string(), [&] { writeFileAtomically(file / "below" / "a.txt", "x"); });
}

}  // namespace
}  // namespace musicrl
