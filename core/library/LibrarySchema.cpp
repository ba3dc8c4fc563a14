// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/LibrarySchema.h"

#include "base/Error.h"
#include "base/Log.h"

#include <array>
#include <string>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Facts by which clips are sorted and filtered are apart from what is only shown, so that looking through them is
/// looking through few bytes. clip_name has every model and run that was ever listed: few, so that a part of a name is
/// looked for in few.
constexpr std::array tables = {
    "CREATE TABLE clip (id INTEGER PRIMARY KEY, model TEXT, run TEXT, step INTEGER, seed INTEGER, created TEXT NOT "
    "NULL, "
    "seconds REAL NOT NULL, mulan REAL, mos REAL, preference REAL, kl REAL, mix REAL, votes INTEGER NOT NULL, "
    "wins INTEGER NOT NULL)",
    "CREATE TABLE clip_file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, "
    "modified INTEGER NOT NULL, recorded INTEGER NOT NULL, title TEXT NOT NULL, recipe TEXT, scores TEXT, sha256 TEXT, "
    "peaks TEXT)",
    "CREATE TABLE clip_name (name TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE INDEX clip_created ON clip (created)",
    "CREATE INDEX clip_model ON clip (model COLLATE NOCASE)",
    "CREATE INDEX clip_seconds ON clip (seconds)",
    "CREATE INDEX clip_seed ON clip (seed)",
    "CREATE INDEX clip_step ON clip (step)",
    "CREATE INDEX clip_mulan ON clip (mulan)",
    "CREATE INDEX clip_mos ON clip (mos)",
    "CREATE INDEX clip_preference ON clip (preference)",
    "CREATE INDEX clip_kl ON clip (kl)",
    "CREATE INDEX clip_mix ON clip (mix)",
    "CREATE INDEX clip_votes ON clip (votes)",
    "CREATE INDEX clip_title ON clip_file (title COLLATE NOCASE)",
    "CREATE INDEX clip_undrawn ON clip_file (id) WHERE peaks IS NULL"};

constexpr std::array stars = {"ALTER TABLE clip ADD COLUMN starred INTEGER NOT NULL DEFAULT 0",
                              "CREATE INDEX clip_starred ON clip (starred)"};

/// A model as shipped was named without saying so before.
constexpr std::array baseNames = {
    "UPDATE clip SET model = model || ' · base' WHERE model <> '' AND model NOT LIKE '% @ %'",
    "INSERT OR IGNORE INTO clip_name (name) SELECT DISTINCT model FROM clip WHERE model IS NOT NULL"};

constexpr const char* wordTable =
    "CREATE VIRTUAL TABLE IF NOT EXISTS clip_words USING fts5 (title, prefix = '2 3', tokenize = 'unicode61 "
    "remove_diacritics 2')";

DatabaseSchema schema() {
    return {.what = "library",
            .applicationId = 0x4d524c4d,
            .migrations = {Migration(tables.begin(), tables.end()), Migration(stars.begin(), stars.end()),
                           Migration(baseNames.begin(), baseNames.end())}};
}

/// An index that a power cut leaves behind the files is brought up to them by the next scan, so it need not wait for
/// the disk.
std::unique_ptr<Database> openFile(const fs::path& path) {
    auto database = std::make_unique<Database>(path, schema(), Database::Opening::MayCreate);
    database->translating([&] {
        database->sql() << "PRAGMA synchronous = NORMAL";
        database->sql() << "PRAGMA cache_size = -65536";
        long long clips = 0;
        database->sql() << "SELECT count(*) FROM clip JOIN clip_file USING (id)", soci::into(clips);
    });
    try {
        database->sql() << wordTable;
    } catch (const soci::soci_error&) {
        logInfo("This SQLite has no FTS5: words are looked for in every prompt.");
    }
    return database;
}

void removeIndex(const fs::path& path) {
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
        std::error_code ignored;
        fs::remove(path.string() + ending, ignored);
    }
}

}  // namespace

std::unique_ptr<Database> openLibraryIndex(const fs::path& path) {
    try {
        return openFile(path);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::BadInput || !fs::is_regular_file(path)) {
            throw;
        }
        logInfo(std::string(error.what()) + " It is made anew from the project's files.");
    }
    removeIndex(path);
    return openFile(path);
}

bool hasWordIndex(Database& database) {
    int found = 0;
    database.sql() << "SELECT count(*) FROM sqlite_master WHERE name = 'clip_words'", soci::into(found);
    return found > 0;
}

}  // namespace musicrl
