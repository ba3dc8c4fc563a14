// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/settings/KeySettings.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <filesystem>

namespace musicrl {

class JobController;
class Player;

/// What every page is given: where work goes, what plays, where files lie, and how pages speak to each other.
///
/// A page that wants something of another one emits a signal here; the window connects them. Paths are those of clips
/// (audio files, each with its record beside it).
class WorkbenchServices : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    JobController* device = nullptr;       ///< work on the compute device: generate, score, train
    JobController* files = nullptr;        ///< reading and decoding: see fetch() in jobs/JobController.h
    Player* player = nullptr;              ///< always there; says itself when the machine has no sound output
    std::filesystem::path projectFolder;   ///< has clips/, runs/ and prompts/
    std::filesystem::path soundSettings;   ///< file that remembers the sound output; empty: nothing is remembered
    std::filesystem::path listenSettings;  ///< the same of what the Listen page shows
    KeySettings keys;                      ///< which key does what, on all pages
    bool blind = false;                    ///< the Listen page hides which clip is which: nothing anywhere may tell

Q_SIGNALS:
    /// Play this clip now, from its start, where the user is: it becomes lane A of the player.
    void clipActivated(const QString& path);
    /// Put both clips into the lanes and show the Listen page.
    void compareRequested(const QString& pathA, const QString& pathB);
    /// Put the clips into the lanes from A on, up to eight of them, and show the Listen page.
    void listenRequested(const QStringList& paths);
    /// The same with two whose names, pictures and scores stay hidden, and whose sides are drawn, until they are asked
    /// for.
    void blindPairRequested(const QString& pathA, const QString& pathB);
    /// Put the clip into one lane ('A' or 'B') and leave the other and the page as they are.
    void laneRequested(QChar lane, const QString& path);
    /// The clip that a lane holds changed, or what is heard did; \p path is empty when nothing plays.
    void playingChanged(const QString& path, bool playing);
    /// How far the clip that plays is, 0 to 1, a few times a second.
    void playedChanged(const QString& path, double fraction);
    /// Another sound output was opened or could not be, or the volume was locked or unlocked.
    void outputChanged();
    /// There is a new model or checkpoint to start from.
    void startPointsChanged();
    /// A study was made, judged or sealed.
    void studiesChanged();
    /// Show the results of the study in this folder.
    void evaluateRequested(const QString& study);
    /// Show all keys, to be looked up and changed.
    void keysRequested();
    /// Show this page of the window, such as "rate".
    void pageRequested(const QString& name);
    /// Lay out a run of this recipe that learns from a preference model, on the Train page.
    void recipeRequested(const QString& recipe, const QString& preferenceModel);
    /// A rating session, which had the player to itself, is over.
    void playerReturned();
};

}  // namespace musicrl
