// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipFilter.h"
#include "library/ClipVote.h"
#include "library/LibraryClip.h"
#include "library/LibraryScan.h"
#include "record/ClipRecipe.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace musicrl {

class JobHandle;
class WorkbenchServices;
struct Progress;

/// What the Library page asks of the project's index, all of it on the services' queue for files: queries go between
/// the files of a scan, and of several that wait only the newest is run.
class LibraryDesk : public QObject {
    Q_OBJECT
public:
    explicit LibraryDesk(WorkbenchServices& services, QObject* parent = nullptr);
    ~LibraryDesk() override;

    void show(const ClipFilter& filter, const ClipOrder& order);
    void read(const std::vector<ClipId>& ids);
    /// The recipe and scores of a clip; \p done also gets nothing where there is none.
    void readRecord(ClipId id, std::function<void(std::optional<ClipRecord>)> done);
    /// Looks for files that are new, changed or gone; a scan that goes on is left to.
    void scan();
    /// The same for some files, at once.
    void refresh(const QStringList& files);
    /// The files of the clips, in order.
    void pathsOf(const std::vector<ClipId>& ids, std::function<void(const QStringList&)> done);

    /// What is listed of the clips, in order.
    void clipsOf(const std::vector<ClipId>& ids, std::function<void(const std::vector<LibraryClip>&)> done);
    /// The votes on one clip, or on two against each other, as of the last scan or refreshVotes().
    void readVotes(const std::vector<std::filesystem::path>& clips,
                   std::function<void(const std::vector<ClipVote>&)> done);
    /// Counts the votes of sealed studies and of the Listen page anew.
    void refreshVotes();
    /// Puts stars on the clips or takes them off.
    void star(const QStringList& files, bool starred);

    [[nodiscard]] bool scanning() const { return !scan_.isNull(); }

Q_SIGNALS:
    void found(const std::vector<musicrl::ClipId>& ids, qint64 total);
    void clipsRead(const std::vector<musicrl::LibraryClip>& clips);
    void clipsChanged();  ///< what is listed of some clips is not what it was
    /// "Reading 120 / 800 clips"; empty when there is nothing to tell.
    void scanProgressed(const QString& text);

private:
    class OpenLibrary;

    void query();
    void showScan(const Progress& progress);
    template <typename Work, typename Done>
    void ask(const QString& title, Work work, Done done);

    WorkbenchServices& services_;
    std::shared_ptr<OpenLibrary> library_;
    ClipFilter filter_;
    ClipOrder order_;
    bool asked_ = false;  ///< a query is on its way
    bool dirty_ = false;  ///< and another one is to follow it
    QPointer<JobHandle> scan_;
    QElapsedTimer sinceShown_;
};

}  // namespace musicrl
