// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/RunReading.h"

#include <QObject>
#include <QTimer>
#include <vector>

namespace musicrl {

class WorkbenchServices;

/// The project's runs as their folders have them, whoever writes them: this window, the command line, another machine.
///
/// The folder is the only truth: a message of a job only makes it look sooner. Looks every two seconds otherwise, at
/// most one look at a time, off the window's thread. Runs and checkpoints that came or went are told of to everybody by
/// WorkbenchServices::startPointsChanged(), after the first reading.
class RunList : public QObject {
    Q_OBJECT
public:
    explicit RunList(WorkbenchServices& services, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<RunView>& runs() const { return runs_; }
    /// \return nullptr when there is none; valid until the next signal
    [[nodiscard]] const RunView* find(const QString& id) const;

    /// Reads the whole folder anew: runs that came or went. At most one reading at a time.
    void reload();
    /// Looks for news of the runs that are known, and for runs that came or went.
    void look();

Q_SIGNALS:
    /// Runs came or went.
    void reloaded();
    void changed(const musicrl::RunNews& news);

private:
    /// The folder as one look found it.
    struct Look {
        std::vector<std::filesystem::path> folders;
        std::vector<RunNews> news;
    };
    /// All of it.
    struct Reading {
        std::vector<std::filesystem::path> folders;
        std::vector<RunView> runs;
    };

    void take(Reading reading);
    void take(const Look& look);
    /// \return whether it has another number of checkpoints
    bool take(const RunNews& news);

    WorkbenchServices& services_;
    std::vector<RunView> runs_;
    std::vector<std::filesystem::path> folders_;  ///< of the last reading, those of runs that cannot be read too
    QTimer timer_;
    bool wasRead_ = false;
    int generation_ = 0;  ///< counts reloads: news from readers of before no longer fit
    bool reloading_ = false;
    bool reloadAgain_ = false;
    bool looking_ = false;
    bool lookAgain_ = false;
};

}  // namespace musicrl
