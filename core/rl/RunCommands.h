// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/RunRecord.h"

#include <functional>
#include <map>
#include <string>

namespace musicrl {

/// The commands that reach a run between two of its steps. It knows pause and resume itself, the run the others. Every
/// command becomes an event; one that cannot be obeyed is the event "refused" and a warning, since a wrong command must
/// not end a long run.
class RunCommands {
public:
    /// What a run does on a command, by name.
    using Known = std::map<std::string, std::function<void(const Json& arguments)>>;

    /// Obeys what has come. While the run is paused it stays in here, until it is to go on or a stop is asked for, and lets
    /// other jobs in.
    /// \param steps  of the whole run
    /// \throws Error as the run's own commands do, but for BadInput and NotFound
    void obey(const Known& known, const FinetuneState& state, std::int64_t steps, const RunRecord& record,
              const JobContext& context);

private:
    bool paused_ = false;
};

}  // namespace musicrl
