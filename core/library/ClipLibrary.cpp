// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ClipLibrary.h"

#include "library/Database.h"
#include "library/FilterSql.h"
#include "library/LibraryRows.h"
#include "library/LibrarySchema.h"
#include "library/WaveformOverview.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// True for as long as it lives.
class Raised {
public:
    explicit Raised(bool& flag) : flag_(flag) { flag_ = true; }
    ~Raised() { flag_ = false; }
    Raised(const Raised&) = delete;
    Raised& operator=(const Raised&) = delete;

private:
    bool& flag_;
};

std::string columnOf(ClipColumn column) {
    switch (column) {
        case ClipColumn::Created:
            return "created";
        case ClipColumn::Title:
            return "title COLLATE NOCASE";
        case ClipColumn::Model:
            return "model COLLATE NOCASE";
        case ClipColumn::Seconds:
            return "seconds";
        case ClipColumn::Seed:
            return "seed";
        case ClipColumn::Step:
            return "step";
        case ClipColumn::Mulan:
            return "mulan";
        case ClipColumn::Mos:
            return "mos";
        case ClipColumn::Preference:
            return "preference";
        case ClipColumn::Kl:
            return "kl";
        case ClipColumn::Mix:
            return "mix";
        case ClipColumn::Votes:
            return "votes";
        case ClipColumn::Starred:
            return "starred";
    }
    return {};
}

/// With the id behind it, an index on the column alone gives the whole order.
std::string orderQuery(const ClipOrder& order) {
    const std::string direction = order.isDescending ? " DESC" : " ASC";
    return std::string("SELECT id FROM ") + (order.column == ClipColumn::Title ? "clip_file" : "clip") + " ORDER BY " +
           columnOf(order.column) + direction + " NULLS LAST, id" + direction;
}

}  // namespace

fs::path libraryPath(const fs::path& projectFolder) {
    return projectFolder / "library.sqlite";
}

ClipLibrary::ClipLibrary(fs::path projectFolder)
    : folder_(fs::absolute(projectFolder).lexically_normal()), database_(openLibraryIndex(libraryPath(folder_))) {
    hasWordIndex_ = musicrl::hasWordIndex(*database_);
}

ClipLibrary::~ClipLibrary() = default;

std::string ClipLibrary::relativeName(const fs::path& file) const {
    const fs::path relative = fs::absolute(file).lexically_normal().lexically_relative(folder_);
    return (relative.empty() ? file : relative).generic_string();
}

void ClipLibrary::changed() {
    orders_.clear();
    count_.reset();
}

std::int64_t ClipLibrary::count() {
    return database_->translating([&] {
        if (!count_) {
            long long count = 0;
            database_->sql() << "SELECT count(*) FROM clip", soci::into(count);
            count_ = count;
        }
        return *count_;
    });
}

std::int64_t ClipLibrary::largestId() {
    long long id = 0;
    database_->sql() << "SELECT coalesce(max(id), 0) FROM clip", soci::into(id);
    return id;
}

std::vector<long long> ClipLibrary::idsOf(const std::string& query, const SqlCondition& condition) {
    soci::statement statement(database_->sql());
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
        const std::string place = "v" + std::to_string(i);
        std::visit([&](const auto& value) { statement.exchange(soci::use(value, place)); }, condition.values[i]);
    }
    std::vector<long long> ids(static_cast<std::size_t>(std::max<std::int64_t>(1, count())));
    statement.exchange(soci::into(ids));
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    if (!statement.execute(true)) {
        ids.clear();
    }
    return ids;
}

const std::vector<ClipId>& ClipLibrary::ordered(const ClipOrder& order) {
    const auto known = orders_.find(order);
    if (known != orders_.end()) {
        return known->second;
    }
    const std::vector<long long> ids = idsOf(orderQuery(order), {});
    return orders_[order] = std::vector<ClipId>(ids.begin(), ids.end());
}

void ClipLibrary::keepMarked(std::vector<bool>& marks, const std::string& query, const SqlCondition& condition,
                             bool keepOthers) {
    std::vector<bool> found(marks.size(), false);
    for (const long long id : idsOf(query, condition)) {
        found[static_cast<std::size_t>(id)] = true;
    }
    for (std::size_t i = 0; i < marks.size(); ++i) {
        marks[i] = marks[i] && found[i] != keepOthers;
    }
}

std::vector<bool> ClipLibrary::matches(const ClipFilter& filter) {
    std::vector<bool> marks(static_cast<std::size_t>(largestId()) + 1, true);
    const SqlCondition fields = fieldCondition(filter);
    if (!fields.values.empty() || !filter.flags.empty()) {
        keepMarked(marks, "SELECT id FROM clip WHERE " + fields.text, fields, false);
    }
    if (!hasWordIndex_) {
        const SqlCondition words = wordCondition(filter);
        keepMarked(marks, "SELECT id FROM clip_file WHERE " + words.text, words, false);
        return marks;
    }
    for (const bool excluded : {false, true}) {
        const std::string words = wordQuery(filter, excluded);
        if (!words.empty()) {
            keepMarked(marks, "SELECT rowid FROM clip_words WHERE clip_words MATCH :v0",
                       {.text = {}, .values = {words}}, excluded);
        }
    }
    return marks;
}

std::vector<ClipId> ClipLibrary::find(const ClipFilter& filter, const ClipOrder& order) {
    return database_->translating([&] {
        const std::vector<ClipId>& all = ordered(order);
        if (filter.isEmpty()) {
            return all;
        }
        const std::vector<bool> wanted = matches(filter);
        std::vector<ClipId> found;
        std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                     [&](ClipId id) { return wanted[static_cast<std::size_t>(id)]; });
        return found;
    });
}

std::optional<ClipId> ClipLibrary::idOf(const fs::path& file) {
    return database_->translating([&] {
        const std::string path = relativeName(file);
        long long id = 0;
        database_->sql() << "SELECT id FROM clip_file WHERE path = :path", soci::use(path), soci::into(id);
        return database_->sql().got_data() ? std::optional<ClipId>(id) : std::nullopt;
    });
}

void ClipLibrary::inOneGo(const std::function<void()>& changes) {
    database_->translating([&] {
        if (isInOneGo_) {
            changes();
            return;
        }
        WriteTransaction transaction(database_->sql());
        const Raised raised(isInOneGo_);
        changes();
        transaction.commit();
    });
}

std::vector<LibraryClip> ClipLibrary::read(std::span<const ClipId> ids) {
    return database_->translating([&] { return readRows(database_->sql(), folder_, ids); });
}

std::optional<ClipRecord> ClipLibrary::recordOf(ClipId id) {
    return database_->translating([&] { return readRecordRow(database_->sql(), id); });
}

void ClipLibrary::put(const LibraryEntry& entry) {
    database_->translating([&] {
        const std::optional<ClipId> known = idOf(entry.clip.file);
        const ClipId id = known ? *known : largestId() + 1;
        const KeptOfRow kept = known ? keptOfRow(database_->sql(), id, entry.stamp) : KeptOfRow{};
        if (known) {
            deleteRows(database_->sql(), id, hasWordIndex_);
        }
        insertRows(database_->sql(), id, relativeName(entry.clip.file), entry, kept);
        if (hasWordIndex_) {
            insertWords(database_->sql(), id, entry.clip.title);
        }
        changed();
    });
}

void ClipLibrary::remove(ClipId id) {
    database_->translating([&] { deleteRows(database_->sql(), id, hasWordIndex_); });
    changed();
}

void ClipLibrary::setPeaks(ClipId id, const std::vector<Peak>& peaks) {
    return database_->translating([&] {
        const long long at = id;
        const std::string overview = overviewText(peaks);
        database_->sql() << "UPDATE clip_file SET peaks = :peaks WHERE id = :id", soci::use(overview, "peaks"),
            soci::use(at, "id");
    });
}

std::map<std::string, VoteCount> ClipLibrary::votes() {
    std::string path;
    long long votes = 0;
    long long wins = 0;
    soci::statement statement =
        (database_->sql().prepare << "SELECT path, votes, wins FROM clip JOIN clip_file USING (id) WHERE votes > 0",
         soci::into(path), soci::into(votes), soci::into(wins));
    std::map<std::string, VoteCount> counted;
    statement.execute();
    while (statement.fetch()) {
        counted.emplace(path, VoteCount{votes, wins});
    }
    return counted;
}

bool ClipLibrary::setVotes(const std::map<fs::path, VoteCount>& counted) {
    return database_->translating([&] {
        std::map<std::string, VoteCount> wanted;
        for (const auto& [file, votes] : counted) {
            if (idOf(file)) {
                wanted.emplace(relativeName(file), votes);
            }
        }
        if (wanted == votes()) {
            return false;
        }
        soci::session& session = database_->sql();
        session << "UPDATE clip SET votes = 0, wins = 0 WHERE votes > 0";
        for (const auto& [path, count] : wanted) {
            const long long all = count.votes;
            const long long wins = count.wins;
            session << "UPDATE clip SET votes = :votes, wins = :wins WHERE id = (SELECT id FROM clip_file WHERE path = "
                       ":path)",
                soci::use(all, "votes"), soci::use(wins, "wins"), soci::use(path, "path");
        }
        changed();
        return true;
    });
}

bool ClipLibrary::setStars(const std::set<fs::path>& starred) {
    return database_->translating([&] {
        std::set<ClipId> wanted;
        for (const fs::path& file : starred) {
            if (const std::optional<ClipId> id = idOf(file)) {
                wanted.insert(*id);
            }
        }
        const std::vector<long long> ids = idsOf("SELECT id FROM clip WHERE starred > 0", {});
        if (wanted == std::set<ClipId>(ids.begin(), ids.end())) {
            return false;
        }
        database_->sql() << "UPDATE clip SET starred = 0 WHERE starred > 0";
        for (const long long id : wanted) {
            database_->sql() << "UPDATE clip SET starred = 1 WHERE id = :id", soci::use(id);
        }
        changed();
        return true;
    });
}

std::map<fs::path, FileStamp> ClipLibrary::stamps() {
    return database_->translating([&] {
        std::string path;
        long long bytes = 0;
        long long modified = 0;
        long long recorded = 0;
        soci::statement statement =
            (database_->sql().prepare << "SELECT path, bytes, modified, recorded FROM clip_file", soci::into(path),
             soci::into(bytes), soci::into(modified), soci::into(recorded));
        std::map<fs::path, FileStamp> stamps;
        statement.execute();
        while (statement.fetch()) {
            stamps.emplace(folder_ / path, FileStamp{bytes, modified, recorded});
        }
        return stamps;
    });
}

std::vector<ClipId> ClipLibrary::withoutPeaks(std::int64_t atMost) {
    return database_->translating([&] {
        const std::vector<long long> ids =
            idsOf("SELECT id FROM clip_file WHERE peaks IS NULL ORDER BY id DESC LIMIT " + std::to_string(atMost), {});
        return std::vector<ClipId>(ids.begin(), ids.end());
    });
}

}  // namespace musicrl
