// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

namespace musicrl {

inline constexpr int exitSuccess = 0;
inline constexpr int exitFailure = 1;
inline constexpr int exitUsage = 2;      ///< what was asked for cannot be done as asked
inline constexpr int exitStopped = 130;  ///< 128 + SIGINT, as shells have it

[[nodiscard]] inline int exitCodeFor(ErrorKind kind) {
    return kind == ErrorKind::BadInput || kind == ErrorKind::NotFound ? exitUsage : exitFailure;
}

}  // namespace musicrl
