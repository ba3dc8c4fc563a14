// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/ClipVote.h"
#include "library/LibraryClip.h"

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <vector>

class QWidget;

namespace musicrl {

class JobHandle;
class WorkbenchServices;
struct ResultRow;

/// What can be done with clips of the library, given as their files.
class ClipActions : public QObject {
    Q_OBJECT
public:
    /// \param window  over which questions and failures are shown
    ClipActions(WorkbenchServices& services, QWidget& window);

    void reveal(const QStringList& files);       ///< selected in the file manager
    void copyRecipes(const QStringList& files);  ///< their records as JSON
    /// Scores them against their own prompts and keeps the scores in their records.
    void score(const QStringList& files);
    /// Opens the New study dialog with the models and prompts of the clips.
    void newStudy(std::vector<LibraryClip> clips);
    /// Opens the dialog that writes them into a folder.
    void exportTo(std::vector<LibraryClip> clips);
    void showVotes(const std::vector<ClipVote>& votes);
    /// Asks, then moves the clips with what stands beside them to the trash.
    void askToRemove(const QStringList& files);
    [[nodiscard]] bool scoring() const { return !scoring_.isNull(); }

Q_SIGNALS:
    void filesChanged(const QStringList& files);
    void scoringChanged();
    void failed(const QString& message);
    void studyMade(const QString& id);

private:
    void remove(const QStringList& files);
    void takeScore(const ResultRow& row);

    WorkbenchServices& services_;
    QWidget& window_;
    QPointer<JobHandle> scoring_;
    QString firstFailure_;
};

}  // namespace musicrl
