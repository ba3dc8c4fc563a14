// SPDX-License-Identifier: GPL-3.0-or-later
#include "Console.h"

#include "ExitCodes.h"

#include <algorithm>
#include <iostream>

namespace musicrl {

JobOutcome Console::run(const Job& job) {
    const JobContext context(session_.stop, [this](const JobMessage& message) { hear(message); });
    JobOutcome outcome = runJob(job, context);
    bar_.clear();
    return outcome;
}

void Console::hear(const JobMessage& message) {
    const std::scoped_lock lock(hearing_);
    if (const auto* progress = std::get_if<Progress>(&message)) {
        bar_.show(*progress);
    } else if (const auto* row = std::get_if<MetricRow>(&message)) {
        if (onMetrics) {
            onMetrics(*row);
        }
    } else if (const auto* file = std::get_if<FileWritten>(&message)) {
        note(*file);
        if (onFile) {
            onFile(*file);
        }
    } else if (const auto* result = std::get_if<ResultRow>(&message); result != nullptr && onResult) {
        onResult(*result);
    }
}

void Console::note(const FileWritten& file) {
    ++kept_[file.kind];
    if (file.kind == "checkpoint") {
        newestCheckpoint_ = file.path;
    }
}

void Console::print(const std::string& text) {
    bar_.clear();
    std::cout << text << (!text.empty() && text.back() == '\n' ? "" : "\n") << std::flush;
}

void Console::print(const Json& json) {
    print(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

void Console::say(const std::string& text) {
    bar_.clear();
    if (!session_.quiet) {
        std::cerr << text << std::endl;
    }
}

std::string Console::keptText() const {
    std::string text;
    for (const auto& [kind, count] : kept_) {
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + kind + (count == 1 ? "" : "s");
    }
    if (!newestCheckpoint_.empty()) {
        text += "; the last checkpoint is " + newestCheckpoint_.string();
    }
    return text.empty() ? "Nothing was finished yet." : "Kept: " + text + ".";
}

int Console::finish(const JobOutcome& outcome, const std::string& hint) {
    switch (outcome.ending) {
        case JobEnding::Succeeded:
            return exitSuccess;
        case JobEnding::Stopped:
            std::cerr << "Stopped. " << keptText() << (hint.empty() ? "" : " " + hint) << std::endl;
            return exitStopped;
        case JobEnding::Failed:
            break;
    }
    return reportError(outcome.kind, outcome.message);
}

int reportError(ErrorKind kind, const std::string& message) {
    std::string line = message;
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::cerr << "musicrl: " << line << std::endl;
    return exitCodeFor(kind);
}

}  // namespace musicrl
