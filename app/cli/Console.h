// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ProgressBar.h"
#include "job/runJob.h"

#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>

namespace musicrl {

/// What every command shares.
struct Session {
    std::stop_token stop;
    bool json = false;
    bool quiet = false;
    int threads = 0;            ///< 0: all cores
    std::function<int()> run;   ///< the chosen command; yields the exit code
};

/// Runs a command's job: results go to standard output, chatter to standard error.
///
/// Thread-safety: a job may publish from any of its threads; the handlers are called one at a time.
class Console {
public:
    explicit Console(const Session& session) : session_(session), bar_(!session.quiet) {}

    std::function<void(const MetricRow&)> onMetrics;
    std::function<void(const FileWritten&)> onFile;
    std::function<void(const ResultRow&)> onResult;

    [[nodiscard]] JobOutcome run(const Job& job);

    /// A line or table of results, in a row of its own.
    void print(const std::string& text);
    /// The whole result as JSON.
    void print(const Json& json);
    /// A line of chatter.
    void say(const std::string& text);

    /// Says how it ended where that needs words; \p hint follows what was kept of a stopped job.
    /// \return the exit code
    [[nodiscard]] int finish(const JobOutcome& outcome, const std::string& hint = {});

private:
    void hear(const JobMessage& message);
    void note(const FileWritten& file);
    [[nodiscard]] std::string keptText() const;

    const Session& session_;
    ProgressBar bar_;
    std::mutex hearing_;
    std::map<std::string, int> kept_;  ///< files by kind
    std::filesystem::path newestCheckpoint_;
};

/// One line on standard error, whatever line breaks the message has. \return the exit code of its kind
int reportError(ErrorKind kind, const std::string& message);

}  // namespace musicrl
