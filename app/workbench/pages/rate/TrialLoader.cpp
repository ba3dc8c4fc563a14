// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/TrialLoader.h"

#include "app/workbench/jobs/JobController.h"

namespace musicrl {
namespace {

TrialLoader::Loaded loadFor(const Trial& trial, const TrialLoader::Loaded& known, int sampleRateHz) {
    if (!known) {
        return std::make_shared<LoadedTrial>(loadTrial(trial, sampleRateHz));
    }
    LoadedTrial again = *known;
    again.prepared = atRate(std::move(again.prepared), sampleRateHz);
    return std::make_shared<LoadedTrial>(std::move(again));
}

}  // namespace

TrialLoader::TrialLoader(JobController& files, QObject* parent) : QObject(parent), files_(files) {}

TrialLoader::Loaded TrialLoader::find(const std::string& trial, int sampleRateHz) const {
    const auto found = ready_.find(trial);
    return found != ready_.end() && isAtRate(found->second->prepared, sampleRateHz) ? found->second : nullptr;
}

void TrialLoader::load(const Trial& trial, int sampleRateHz) {
    if (find(trial.id, sampleRateHz) || !underway_.emplace(trial.id, sampleRateHz).second) {
        return;
    }
    const auto known = ready_.find(trial.id);
    JobHandle* job = fetch(
        files_, this, tr("Reading the clips of a trial"),
        [trial, sampleRateHz, has = known == ready_.end() ? nullptr : known->second] {
            return loadFor(trial, has, sampleRateHz);
        },
        [this, id = trial.id](Loaded loadedTrial) { ready_[id] = std::move(loadedTrial); });
    connect(job, &JobHandle::finished, this, [this, id = trial.id, sampleRateHz](const JobOutcome& outcome) {
        underway_.erase({id, sampleRateHz});
        if (outcome.ending == JobEnding::Failed) {
            Q_EMIT failed(QString::fromStdString(id), QString::fromStdString(outcome.message));
        } else {
            Q_EMIT loaded(QString::fromStdString(id));
        }
    });
}

void TrialLoader::keepOnly(const std::set<std::string>& trials) {
    std::erase_if(ready_, [&](const auto& entry) { return !trials.contains(entry.first); });
}

}  // namespace musicrl
