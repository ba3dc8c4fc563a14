// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Database.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr int busy = 5;           // SQLITE_BUSY and its kin, from sqlite3.h
constexpr int locked = 6;         // SQLITE_LOCKED
constexpr int readOnly = 8;       // SQLITE_READONLY
constexpr int ioError = 10;       // SQLITE_IOERR
constexpr int corrupt = 11;       // SQLITE_CORRUPT
constexpr int full = 13;          // SQLITE_FULL
constexpr int cannotOpen = 14;    // SQLITE_CANTOPEN
constexpr int notADatabase = 26;  // SQLITE_NOTADB

std::string reasonOf(int code, const std::string& message) {
    switch (code) {
        case busy:
        case locked:
            return "another program is writing to it; try again when that is done.";
        case readOnly:
            return "it is read-only; make it and its folder writable.";
        case ioError:
            return "the disk refuses to read or write it; it may be full, or damaged.";
        case full:
            return "the disk is full; make room and try again.";
        case cannotOpen:
            return "it or its folder cannot be opened; check the permissions.";
        default:
            return message + ".";
    }
}

std::string connectionText(const std::string& name) {
    return "dbname=\"" + name + "\" timeout=5";
}

/// \see https://www.sqlite.org/uri.html
std::string uriOf(const fs::path& file) {
    std::string uri = "file:";
    for (const char letter : file.string()) {
        const bool special = letter == '%' || letter == '?' || letter == '#' || letter == '"';
        char code[4];
        std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(letter));
        uri += special ? std::string(code) : std::string(1, letter);
    }
    return uri;
}

/// A quotation mark would end the name that SOCI is given.
std::string nameFor(const fs::path& file) {
    return file.string().find('"') == std::string::npos ? file.string() : uriOf(file);
}

/// Whether nobody can write beside a database, not even what SQLite shares between readers.
bool isOnReadOnlyGround(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored) && ::access(file.parent_path().c_str(), W_OK) != 0;
}

/// Whether a part of a database is in a file beside it: what was written last, or what a write that is under way, or
/// was cut off, has to be undone with.
bool isInParts(const fs::path& file) {
    const auto holdsSomething = [&](const char* ending) {
        std::error_code missing;
        const std::uintmax_t size = fs::file_size(file.string() + ending, missing);
        return !missing && size > 0;
    };
    return holdsSomething("-wal") || holdsSomething("-journal");
}

}  // namespace

bool isNetworkFileSystem(std::uint64_t magic) {
    constexpr std::array<std::uint64_t, 20> magics = {
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF534D42,  // CIFS
        0xFE534D42,  // SMB 2
        0x5346414F,  // AFS
        0x6B414653,  // kAFS
        0x73757245,  // Coda
        0x564C,      // NCP
        0x01021997,  // 9P
        0x00C36400,  // Ceph
        0x0BD00BD0,  // Lustre
        0x47504653,  // GPFS
        0x01161970,  // GFS 2
        0x19830326,  // BeeGFS
        0xAAD7AAEA,  // PanFS
        0x20030528,  // OrangeFS
        0x7461636F,  // OCFS2
        0x786F4256,  // VirtualBox's shared folders
        0xBACBACBC,  // VMware's
        0x65735546,  // FUSE: sshfs and others
    };
    return std::find(magics.begin(), magics.end(), magic & 0xFFFFFFFFULL) != magics.end();
}

JournalKind journalFor(const fs::path& folder) {
    struct statfs about {};
    if (::statfs(folder.c_str(), &about) != 0) {
        throw Error(ErrorKind::Io, "Cannot look at the folder " + folder.string() + ": " + std::strerror(errno) + ".");
    }
    return isNetworkFileSystem(static_cast<std::uint64_t>(about.f_type)) ? JournalKind::Rollback : JournalKind::Wal;
}

Database::Database(const fs::path& file, const DatabaseSchema& schema, Opening opening)
    : file_(fs::absolute(file)), what_(schema.what) {
    std::error_code ignored;
    if (opening == Opening::MustExist && !fs::is_regular_file(file_, ignored)) {
        throw Error(ErrorKind::NotFound, "There is no " + what_ + " " + file_.string() + ".");
    }
    journal_ = journalFor(file_.parent_path());
    translating([&] {
        open();
        migrate(schema);
    });
}

void Database::open() {
    if (isOnReadOnlyGround(file_) && !isInParts(file_)) {
        session_.open(soci::sqlite3, connectionText(uriOf(file_) + "?immutable=1"));
        return;
    }
    session_.open(soci::sqlite3, connectionText(nameFor(file_)));
    std::string mode;
    session_ << "PRAGMA foreign_keys = ON";
    session_ << "PRAGMA synchronous = FULL";
    session_ << (journal_ == JournalKind::Wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE"),
        soci::into(mode);
}

int Database::checkedVersion(const DatabaseSchema& schema) {
    int version = 0;
    int application = 0;
    int tables = 0;
    session_ << "PRAGMA user_version", soci::into(version);
    session_ << "PRAGMA application_id", soci::into(application);
    session_ << "SELECT COUNT(*) FROM sqlite_master", soci::into(tables);
    if (tables > 0 && application != schema.applicationId) {
        throw Error(ErrorKind::BadInput, file_.string() + " is no " + what_ + ": it is another program's database.");
    }
    const int newest = static_cast<int>(schema.migrations.size());
    if (version > newest) {
        throw Error(ErrorKind::BadInput, file_.string() + " was written by a newer version of this program (format " +
                                             std::to_string(version) + ", this one reads up to " +
                                             std::to_string(newest) + "): update the program.");
    }
    return version;
}

void Database::migrate(const DatabaseSchema& schema) {
    const int newest = static_cast<int>(schema.migrations.size());
    if (checkedVersion(schema) == newest) {
        return;
    }
    WriteTransaction transaction(session_);
    const int version = checkedVersion(schema);  // again: another program may have been faster
    for (int next = version; next < newest; ++next) {
        for (const std::string& statement : schema.migrations[static_cast<std::size_t>(next)]) {
            session_ << statement;
        }
    }
    if (version < newest) {
        session_ << "PRAGMA application_id = " + std::to_string(schema.applicationId);
        session_ << "PRAGMA user_version = " + std::to_string(newest);
    }
    transaction.commit();
}

void Database::throwTranslated(const soci::soci_error& error) const {
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int code = sqlite == nullptr ? 0 : sqlite->result() & 0xFF;  // without the details
    if (code == notADatabase || code == corrupt) {
        throw Error(ErrorKind::BadInput, file_.string() + " is damaged, or no " + what_ + "'s database.");
    }
    if ((code == readOnly || code == cannotOpen || code == ioError) && isOnReadOnlyGround(file_) && isInParts(file_)) {
        throw Error(ErrorKind::Io, "The " + what_ + " " + file_.string() +
                                       " was being written when it came here, and its folder is read-only: copy the "
                                       "whole folder to where you can write, and open it there.");
    }
    throw Error(ErrorKind::Io,
                "The " + what_ + " " + file_.string() + " cannot be used: " + reasonOf(code, error.what()));
}

WriteTransaction::~WriteTransaction() {
    if (!committed_) {
        try {
            sql_ << "ROLLBACK";
        } catch (const soci::soci_error&) {  // SQLite has rolled back by itself
        }
    }
}

void WriteTransaction::commit() {
    sql_ << "COMMIT";
    committed_ = true;
}

}  // namespace musicrl
