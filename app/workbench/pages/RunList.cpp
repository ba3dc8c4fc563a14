// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RunList.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace musicrl {
namespace {

constexpr int lookEveryMilliseconds = 2000;

struct Looked {
    QString id;
    std::shared_ptr<MetricsReader> reader;
    std::uintmax_t eventBytes = 0;
};

bool isNews(const RunView& run, const RunNews& news) {
    return !news.rows.empty() || news.startedOver || news.samplesChanged || news.alarms.has_value() ||
           news.checkpoints != run.checkpoints;
}

std::map<QString, std::size_t> checkpointsOf(const std::vector<RunView>& runs) {
    std::map<QString, std::size_t> counts;
    for (const RunView& run : runs) {
        counts[run.id] = run.checkpoints;
    }
    return counts;
}

}  // namespace

RunList::RunList(WorkbenchServices& services, QObject* parent) : QObject(parent), services_(services) {
    timer_.setInterval(lookEveryMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &RunList::look);
    timer_.start();
    reload();
}

const RunView* RunList::find(const QString& id) const {
    const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const RunView& run) { return run.id == id; });
    return found == runs_.end() ? nullptr : &*found;
}

void RunList::reload() {
    if (reloading_) {
        reloadAgain_ = true;
        return;
    }
    reloading_ = true;
    const auto work = [folder = services_.projectFolder / "runs"] {
        Reading reading{listRuns(folder), {}};
        reading.runs = readRuns(reading.folders);
        return reading;
    };
    JobHandle* job = fetch(*services_.files, this, tr("Reading the project's runs"), work,
                           [this](Reading reading) { take(std::move(reading)); });
    connect(job, &JobHandle::finished, this, [this] {
        reloading_ = false;
        if (std::exchange(reloadAgain_, false)) {
            reload();
        }
    });
}

void RunList::look() {
    if (looking_) {
        lookAgain_ = true;
        return;
    }
    std::vector<Looked> looked;
    for (const RunView& run : runs_) {
        looked.push_back({run.id, run.reader, run.eventBytes});
    }
    looking_ = true;
    const auto work = [looked = std::move(looked), folder = services_.projectFolder / "runs"] {
        Look look{listRuns(folder), {}};
        for (const Looked& run : looked) {
            if (std::optional<RunNews> news = readNews(run.id, *run.reader, run.eventBytes)) {
                look.news.push_back(std::move(*news));
            }
        }
        return look;
    };
    JobHandle* job = fetch(*services_.files, this, tr("Looking for new steps"), work,
                           [this, generation = generation_](const Look& look) {
                               if (generation == generation_) {
                                   take(look);
                               }
                           });
    connect(job, &JobHandle::finished, this, [this] {
        looking_ = false;
        if (std::exchange(lookAgain_, false)) {
            look();
        }
    });
}

void RunList::take(Reading reading) {
    const bool differs = checkpointsOf(runs_) != checkpointsOf(reading.runs);
    runs_ = std::move(reading.runs);
    folders_ = std::move(reading.folders);
    ++generation_;
    Q_EMIT reloaded();
    if (std::exchange(wasRead_, true) && differs) {
        Q_EMIT services_.startPointsChanged();
    }
}

void RunList::take(const Look& look) {
    bool hasNewCheckpoints = false;
    for (const RunNews& news : look.news) {
        hasNewCheckpoints = take(news) || hasNewCheckpoints;
    }
    if (hasNewCheckpoints) {
        Q_EMIT services_.startPointsChanged();
    }
    if (look.folders != folders_) {
        reload();
    }
}

bool RunList::take(const RunNews& news) {
    const auto run =
        std::find_if(runs_.begin(), runs_.end(), [&](const RunView& known) { return known.id == news.id; });
    if (run == runs_.end()) {
        return false;
    }
    RunNews told = news;
    told.samplesChanged = news.sampleFiles != run->sampleFiles || news.samplesAt != run->samplesAt;
    if (!isNews(*run, told)) {
        return false;
    }
    if (news.startedOver) {
        run->rows.clear();
    }
    run->rows.insert(run->rows.end(), news.rows.begin(), news.rows.end());
    run->samplesAt = news.samplesAt;
    run->sampleFiles = news.sampleFiles;
    run->eventBytes = news.eventBytes;
    if (news.alarms) {
        run->alarms = *news.alarms;
    }
    const bool otherCheckpoints = std::exchange(run->checkpoints, news.checkpoints) != news.checkpoints;
    Q_EMIT changed(told);
    return otherCheckpoints;
}

}  // namespace musicrl
