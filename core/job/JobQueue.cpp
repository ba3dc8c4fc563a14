// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/JobQueue.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

template <typename Entries>
auto findEntry(Entries& entries, JobId id) {
    return std::find_if(entries.begin(), entries.end(), [id](const auto& entry) { return entry->id == id; });
}

const JobOutcome stoppedOutcome{JobEnding::Stopped, ErrorKind::Internal, {}};

}  // namespace

JobId JobQueue::add(Job job, JobLength length) {
    const std::scoped_lock lock(mutex_);
    auto entry = std::make_shared<Entry>();
    entry->id = ++lastId_;
    entry->job = std::move(job);
    entry->length = length;
    waiting_.push_back(std::move(entry));
    wake_.notify_one();
    return lastId_;
}

void JobQueue::requestStop(JobId id) {
    EntryPtr running;
    bool wasWaiting = false;
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = findEntry(waiting_, id); found != waiting_.end()) {
            waiting_.erase(found);
            wasWaiting = true;
        } else if (const auto active = findEntry(running_, id); active != running_.end()) {
            running = *active;
        }
    }
    // Outside the lock: stop callbacks and the listener are somebody else's code.
    if (running) {
        running->stop.request_stop();
    }
    if (wasWaiting) {
        listener_({id, stoppedOutcome});
    }
}

void JobQueue::send(JobId id, Command command) {
    const std::scoped_lock lock(mutex_);
    if (const auto active = findEntry(running_, id); active != running_.end()) {
        (*active)->commands.push_back(std::move(command));
    } else if (const auto found = findEntry(waiting_, id); found != waiting_.end()) {
        (*found)->commands.push_back(std::move(command));
    }
}

void JobQueue::work(std::stop_token stop) {
    const std::stop_callback onStop(stop, [this] { stopRunning(); });
    while (const EntryPtr entry = waitForNext(stop)) {
        run(entry);
    }
    endWaiting();
}

JobQueue::EntryPtr JobQueue::waitForNext(std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, stop, [this] { return !waiting_.empty(); });
    if (stop.stop_requested()) {
        return nullptr;
    }
    const EntryPtr next = takeShort();
    return next ? next : takeFirst();
}

// Both are called with the lock held.
JobQueue::EntryPtr JobQueue::takeShort() {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [](const EntryPtr& entry) { return entry->length == JobLength::Short; });
    if (found == waiting_.end()) {
        return nullptr;
    }
    std::rotate(waiting_.begin(), found, found + 1);
    return takeFirst();
}

JobQueue::EntryPtr JobQueue::takeFirst() {
    EntryPtr entry = waiting_.front();
    waiting_.pop_front();
    running_.push_back(entry);
    return entry;
}

JobContext JobQueue::contextFor(const EntryPtr& entry) {
    JobContext context(entry->stop.get_token(),
                       [this, id = entry->id](const JobMessage& message) { listener_({id, message}); });
    context.onTakeCommands([this, entry] { return takeCommandsOf(entry); });
    if (entry->length == JobLength::Long) {
        context.onYield([this, stop = entry->stop.get_token()] { runShortJobs(stop); });
    }
    return context;
}

void JobQueue::runShortJobs(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::unique_lock lock(mutex_);
        const EntryPtr next = takeShort();
        lock.unlock();
        if (!next) {
            return;
        }
        run(next);
    }
}

std::vector<Command> JobQueue::takeCommandsOf(const EntryPtr& entry) {
    const std::scoped_lock lock(mutex_);
    return std::exchange(entry->commands, {});
}

void JobQueue::run(const EntryPtr& entry) {
    listener_({entry->id, JobStarted{}});
    const JobOutcome outcome = runJob(entry->job, contextFor(entry));
    {
        const std::scoped_lock lock(mutex_);
        std::erase(running_, entry);
    }
    entry->job = nullptr;  // what the job holds goes before its end is heard
    listener_({entry->id, outcome});
}

void JobQueue::stopRunning() {
    std::vector<EntryPtr> running;
    {
        const std::scoped_lock lock(mutex_);
        running = running_;
    }
    for (const EntryPtr& entry : running) {
        entry->stop.request_stop();
    }
}

void JobQueue::endWaiting() {
    std::deque<EntryPtr> waiting;
    {
        const std::scoped_lock lock(mutex_);
        waiting.swap(waiting_);
    }
    for (const EntryPtr& entry : waiting) {
        listener_({entry->id, stoppedOutcome});
    }
}

}  // namespace musicrl
