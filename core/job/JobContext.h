// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Command.h"
#include "job/Progress.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace musicrl {

/// Thrown by throwIfStopped(): stopping is an ending, not an error, so this is no std::exception.
struct JobStopped {};

/// What a running job knows of the outside: whether to end, and where to tell of its progress.
///
/// Thread-safety: used by the job's own thread; the functions behind it decide which thread hears.
class JobContext {
public:
    using Publish = std::function<void(const JobMessage&)>;
    using YieldPoint = std::function<void()>;
    using TakeCommands = std::function<std::vector<Command>()>;

    JobContext() = default;
    JobContext(std::stop_token stop, Publish publish) : stop_(std::move(stop)), publish_(std::move(publish)) {}

    void onYield(YieldPoint yield) { yield_ = std::move(yield); }
    void onTakeCommands(TakeCommands take) { takeCommands_ = std::move(take); }

    /// For loops that end tidily.
    [[nodiscard]] bool stopRequested() const { return stop_.stop_requested(); }
    /// For deep loops. \throws JobStopped
    void throwIfStopped() const {
        if (stopRequested()) {
            throw JobStopped{};
        }
    }
    void publish(const JobMessage& message) const {
        if (publish_) {
            publish_(message);
        }
    }
    /// Called between the steps of a long job: short jobs that wait for the same device run here.
    void yieldPoint() const {
        if (yield_) {
            yield_();
        }
    }
    /// Commands sent since the last call, in order.
    [[nodiscard]] std::vector<Command> takeCommands() const { return takeCommands_ ? takeCommands_() : std::vector<Command>(); }
    [[nodiscard]] const std::stop_token& stopToken() const { return stop_; }

private:
    std::stop_token stop_;
    Publish publish_;
    YieldPoint yield_;
    TakeCommands takeCommands_;
};

using Job = std::function<void(const JobContext&)>;

}  // namespace musicrl
