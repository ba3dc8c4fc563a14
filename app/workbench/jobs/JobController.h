// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/workbench/jobs/JobHandle.h"

#include <QObject>
#include <QString>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

namespace musicrl {

enum class JobListing { Shown, Quiet };

/// Training yields to the sound and to the window.
enum class JobPriority { Usual, Yielding };

/// The one bridge between the window and the engine's threads: a queue of jobs for one device, and the thread that
/// runs it. There is one for the compute device and one for the disk.
///
/// Messages wait in one vector under one mutex; at most one wake-up of the window's thread is on its way, and of
/// consecutive progress of a job only the newest is kept. The destructor stops the jobs and waits for the thread;
/// after that nothing is heard of them.
///
/// Thread-safety: used on the window's thread only.
class JobController : public QObject {
    Q_OBJECT
public:
    /// \param device  what the user reads, such as "cpu" or "files"
    explicit JobController(QString device, JobPriority priority = JobPriority::Usual, QObject* parent = nullptr);
    ~JobController() override;

    [[nodiscard]] const QString& device() const { return device_; }
    /// For jobs from now on.
    void setDevice(const QString& device) { device_ = device; }

    /// \return lives until after its finished()
    JobHandle* submit(const QString& title, Job job, JobLength length, JobListing listing = JobListing::Shown);

Q_SIGNALS:
    void jobAdded(musicrl::JobHandle* job);

private:
    friend class JobHandle;
    void post(JobEvent event);
    void drain();

    QString device_;
    std::mutex mutex_;
    std::vector<JobEvent> pending_;
    std::map<JobId, JobHandle*> handles_;
    JobQueue queue_;
    std::jthread worker_;  ///< last: joined before the rest goes
};

/// Computes a value away from the window's thread and hands it back on it: fetch(files, this, "Reading run 5",
/// [path] { return readRun(path); }, [this](Run run) { show(run); }). A failure is shown like that of any job; \p done
/// is then not called, nor when \p receiver is gone.
template <typename Work, typename Done>
JobHandle* fetch(JobController& controller, QObject* receiver, const QString& title, Work work, Done done) {
    using Value = std::invoke_result_t<Work>;
    const auto value = std::make_shared<std::optional<Value>>();
    JobHandle* job = controller.submit(
        title, [value, work = std::move(work)](const JobContext&) { value->emplace(work()); }, JobLength::Short,
        JobListing::Quiet);
    QObject::connect(job, &JobHandle::finished, receiver, [value, done = std::move(done)](const JobOutcome&) {
        if (value->has_value()) {
            done(std::move(**value));
        }
    });
    return job;
}

}  // namespace musicrl
