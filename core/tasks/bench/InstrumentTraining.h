// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <filesystem>

namespace musicrl {

/// How the classifier is made; none of it comes from a model or its corpus.
struct InstrumentTraining {
    std::int64_t trainClips = 1800;
    std::int64_t testClips = 300;
    std::int64_t steps = 700;
    std::int64_t batch = 32;
    double clipSeconds = 6.0;
    std::uint64_t seed = 20240217;         ///< of the pieces; a corpus of the same seed would still have others
    std::filesystem::path soundFont = {};  ///< empty: the default one
};
[[nodiscard]] Json toJson(const InstrumentTraining& training);

}  // namespace musicrl
