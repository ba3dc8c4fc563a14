// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace musicrl {

/// The most memory that this process has held at once, in bytes of RAM, since it began or since the last
/// resetPeakMemory(); 0 where the system does not tell.
[[nodiscard]] std::int64_t peakMemoryBytes();

/// Begins a new peak at what is held now. Where the system refuses, the old peak stays.
void resetPeakMemory();

}  // namespace musicrl
