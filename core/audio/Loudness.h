// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

#include <optional>

namespace musicrl {

struct Loudness {
    std::optional<double> integratedLufs;  ///< empty when silent or shorter than 0.4 s
    double truePeakDbtp = -200.0;          ///< four times oversampled
};

/// Integrated loudness and true peak (EBU R 128; ITU-R BS.1770-4); mono counts as dual mono.
[[nodiscard]] Loudness measureLoudness(const Clip& clip);

}  // namespace musicrl
