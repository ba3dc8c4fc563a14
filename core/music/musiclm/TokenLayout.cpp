// SPDX-License-Identifier: GPL-3.0-or-later
#include "music/musiclm/TokenLayout.h"

#include "base/Error.h"
#include "tensor/Shapes.h"

namespace musicrl {

torch::Tensor interleave(const torch::Tensor& semantic, const torch::Tensor& codes, const TokenLayout& layout) {
    const std::int64_t batch = semantic.size(0);
    const std::int64_t frames = semantic.size(1);
    expectShape(codes, {batch, -1, frames * layout.codesPerFrame}, "codes beside the semantic tokens");
    const torch::Tensor coarse = codes.narrow(1, 0, layout.coarseLevels)
                                     .transpose(1, 2)
                                     .reshape({batch, frames, layout.codesPerFrame * layout.coarseLevels});
    return torch::cat({semantic.unsqueeze(2), coarse}, 2).flatten(1);
}

TokenStreams deinterleave(const torch::Tensor& tokens, const TokenLayout& layout) {
    expectShape(tokens, {-1, -1}, "tokens");
    if (tokens.size(1) % layout.tokensPerFrame() != 0) {
        throw Error(ErrorKind::BadInput, "A stream of " + std::to_string(tokens.size(1)) +
                                             " tokens is no whole number of frames of " +
                                             std::to_string(layout.tokensPerFrame()) + ".");
    }
    const torch::Tensor frames = tokens.view({tokens.size(0), -1, layout.tokensPerFrame()});
    const torch::Tensor coarse = frames.narrow(2, 1, layout.tokensPerFrame() - 1)
                                     .reshape({tokens.size(0), -1, layout.coarseLevels})
                                     .transpose(1, 2)
                                     .contiguous();
    return {frames.select(2, 0).contiguous(), coarse};
}

}  // namespace musicrl
