// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "job/runJob.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace musicrl {

using JobId = std::uint64_t;

/// Long jobs (a training) are run one after another; short ones (generating a few clips, scoring, decoding) go first,
/// and while a long one runs they run at its yield points, so that they never wait for its end.
enum class JobLength { Long, Short };

struct JobStarted {};

/// What is heard of a job: JobStarted once, its messages in order, its outcome once and last.
struct JobEvent {
    JobId id = 0;
    std::variant<JobStarted, JobMessage, JobOutcome> content;
};

/// The jobs that wait for one compute device (or for the disk), and the loop that runs them.
///
/// The queue owns no thread: whoever owns it lends one to work(). All jobs of a queue run on that thread, so two of
/// them never use the device at once.
///
/// Thread-safety: every member may be called from any thread; work() from one thread at a time. The listener is called
/// on work()'s thread, or on the caller's of requestStop() for a job that had not begun.
class JobQueue {
public:
    using Listener = std::function<void(JobEvent)>;

    explicit JobQueue(Listener listener) : listener_(std::move(listener)) {}

    JobId add(Job job, JobLength length);

    /// A waiting job ends at once with JobEnding::Stopped; a running one is asked to. Unknown ids are passed over.
    void requestStop(JobId id);

    /// For the job's next takeCommands(). Unknown ids are passed over.
    void send(JobId id, Command command);

    /// Runs jobs until \p stop is requested; then the running ones are asked to end and the waiting ones end as stopped.
    void work(std::stop_token stop);

private:
    struct Entry {
        JobId id = 0;
        Job job;
        JobLength length = JobLength::Long;
        std::stop_source stop;
        std::vector<Command> commands;
    };
    using EntryPtr = std::shared_ptr<Entry>;

    [[nodiscard]] EntryPtr takeShort();
    [[nodiscard]] EntryPtr takeFirst();
    [[nodiscard]] EntryPtr waitForNext(std::stop_token& stop);
    [[nodiscard]] JobContext contextFor(const EntryPtr& entry);
    [[nodiscard]] std::vector<Command> takeCommandsOf(const EntryPtr& entry);
    void run(const EntryPtr& entry);
    void runShortJobs(const std::stop_token& stop);
    void stopRunning();
    void endWaiting();

    Listener listener_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<EntryPtr> waiting_;
    std::vector<EntryPtr> running_;  ///< a long job and, on top of it at a yield point, a short one
    JobId lastId_ = 0;
};

}  // namespace musicrl
