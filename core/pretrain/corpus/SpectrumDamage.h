// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Random.h"

#include <vector>

namespace musicrl {

/// Damage done to short-time spectra of 1024 samples, square-root Hann, half overlapped; as many samples come out as go in.

/// Keeps only the strongest bins of each spectrum. \param keptShare of the 513 bins, in (0, 1]; at least one is kept
[[nodiscard]] std::vector<float> keepStrongestBins(const std::vector<float>& samples, double keptShare);

/// Blurs the magnitudes over up to 7 bins each way and shakes the phases by up to half a turn.
/// \param strength  0 (untouched) to 1
[[nodiscard]] std::vector<float> smearBins(const std::vector<float>& samples, double strength, Random& random);

}  // namespace musicrl
