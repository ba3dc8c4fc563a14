// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/RunCommands.h"

#include "base/Error.h"
#include "base/Log.h"

#include <chrono>
#include <thread>

namespace musicrl {
namespace {

constexpr std::chrono::milliseconds pausePoll{50};

[[noreturn]] void throwUnknown(const std::string& name, const RunCommands::Known& known) {
    std::string names = "pause, resume";
    for (const auto& [other, ignored] : known) {
        names += ", " + other;
    }
    throw Error(ErrorKind::BadInput, "This run knows the commands " + names + ", not \"" + name + "\".");
}

}  // namespace

void RunCommands::obey(const Known& known, const FinetuneState& state, std::int64_t steps, const RunRecord& record,
                       const JobContext& context) {
    const auto obeyOne = [&](const Command& command) {
        if (command.name == "pause" || command.name == "resume") {
            paused_ = command.name == "pause";
            context.publish(Progress{state.step, steps, paused_ ? "paused" : "going on"});
        } else if (const auto found = known.find(command.name); found != known.end()) {
            found->second(command.arguments);
        } else {
            throwUnknown(command.name, known);
        }
        record.addEvent(state.step, command.name, command.arguments);
    };
    do {
        for (const Command& command : context.takeCommands()) {
            try {
                obeyOne(command);
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::BadInput && error.kind() != ErrorKind::NotFound) {
                    throw;
                }
                logWarning(error.what());
                record.addEvent(
                    state.step, "refused",
                    {{"command", command.name}, {"arguments", command.arguments}, {"reason", error.what()}});
            }
        }
        if (paused_) {
            paused_ = !context.stopRequested();
            context.yieldPoint();
            std::this_thread::sleep_for(pausePoll);
        }
    } while (paused_);
}

}  // namespace musicrl
