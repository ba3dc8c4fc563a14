// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipLibrary.h"
#include "library/ClipVote.h"

#include <cstdint>
#include <functional>

namespace musicrl {

/// What a scan has done so far.
struct ScanReport {
    std::int64_t files = 0;       ///< clips in the project's folders
    std::int64_t done = 0;        ///< of them looked at
    std::int64_t read = 0;        ///< new or changed ones
    std::int64_t removed = 0;     ///< from the library, their files being gone
    std::int64_t unreadable = 0;  ///< passed over, and told of in the log
    std::int64_t drawn = 0;       ///< overviews that were made
    bool changedAnything = false;
};

/// Brings a library to what lies in the project's folders: files that are new or changed (by size and time of writing,
/// theirs or the record's) are read, those that are gone are removed, votes are counted; then overviews of the
/// waveforms are made, which takes longest, newest clips first.
///
/// \param goOn  called after every file; false ends the scan tidily, and the next one goes on from there. It may read
///              the library, which shows what was done so far.
/// \param votes  gives the votes to count; empty: those of votesInFiles
/// \throws Error(Io) when the index cannot be read or written
ScanReport scanLibrary(ClipLibrary& library, const std::function<bool(const ScanReport&)>& goOn = {},
                       const std::function<std::vector<ClipVote>()>& votes = {});

/// The same for these files alone, such as clips that were just made, scored or deleted; no votes.
ScanReport refreshClips(ClipLibrary& library, const std::vector<std::filesystem::path>& files);

/// \return whether a clip of the library has other votes than before
bool refreshVotes(ClipLibrary& library, std::span<const ClipVote> votes);
/// Stars as the project's file has them. \return whether a clip of the library has another than before
bool refreshStars(ClipLibrary& library);

}  // namespace musicrl
