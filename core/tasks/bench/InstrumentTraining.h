// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <cstdint>
#include <filesystem>

namespace musicrl {

/// How the classifier is made. Its pieces are its own; of a model it knows only the decoder, through which it hears some
/// of them: one that has heard renders alone takes the decoder's colour for an instrument.
struct InstrumentTraining {
    std::int64_t trainClips = 1200;
    std::int64_t codedClips = 600;  ///< how many of them it hears once more, through the decoder
    std::int64_t testClips = 200;
    std::int64_t steps = 900;
    std::int64_t batch = 32;
    double clipSeconds = 6.0;
    std::uint64_t seed = 20240217;         ///< of the pieces; a corpus of the same seed would still have others
    std::filesystem::path soundFont = {};  ///< empty: the default one
};
[[nodiscard]] Json toJson(const InstrumentTraining& training);

}  // namespace musicrl
