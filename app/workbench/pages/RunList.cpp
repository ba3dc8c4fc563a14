// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RunList.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"

#include <algorithm>
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
    return !news.rows.empty() || news.startedOver || news.samplesChanged || news.alarms.has_value() || news.hasCheckpoint != run.hasCheckpoint;
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
    JobHandle* job = fetch(
        *services_.files, this, tr("Reading the project's runs"), [folder = services_.projectFolder / "runs"] { return readRuns(folder); },
        [this](std::vector<RunView> runs) {
            runs_ = std::move(runs);
            ++generation_;
            Q_EMIT reloaded();
        });
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
    if (looked.empty()) {
        return;
    }
    looking_ = true;
    const auto work = [looked = std::move(looked)] {
        std::vector<RunNews> news;
        for (const Looked& run : looked) {
            news.push_back(readNews(run.id, *run.reader, run.eventBytes));
        }
        return news;
    };
    JobHandle* job = fetch(*services_.files, this, tr("Looking for new steps"), work, [this, generation = generation_](std::vector<RunNews> news) {
        if (generation == generation_) {
            take(std::move(news));
        }
    });
    connect(job, &JobHandle::finished, this, [this] {
        looking_ = false;
        if (std::exchange(lookAgain_, false)) {
            look();
        }
    });
}

void RunList::take(std::vector<RunNews> news) {
    for (RunNews& item : news) {
        const auto run = std::find_if(runs_.begin(), runs_.end(), [&](const RunView& known) { return known.id == item.id; });
        if (run == runs_.end()) {
            continue;
        }
        item.samplesChanged = item.sampleFiles != run->sampleFiles || item.samplesAt != run->samplesAt;
        if (!isNews(*run, item)) {
            continue;
        }
        if (item.startedOver) {
            run->rows.clear();
        }
        run->rows.insert(run->rows.end(), item.rows.begin(), item.rows.end());
        run->samplesAt = item.samplesAt;
        run->sampleFiles = item.sampleFiles;
        run->hasCheckpoint = item.hasCheckpoint;
        run->eventBytes = item.eventBytes;
        if (item.alarms) {
            run->alarms = *item.alarms;
        }
        Q_EMIT changed(item);
    }
}

}  // namespace musicrl
