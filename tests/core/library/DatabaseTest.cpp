// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Database.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const DatabaseSchema first{
    .what = "list", .applicationId = 77, .migrations = {{"CREATE TABLE item (name TEXT NOT NULL)"}}};

DatabaseSchema second() {
    DatabaseSchema schema = first;
    schema.migrations.push_back({"ALTER TABLE item ADD COLUMN size INTEGER NOT NULL DEFAULT 3",
                                 "CREATE TABLE part (item INTEGER REFERENCES item (rowid))"});
    return schema;
}

class DatabaseFile : public testing::Test {
protected:
    [[nodiscard]] Error refused(const DatabaseSchema& schema,
                                Database::Opening opening = Database::Opening::MayCreate) const {
        try {
            const Database database(file_, schema, opening);
        } catch (const Error& error) {
            return error;
        }
        return {ErrorKind::Internal, "nothing"};
    }

    TemporaryFolder folder_;
    fs::path file_ = folder_ / "a list.sqlite";
};

TEST_F(DatabaseFile, keepsWhatItIsToldWithFullSynchronousWalAndForeignKeys) {
    Database database(file_, first, Database::Opening::MayCreate);
    std::string journal;
    int synchronous = 0;
    int foreignKeys = 0;
    database.sql() << "PRAGMA journal_mode", soci::into(journal);
    database.sql() << "PRAGMA synchronous", soci::into(synchronous);
    database.sql() << "PRAGMA foreign_keys", soci::into(foreignKeys);
    EXPECT_EQ(journal, database.journal() == JournalKind::Wal ? "wal" : "delete");
    EXPECT_EQ(synchronous, 2);
    EXPECT_EQ(foreignKeys, 1);
}

TEST_F(DatabaseFile, isReadWhileAnotherProgramWrites) {
    Database writer(file_, first, Database::Opening::MayCreate);
    const WriteTransaction writing(writer.sql());
    Database reader(file_, first, Database::Opening::MustExist);
    int count = -1;
    reader.sql() << "SELECT COUNT(*) FROM item", soci::into(count);
    EXPECT_EQ(count, 0);
}

TEST_F(DatabaseFile, isBroughtUpToDateWithoutLosingAnything) {
    Database(file_, first, Database::Opening::MayCreate).sql() << "INSERT INTO item VALUES ('old')";
    Database database(file_, second(), Database::Opening::MustExist);
    std::string name;
    int size = 0;
    database.sql() << "SELECT name, size FROM item", soci::into(name), soci::into(size);
    EXPECT_EQ(name, "old");
    EXPECT_EQ(size, 3);
    const Error error = refused(first);
    EXPECT_EQ(error.kind(), ErrorKind::BadInput);
    EXPECT_THAT(error.what(), HasSubstr("newer version of this program"));
}

TEST_F(DatabaseFile, isLeftAloneByAMigrationThatFails) {
    Database(file_, first, Database::Opening::MayCreate).sql() << "INSERT INTO item VALUES ('old')";
    DatabaseSchema broken = first;
    broken.migrations.push_back({"ALTER TABLE item ADD COLUMN size INTEGER", "NO SQL"});
    EXPECT_EQ(refused(broken).kind(), ErrorKind::Io);
    Database database(file_, second(), Database::Opening::MustExist);  // the column is still to be added
}

TEST_F(DatabaseFile, refusesWhatIsNotItsOwn) {
    EXPECT_EQ(refused(first, Database::Opening::MustExist).kind(), ErrorKind::NotFound);
    folder_.write("a list.sqlite", std::string(5000, 'x'));
    EXPECT_THAT(refused(first).what(), HasSubstr("damaged, or no list's database"));
    fs::remove(file_);
    DatabaseSchema others = first;
    others.applicationId = 78;
    { const Database database(file_, others, Database::Opening::MayCreate); }
    EXPECT_THAT(refused(first).what(), HasSubstr("another program's database"));
}

TEST_F(DatabaseFile, takesBackWhatIsNotCommitted) {
    Database database(file_, first, Database::Opening::MayCreate);
    {
        const WriteTransaction transaction(database.sql());
        database.sql() << "INSERT INTO item VALUES ('gone')";
    }
    WriteTransaction transaction(database.sql());
    database.sql() << "INSERT INTO item VALUES ('kept')";
    transaction.commit();
    std::string name;
    database.sql() << "SELECT group_concat(name) FROM item", soci::into(name);
    EXPECT_EQ(name, "kept");
}

TEST(JournalKind, isRollbackOnNetworkFileSystems) {
    EXPECT_TRUE(isNetworkFileSystem(0x6969));              // NFS
    EXPECT_TRUE(isNetworkFileSystem(0xFE534D42));          // SMB 2
    EXPECT_TRUE(isNetworkFileSystem(0xFFFFFFFFFE534D42));  // the same, as a signed 32-bit f_type comes out
    EXPECT_FALSE(isNetworkFileSystem(0xEF53));             // ext4
    EXPECT_FALSE(isNetworkFileSystem(0x01021994));         // tmpfs
    EXPECT_FALSE(isNetworkFileSystem(0x794C7630));         // overlayfs
    EXPECT_EQ(journalFor(fs::temp_directory_path()), JournalKind::Wal);
}

}  // namespace
}  // namespace musicrl
