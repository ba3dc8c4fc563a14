// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace musicrl {

/// Turns SIGINT and SIGTERM into a request to stop; a second one ends the program at once with exit code 130.
///
/// Make it before other threads: the signals are blocked in every thread that starts later and taken by a thread of its
/// own, so that stopping runs ordinary code and no signal handler.
class Interrupt {
public:
    Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    ~Interrupt();

    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

private:
    void watch();

    std::stop_source stop_;
    std::atomic<bool> ended_ = false;
    std::thread watcher_;
};

}  // namespace musicrl
