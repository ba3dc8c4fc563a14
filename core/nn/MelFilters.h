// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace musicrl {

/// Triangular mel filters, Slaney's scale (linear to 1 kHz, then logarithmic), each of unit area.
///
/// \param windowSamples  of the transform that is filtered
/// \return               [mels, windowSamples / 2 + 1] float
/// \throws Error(BadInput) unless 0 <= lowHz < highHz <= sampleRateHz / 2
/// \see Slaney, Auditory Toolbox, 1998
[[nodiscard]] torch::Tensor melFilterBank(int sampleRateHz, int windowSamples, int mels, double lowHz, double highHz);

}  // namespace musicrl
