// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipFilter.h"
#include "library/LibraryClip.h"
#include "record/ClipRecipe.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

class Database;
struct SqlCondition;

/// By what a changed file is known without reading it.
struct FileStamp {
    std::int64_t bytes = 0;
    std::int64_t modifiedNs = 0;  ///< since 1970
    std::int64_t recordNs = 0;    ///< the same of what stands beside the clip; 0 when nothing does

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// A clip as it goes into the library.
struct LibraryEntry {
    LibraryClip clip;  ///< id, votes, star and peaks are passed over
    FileStamp stamp;
    std::optional<ClipRecord> record;
};

/// The clips of a project: an index of what lies in its folders, in library.sqlite.
///
/// The files are the truth: an index that is lost, damaged or of another version is made anew, and the next scan fills
/// it (see LibraryScan). It holds what is listed, sorted and looked for, the recipe and scores of each clip, and an
/// overview of its waveform. 100 000 clips are sorted and filtered in well under 100 ms (docs/benchmarks.md): the
/// order by a column is kept until something changes, and a filter only says which of it stay.
///
/// Thread-safety: used by one thread at a time.
/// Every member throws Error(Io) when the index cannot be read or written.
class ClipLibrary {
public:
    /// Opens the index of the project, or makes it. \throws Error(Io)
    explicit ClipLibrary(std::filesystem::path projectFolder);
    ~ClipLibrary();
    ClipLibrary(const ClipLibrary&) = delete;
    ClipLibrary& operator=(const ClipLibrary&) = delete;

    [[nodiscard]] const std::filesystem::path& projectFolder() const { return folder_; }
    /// Whether words are found through FTS5; else every prompt is looked through.
    [[nodiscard]] bool hasWordIndex() const { return hasWordIndex_; }
    [[nodiscard]] std::int64_t count();

    /// Which clips a filter asks for, in order.
    [[nodiscard]] std::vector<ClipId> find(const ClipFilter& filter, const ClipOrder& order);
    /// What is listed of them, in the same order; those that are gone are passed over.
    [[nodiscard]] std::vector<LibraryClip> read(std::span<const ClipId> ids);
    [[nodiscard]] std::optional<ClipId> idOf(const std::filesystem::path& file);
    /// Recipe and scores as the file beside the clip has them.
    [[nodiscard]] std::optional<ClipRecord> recordOf(ClipId id);

    /// Runs \p changes as one transaction: all of it is kept or, when something is thrown, nothing. Inside of another
    /// one it is part of that.
    void inOneGo(const std::function<void()>& changes);
    /// Adds the clip, or takes it in place of the one with the same file; its overview is kept while the sound is.
    void put(const LibraryEntry& entry);
    void remove(ClipId id);
    void setPeaks(ClipId id, const std::vector<Peak>& peaks);
    /// In place of all votes so far, by file; files that are not listed are passed over. \return whether any changed
    bool setVotes(const std::map<std::filesystem::path, VoteCount>& votes);
    /// In place of all stars so far. \return whether any changed
    bool setStars(const std::set<std::filesystem::path>& starred);
    [[nodiscard]] std::map<std::filesystem::path, FileStamp> stamps();
    /// At most so many clips that have no overview yet, newest first.
    [[nodiscard]] std::vector<ClipId> withoutPeaks(std::int64_t atMost);

private:
    [[nodiscard]] const std::vector<ClipId>& ordered(const ClipOrder& order);
    /// By id, for all ids so far: whether the clip is asked for.
    [[nodiscard]] std::vector<bool> matches(const ClipFilter& filter);
    void keepMarked(std::vector<bool>& marks, const std::string& query, const SqlCondition& values, bool keepOthers);
    [[nodiscard]] std::vector<long long> idsOf(const std::string& query, const SqlCondition& values);
    [[nodiscard]] std::int64_t largestId();
    [[nodiscard]] std::map<std::string, VoteCount> votes();
    [[nodiscard]] std::string relativeName(const std::filesystem::path& file) const;
    void changed();

    std::filesystem::path folder_;
    std::unique_ptr<Database> database_;
    bool hasWordIndex_ = false;
    bool isInOneGo_ = false;
    std::map<ClipOrder, std::vector<ClipId>> orders_;
    std::optional<std::int64_t> count_;
};

/// Where the index of a project lies.
[[nodiscard]] std::filesystem::path libraryPath(const std::filesystem::path& projectFolder);

}  // namespace musicrl
