// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace musicrl {

/// Keeps only the strongest bins of each short-time spectrum (1024 samples, square-root Hann, half overlapped) and
/// puts the sound together again.
///
/// \param samples    one channel
/// \param keptShare  of the 513 bins, in (0, 1]; at least one is kept
/// \return           as many samples
[[nodiscard]] std::vector<float> keepStrongestBins(const std::vector<float>& samples, double keptShare);

}  // namespace musicrl
