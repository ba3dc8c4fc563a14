// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/LibraryScan.h"

#include "audio/AudioFile.h"
#include "base/Error.h"
#include "base/Log.h"
#include "library/ReadLibraryClip.h"
#include "library/Stars.h"
#include "library/WaveformOverview.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t filesPerTransaction = 200;
constexpr std::int64_t overviewsPerTransaction = 20;

class Scan {
public:
    Scan(ClipLibrary& library, std::function<bool(const ScanReport&)> goOn)
        : library_(library), goOn_(std::move(goOn)) {}

    ScanReport run(const std::function<std::vector<ClipVote>()>& votes) {
        const std::vector<fs::path> files = listProjectClips(library_.projectFolder());
        report_.files = static_cast<std::int64_t>(files.size());
        known_ = library_.stamps();
        removeGone(files);
        for (std::size_t first = 0; first < files.size() && !stopped_; first += filesPerTransaction) {
            const std::size_t last = std::min(files.size(), first + filesPerTransaction);
            library_.inOneGo([&] { readFiles({files.data() + first, last - first}); });
        }
        const bool otherVotes = refreshVotes(library_, votes ? votes() : votesInFiles(library_.projectFolder()));
        const bool otherStars = refreshStars(library_);
        report_.changedAnything = report_.changedAnything || otherVotes || otherStars;
        draw();
        return report_;
    }

    ScanReport runFor(const std::vector<fs::path>& files) {
        report_.files = static_cast<std::int64_t>(files.size());
        library_.inOneGo([&] {
            for (const fs::path& file : files) {
                const std::optional<ClipId> id = library_.idOf(file);
                if (fs::exists(file)) {
                    readFile(file);
                    drawOf(library_.idOf(file), file);
                } else if (id) {
                    library_.remove(*id);
                    ++report_.removed;
                }
            }
        });
        report_.changedAnything = report_.read + report_.removed > 0;
        return report_;
    }

private:
    void removeGone(const std::vector<fs::path>& files) {
        const std::set<fs::path> there(files.begin(), files.end());
        library_.inOneGo([&] {
            for (const auto& [file, stamp] : known_) {
                const std::optional<ClipId> id = there.contains(file) ? std::nullopt : library_.idOf(file);
                if (id) {
                    library_.remove(*id);
                    ++report_.removed;
                    report_.changedAnything = true;
                }
            }
        });
    }

    void readFiles(std::span<const fs::path> files) {
        for (const fs::path& file : files) {
            readIfChanged(file);
            ++report_.done;
            if (goOn_ && !goOn_(report_)) {
                stopped_ = true;
                return;
            }
        }
    }

    void readIfChanged(const fs::path& file) {
        const auto known = known_.find(file);
        std::error_code gone;
        if (!fs::exists(file, gone) || (known != known_.end() && known->second == stampOf(file))) {
            return;
        }
        readFile(file);
    }

    void readFile(const fs::path& file) {
        try {
            library_.put(reader_.read(file));
            ++report_.read;
            report_.changedAnything = true;
        } catch (const Error& error) {  // one bad file of many
            logWarning(error.what());
            ++report_.unreadable;
        }
    }

    void draw() {
        while (!stopped_) {
            const std::vector<ClipId> ids = library_.withoutPeaks(overviewsPerTransaction);
            if (ids.empty()) {
                return;
            }
            library_.inOneGo([&] {
                for (const LibraryClip& clip : library_.read(ids)) {
                    drawOf(clip.id, clip.file);
                    if (goOn_ && !goOn_(report_)) {
                        stopped_ = true;
                        return;
                    }
                }
            });
        }
    }

    void drawOf(std::optional<ClipId> id, const fs::path& file) {
        if (!id) {
            return;
        }
        std::vector<Peak> peaks;  // none for a file that cannot be decoded, which is not tried again until it changes
        try {
            peaks = waveformPeaks(readAudioFile(file), overviewBars);
        } catch (const Error& error) {
            logWarning(error.what());
        }
        library_.setPeaks(*id, peaks);
        ++report_.drawn;
    }

    ClipLibrary& library_;
    std::function<bool(const ScanReport&)> goOn_;
    ClipReader reader_;
    std::map<fs::path, FileStamp> known_;
    ScanReport report_;
    bool stopped_ = false;
};

}  // namespace

ScanReport scanLibrary(ClipLibrary& library, const std::function<bool(const ScanReport&)>& goOn,
                       const std::function<std::vector<ClipVote>()>& votes) {
    return Scan(library, goOn).run(votes);
}

ScanReport refreshClips(ClipLibrary& library, const std::vector<fs::path>& files) {
    return Scan(library, {}).runFor(files);
}

bool refreshVotes(ClipLibrary& library, std::span<const ClipVote> votes) {
    bool changed = false;
    library.inOneGo([&] { changed = library.setVotes(countVotes(votes)); });
    return changed;
}

bool refreshStars(ClipLibrary& library) {
    const std::set<fs::path> stars = readStars(library.projectFolder());
    bool changed = false;
    library.inOneGo([&] { changed = library.setStars(stars); });
    return changed;
}

}  // namespace musicrl
