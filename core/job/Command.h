// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <string>

namespace musicrl {

/// An order to a running job, applied at its next yield point and written to the run's events.jsonl:
/// "pause", "resume", "checkpoint", "set" with {"alpha": ...} or {"weights": {...}}.
struct Command {
    std::string name;
    Json arguments = Json::object();
};

}  // namespace musicrl
