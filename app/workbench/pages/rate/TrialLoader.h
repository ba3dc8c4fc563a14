// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/pages/rate/LoadedTrial.h"

#include <QObject>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace musicrl {

class JobController;

/// Reads the clips of trials on the queue for files, and has those at hand that a session is about to need. Clips that
/// were read for an output of another rate are brought to the new one there too.
class TrialLoader : public QObject {
    Q_OBJECT
public:
    using Loaded = std::shared_ptr<const LoadedTrial>;

    explicit TrialLoader(JobController& files, QObject* parent = nullptr);

    /// \return null while it is not at hand at this rate
    [[nodiscard]] Loaded find(const std::string& trial, int sampleRateHz) const;
    /// Sees to it that the trial comes to hand, unless it is there or on its way.
    void load(const Trial& trial, int sampleRateHz);
    /// Forgets all others.
    void keepOnly(const std::set<std::string>& trials);

Q_SIGNALS:
    /// Of the trial's id.
    void loaded(const QString& trial);
    void failed(const QString& trial, const QString& reason);

private:
    JobController& files_;
    std::map<std::string, Loaded> ready_;
    std::set<std::pair<std::string, int>> underway_;  ///< and for which rate
};

}  // namespace musicrl
