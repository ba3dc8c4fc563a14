// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <filesystem>
#include <soci/soci.h>
#include <string>
#include <vector>

namespace musicrl {

/// The statements that lead from one version of a schema to the next; the first one's start from nothing.
using Migration = std::vector<std::string>;

struct DatabaseSchema {
    std::string what;                   ///< for the user, such as "study"
    std::int32_t applicationId = 0;     ///< stored in the file, so that another program's database is refused; above 0
    std::vector<Migration> migrations;  ///< their number is the version
};

enum class JournalKind {
    Wal,       ///< readers and a writer do not wait for each other; needs shared memory between them
    Rollback,  ///< for network file systems, where WAL would be damaged
};

/// What suits the file system of a folder, as statfs names it. \throws Error(Io) when the folder cannot be looked at
[[nodiscard]] JournalKind journalFor(const std::filesystem::path& folder);

/// Whether a file system is shared over a network (or through FUSE, which may be). \param magic  statfs's f_type
[[nodiscard]] bool isNetworkFileSystem(std::uint64_t magic);

/// An SQLite file that keeps what it was told: full synchronous, foreign keys checked, WAL (see JournalKind), a schema
/// that is brought up to date on opening, and five seconds of patience with other writers.
///
/// Opening writes nothing where the schema is the newest: a read-only copy can be read.
///
/// Thread-safety: used by one thread; several processes may open the same file.
class Database {
public:
    enum class Opening { MayCreate, MustExist };

    /// \throws Error(NotFound) there is no file (MustExist), Error(BadInput) for a file that is no such database, or of
    /// a newer version, Error(Io)
    Database(const std::filesystem::path& file, const DatabaseSchema& schema, Opening opening);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// SOCI's own exceptions come out of what is done with it: wrap it in translating().
    [[nodiscard]] soci::session& sql() { return session_; }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] JournalKind journal() const { return journal_; }

    /// Runs \p action, with SQLite's failures as Error: Io, or BadInput for a file that is damaged or no database.
    template <typename Action>
    auto translating(const Action& action) const {
        try {
            return action();
        } catch (const soci::soci_error& error) {
            throwTranslated(error);
        }
    }

private:
    void open();
    /// The version of its schema, 0 for a new file. \throws Error(BadInput) for one that cannot be read
    [[nodiscard]] int checkedVersion(const DatabaseSchema& schema);
    void migrate(const DatabaseSchema& schema);
    [[noreturn]] void throwTranslated(const soci::soci_error& error) const;

    std::filesystem::path file_;
    std::string what_;
    JournalKind journal_ = JournalKind::Wal;
    soci::session session_;
};

/// All or nothing: what is written between its construction and commit() is on the disk when commit() returns, and was
/// never there without it. Takes the write lock at once, so that what is read inside stays true.
class WriteTransaction {
public:
    explicit WriteTransaction(soci::session& sql) : sql_(sql) { sql_ << "BEGIN IMMEDIATE"; }
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    ~WriteTransaction();

    void commit();

private:
    soci::session& sql_;
    bool committed_ = false;
};

}  // namespace musicrl
