// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Database.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

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

    /// Of all items, or why they cannot be read.
    [[nodiscard]] static std::string namesIn(const fs::path& file) {
        std::string names;
        try {
            Database database(file, first, Database::Opening::MustExist);
            database.translating([&] { database.sql() << "SELECT group_concat(name) FROM item", soci::into(names); });
        } catch (const Error& error) {
            return error.what();
        }
        return names;
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

TEST_F(DatabaseFile, mayHaveAQuotationMarkInItsName) {
    file_ = folder_ / "a \"list\" of 100 %.sqlite";
    Database(file_, first, Database::Opening::MayCreate).sql() << "INSERT INTO item VALUES ('kept')";
    EXPECT_TRUE(fs::exists(file_));
    EXPECT_EQ(namesIn(file_), "kept");
}

/// A database's files as they are at one moment, copied to where nobody can write, and read by somebody who is not the
/// administrator, whom no permissions stop.
class DatabaseOnReadOnlyGround : public DatabaseFile {
protected:
    ~DatabaseOnReadOnlyGround() override { fs::permissions(ground_, fs::perms::owner_all); }

    void copyThere() const {
        fs::create_directory(ground_);
        fs::permissions(folder_.path(), fs::perms::all);
        for (const char* ending : {"", "-wal", "-journal"}) {
            if (fs::exists(file_.string() + ending)) {
                fs::copy_file(file_.string() + ending, (ground_ / "list.sqlite").string() + ending);
            }
        }
        fs::permissions(ground_,
                        fs::perms::all & ~fs::perms::owner_write & ~fs::perms::group_write & ~fs::perms::others_write);
    }

    [[nodiscard]] std::string said() const {
        int ends[2];
        if (::pipe(ends) != 0) {
            return "no pipe";
        }
        const pid_t child = ::fork();
        if (child == 0) {
            constexpr uid_t nobody = 65534;
            const std::string text =
                ::getuid() != 0 || ::setuid(nobody) == 0 ? namesIn(ground_ / "list.sqlite") : "root";
            ::_exit(::write(ends[1], text.data(), text.size()) < 0 ? 1 : 0);
        }
        ::close(ends[1]);
        std::string text(1000, ' ');
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], text.data(), text.size()))));
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        return text;
    }

    fs::path ground_ = folder_ / "ground";
};

TEST_F(DatabaseOnReadOnlyGround, isReadWhereItIsWhole) {
    Database(file_, first, Database::Opening::MayCreate).sql() << "INSERT INTO item VALUES ('kept')";
    copyThere();
    EXPECT_EQ(said(), "kept");
}

TEST_F(DatabaseOnReadOnlyGround, isNotReadWithoutWhatWasWrittenLast) {
    Database database(file_, first, Database::Opening::MayCreate);
    database.sql() << "INSERT INTO item VALUES ('kept')";
    copyThere();  // what was written is in the -wal file still
    EXPECT_THAT(said(), HasSubstr("copy the whole folder to where you can write"));
}

TEST_F(DatabaseOnReadOnlyGround, isNotReadInTheMiddleOfAWrite) {
    Database database(file_, first, Database::Opening::MayCreate);
    database.sql() << "PRAGMA journal_mode = DELETE";
    database.sql() << "INSERT INTO item VALUES ('kept')";
    database.sql() << "PRAGMA cache_size = 1";  // pages: so that what is not committed reaches the file
    const WriteTransaction transaction(database.sql());
    const std::string big(4000, 'x');
    for (int i = 0; i < 50; ++i) {
        database.sql() << "INSERT INTO item VALUES (:big)", soci::use(big);
    }
    ASSERT_GT(fs::file_size(file_.string() + "-journal"), 0U);
    copyThere();
    EXPECT_THAT(said(), HasSubstr("copy the whole folder to where you can write"));
}

TEST(JournalKind, isRollbackOnNetworkFileSystems) {
    EXPECT_TRUE(isNetworkFileSystem(0x6969));              // NFS
    EXPECT_TRUE(isNetworkFileSystem(0xFE534D42));          // SMB 2
    EXPECT_TRUE(isNetworkFileSystem(0xFFFFFFFFFE534D42));  // the same, as a signed 32-bit f_type comes out
    EXPECT_TRUE(isNetworkFileSystem(0x19830326));          // BeeGFS
    EXPECT_TRUE(isNetworkFileSystem(0xFFFFFFFFAAD7AAEA));  // PanFS
    EXPECT_FALSE(isNetworkFileSystem(0xEF53));             // ext4
    EXPECT_FALSE(isNetworkFileSystem(0x01021994));         // tmpfs
    EXPECT_FALSE(isNetworkFileSystem(0x794C7630));         // overlayfs
    EXPECT_EQ(journalFor(fs::temp_directory_path()), JournalKind::Wal);
}

}  // namespace
}  // namespace musicrl
