// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/JobController.h"

#include "base/ThreadPriority.h"

#include <QMetaObject>
#include <utility>

namespace musicrl {
namespace {

bool isProgress(const JobEvent& event) {
    const auto* message = std::get_if<JobMessage>(&event.content);
    return message != nullptr && std::holds_alternative<Progress>(*message);
}

}  // namespace

JobHandle::JobHandle(JobController& controller, JobId id, QString title, bool quiet)
    : QObject(&controller), controller_(controller), id_(id), title_(std::move(title)), quiet_(quiet) {}

void JobHandle::requestStop() { controller_.queue_.requestStop(id_); }

void JobHandle::send(const Command& command) { controller_.queue_.send(id_, command); }

void JobHandle::tell(const JobEvent& event) {
    if (std::holds_alternative<JobStarted>(event.content)) {
        Q_EMIT started();
    } else if (const auto* outcome = std::get_if<JobOutcome>(&event.content)) {
        Q_EMIT finished(*outcome);
    } else {
        const auto& message = std::get<JobMessage>(event.content);
        if (const auto* progress = std::get_if<Progress>(&message)) {
            Q_EMIT progressed(*progress);
        } else if (const auto* metric = std::get_if<MetricRow>(&message)) {
            Q_EMIT metricArrived(*metric);
        } else if (const auto* file = std::get_if<FileWritten>(&message)) {
            Q_EMIT fileWritten(*file);
        } else {
            Q_EMIT resultArrived(std::get<ResultRow>(message));
        }
    }
}

JobController::JobController(QString device, JobPriority priority, QObject* parent)
    : QObject(parent),
      device_(std::move(device)),
      queue_([this](JobEvent event) { post(std::move(event)); }),
      worker_([this, priority](std::stop_token stop) {
          if (priority == JobPriority::Yielding) {
              lowerThreadPriority();
          }
          queue_.work(std::move(stop));
      }) {}

JobController::~JobController() {
    worker_.request_stop();
    worker_.join();
}

JobHandle* JobController::submit(const QString& title, Job job, JobLength length, JobListing listing) {
    const JobId id = queue_.add(std::move(job), length);
    // The job may have begun already, but what it says is heard no earlier than the next turn of the event loop.
    auto* handle = new JobHandle(*this, id, title, listing == JobListing::Quiet);
    handles_[id] = handle;
    Q_EMIT jobAdded(handle);
    return handle;
}

void JobController::post(JobEvent event) {  // any thread
    const std::scoped_lock lock(mutex_);
    if (!pending_.empty() && pending_.back().id == event.id && isProgress(event) && isProgress(pending_.back())) {
        pending_.back() = std::move(event);  // only the newest progress is worth a repaint
        return;
    }
    pending_.push_back(std::move(event));
    if (pending_.size() == 1) {
        QMetaObject::invokeMethod(this, &JobController::drain, Qt::QueuedConnection);
    }
}

void JobController::drain() {
    std::vector<JobEvent> events;
    {
        const std::scoped_lock lock(mutex_);
        events.swap(pending_);
    }
    for (const JobEvent& event : events) {
        const auto found = handles_.find(event.id);
        if (found == handles_.end()) {
            continue;
        }
        JobHandle* handle = found->second;
        const bool last = std::holds_alternative<JobOutcome>(event.content);
        if (last) {
            handles_.erase(found);
            handle->deleteLater();
        }
        handle->tell(event);
    }
}

}  // namespace musicrl
