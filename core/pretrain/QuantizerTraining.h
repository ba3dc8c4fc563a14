// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Fields.h"
#include "base/Random.h"
#include "nn/ResidualVectorQuantizer.h"

#include <cstdint>
#include <functional>
#include <torch/torch.h>

namespace musicrl {

/// When and how a codec's quantizer joins its training; settings quantizer_from_step and quantizer_dropout.
struct QuantizerTraining {
    std::int64_t fromStep = 0;  ///< up to this step the decoder sees the encoder's own vectors, so that codebooks start from
                                ///< vectors that already mean something; 0 in the paper
    double dropout = 1.0;       ///< share of examples that use a random number of levels; all of them in the paper

    void read(Fields& fields);

    /// \param latents  [B, D, T]
    /// \param more     gives latents of another batch; k-means starts from as many as make some 64 frames for each entry
    /// \return         the vectors as they are, before fromStep; afterwards quantized, with the codebooks learning
    [[nodiscard]] RvqOutput quantize(ResidualVectorQuantizer& quantizer, std::int64_t step, const torch::Tensor& latents,
                                     const std::function<torch::Tensor()>& more, Random& random) const;
};

}  // namespace musicrl
