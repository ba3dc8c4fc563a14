// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

namespace musicrl {

/// A moment in UTC as ISO 8601, such as "2026-03-01T12:00:05Z".
[[nodiscard]] std::string utcText(std::chrono::system_clock::time_point moment);

/// Now, as utcText has it. For records of what happened; nothing that is computed may depend on it.
[[nodiscard]] std::string utcNow();

}  // namespace musicrl
