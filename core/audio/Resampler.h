// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"

namespace musicrl {

/// The same sound at another rate, with soxr's high quality. Returned as it is when the rates agree.
/// \throws Error(BadInput) for a rate outside 1 kHz to 384 kHz
[[nodiscard]] Clip resample(const Clip& clip, int sampleRateHz);

}  // namespace musicrl
