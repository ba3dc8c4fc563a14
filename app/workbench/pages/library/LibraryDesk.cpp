// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/LibraryDesk.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "library/ClipLibrary.h"
#include "library/LibraryScan.h"
#include "library/Stars.h"
#include "study/SealedVotes.h"

#include <chrono>
#include <utility>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr qint64 showAgainMs = 700;  // while a scan finds clips
constexpr std::chrono::milliseconds tellAgain{100};

std::vector<fs::path> pathsFrom(const QStringList& files) {
    std::vector<fs::path> paths;
    for (const QString& file : files) {
        paths.emplace_back(file.toStdString());
    }
    return paths;
}

/// What a query brings back.
struct Listing {
    std::vector<ClipId> ids;
    std::int64_t total = 0;
};

}  // namespace

/// Opened by the first job that needs it; only jobs touch it.
class LibraryDesk::OpenLibrary {
public:
    explicit OpenLibrary(fs::path folder) : folder_(std::move(folder)), sealed_(folder_ / "studies") {}

    ClipLibrary& get() {
        if (!library_) {
            library_ = std::make_unique<ClipLibrary>(folder_);
        }
        return *library_;
    }

    /// Reads the project's votes anew.
    const std::vector<ClipVote>& readVotes() {
        votes_ = sealed_.read();
        const std::vector<ClipVote> others = votesInFiles(folder_);
        votes_.insert(votes_.end(), others.begin(), others.end());
        return votes_;
    }

    [[nodiscard]] const std::vector<ClipVote>& votes() const { return votes_; }

private:
    fs::path folder_;
    SealedVotes sealed_;
    std::vector<ClipVote> votes_;
    std::unique_ptr<ClipLibrary> library_;
};

LibraryDesk::LibraryDesk(WorkbenchServices& services, QObject* parent)
    : QObject(parent), services_(services), library_(std::make_shared<OpenLibrary>(services.projectFolder)) {}

LibraryDesk::~LibraryDesk() {
    if (scan_) {
        scan_->requestStop();
    }
}

template <typename Work, typename Done>
void LibraryDesk::ask(const QString& title, Work work, Done done) {
    fetch(
        *services_.files, this, title, [library = library_, work = std::move(work)] { return work(library->get()); },
        std::move(done));
}

void LibraryDesk::show(const ClipFilter& filter, const ClipOrder& order) {
    filter_ = filter;
    order_ = order;
    query();
}

void LibraryDesk::query() {
    if (asked_) {
        dirty_ = true;
        return;
    }
    asked_ = true;
    dirty_ = false;
    JobHandle* job = fetch(
        *services_.files, this, tr("Looking through the library"),
        [library = library_, filter = filter_, order = order_] {
            return Listing{library->get().find(filter, order), library->get().count()};
        },
        [this](Listing listing) { Q_EMIT found(listing.ids, listing.total); });
    connect(job, &JobHandle::finished, this, [this] {
        asked_ = false;
        if (dirty_) {
            query();
        }
    });
}

void LibraryDesk::read(const std::vector<ClipId>& ids) {
    ask(
        tr("Reading clips of the library"), [ids](ClipLibrary& library) { return library.read(ids); },
        [this](const std::vector<LibraryClip>& clips) { Q_EMIT clipsRead(clips); });
}

void LibraryDesk::readRecord(ClipId id, std::function<void(std::optional<ClipRecord>)> done) {
    ask(
        tr("Reading a clip's recipe"), [id](ClipLibrary& library) { return library.recordOf(id); }, std::move(done));
}

void LibraryDesk::pathsOf(const std::vector<ClipId>& ids, std::function<void(const QStringList&)> done) {
    ask(
        tr("Looking for files"),
        [ids](ClipLibrary& library) {
            QStringList paths;
            for (const LibraryClip& clip : library.read(ids)) {
                paths << QString::fromStdString(clip.file.string());
            }
            return paths;
        },
        std::move(done));
}

void LibraryDesk::clipsOf(const std::vector<ClipId>& ids, std::function<void(const std::vector<LibraryClip>&)> done) {
    ask(
        tr("Reading clips of the library"), [ids](ClipLibrary& library) { return library.read(ids); }, std::move(done));
}

void LibraryDesk::readVotes(const std::vector<fs::path>& clips,
                            std::function<void(const std::vector<ClipVote>&)> done) {
    fetch(
        *services_.files, this, tr("Looking for votes"),
        [library = library_, clips] {
            return clips.size() == 2 ? votesBetween(library->votes(), clips[0], clips[1])
                                     : votesOn(library->votes(), clips.front());
        },
        std::move(done));
}

void LibraryDesk::refreshVotes() {
    ask(
        tr("Counting votes"),
        [library = library_](ClipLibrary& index) { return musicrl::refreshVotes(index, library->readVotes()); },
        [this](bool changed) {
            if (changed) {
                query();
            }
            Q_EMIT clipsChanged();
        });
}

void LibraryDesk::star(const QStringList& files, bool starred) {
    ask(
        tr("Keeping stars"),
        [folder = services_.projectFolder, paths = pathsFrom(files), starred](ClipLibrary& library) {
            setStars(folder, paths, starred);
            return refreshStars(library);
        },
        [this](bool) {
            query();
            Q_EMIT clipsChanged();
        });
}

void LibraryDesk::scan() {
    if (scan_) {
        return;
    }
    const auto changed = std::make_shared<bool>(false);
    scan_ = services_.files->submit(
        tr("Looking for new clips"),
        [library = library_, changed](const JobContext& context) {
            Clock::time_point told = Clock::now();
            const auto goOn = [&](const ScanReport& report) {
                const bool foundNothing = report.read + report.drawn == 0;  // a look that finds nothing is not told of
                if (!foundNothing && Clock::now() - told > tellAgain) {
                    const bool reading = report.done < report.files;
                    context.publish(reading ? Progress{report.done, report.files, "reading"}
                                            : Progress{report.drawn, 0, "drawing"});
                    told = Clock::now();
                }
                context.yieldPoint();
                return !context.stopRequested();
            };
            *changed = scanLibrary(library->get(), goOn, [&] { return library->readVotes(); }).changedAnything;
        },
        JobLength::Long, JobListing::Quiet);
    sinceShown_.start();
    connect(scan_, &JobHandle::progressed, this, &LibraryDesk::showScan);
    connect(scan_, &JobHandle::finished, this, [this, changed] {
        scan_.clear();
        Q_EMIT scanProgressed({});
        if (*changed) {
            query();
        }
        Q_EMIT clipsChanged();
    });
}

void LibraryDesk::showScan(const Progress& progress) {
    const bool drawing = progress.what == "drawing";
    Q_EMIT scanProgressed(drawing ? tr("Drawing waveforms: %1").arg(progress.done)
                                  : tr("Reading %1 / %2 clips").arg(progress.done).arg(progress.total));
    if (sinceShown_.elapsed() > showAgainMs) {
        sinceShown_.restart();
        drawing ? Q_EMIT clipsChanged() : query();
    }
}

void LibraryDesk::refresh(const QStringList& files) {
    const std::vector<fs::path> paths = pathsFrom(files);
    ask(
        tr("Reading changed clips"), [paths](ClipLibrary& library) { return refreshClips(library, paths); },
        [this](const ScanReport&) {
            query();
            Q_EMIT clipsChanged();
        });
}

}  // namespace musicrl
