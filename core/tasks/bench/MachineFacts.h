// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

namespace musicrl {

/// Where a measurement was made: {"cpu", "cores", "threads", "blas", "libtorch", "load": how many threads wanted a core
/// during the last minute, ours included}.
[[nodiscard]] Json machineFacts();

}  // namespace musicrl
