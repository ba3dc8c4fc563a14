// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/Attention.h"

#include "base/Error.h"
#include "nn/LoraLinear.h"
#include "tensor/Compat.h"

namespace musicrl {

torch::Tensor paddingBias(const torch::Tensor& keep) {
    if (!keep.defined()) {
        return {};
    }
    return keep.logical_not().to(torch::kFloat32).mul(-1e9).unsqueeze(1).unsqueeze(1);
}

torch::Tensor residualStream(const torch::Tensor& x) {
    return x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;
}

SelfAttentionImpl::SelfAttentionImpl(std::int64_t width, std::int64_t heads, bool causal)
    : heads_(heads), causal_(causal) {
    if (heads < 1 || width % (2 * heads) != 0) {
        throw Error(ErrorKind::BadInput, "A width of " + std::to_string(width) + " cannot be split into " +
                                             std::to_string(heads) + " heads of an even width.");
    }
    in_ = register_module("in", torch::nn::Linear(torch::nn::LinearOptions(width, 3 * width).bias(false)));
    out_ = register_module("out", torch::nn::Linear(torch::nn::LinearOptions(width, width).bias(false)));
}

SelfAttentionImpl::Projections SelfAttentionImpl::project(const torch::Tensor& x,
                                                          const RotaryPositions::Angles& angles) {
    const auto split = adaptedLinear(in_, x).view({x.size(0), x.size(1), 3, heads_, -1}).permute({2, 0, 3, 1, 4});
    return {RotaryPositions::rotate(split.select(0, 0), angles), RotaryPositions::rotate(split.select(0, 1), angles),
            split.select(0, 2)};
}

torch::Tensor SelfAttentionImpl::merge(const torch::Tensor& heads) {
    return adaptedLinear(out_, heads.transpose(1, 2).flatten(2));
}

torch::Tensor SelfAttentionImpl::forward(const torch::Tensor& x, const RotaryPositions::Angles& angles,
                                         const torch::Tensor& bias) {
    const Projections p = project(x, angles);
    return merge(compat::attention(p.queries, p.keys, p.values, bias, causal_));
}

torch::Tensor SelfAttentionImpl::step(const torch::Tensor& x, const RotaryPositions::Angles& angles,
                                      KeyValueCache& cache, std::int64_t layer) {
    const Projections p = project(x, angles);
    const auto [keys, values] = cache.append(layer, p.keys, p.values);
    return merge(compat::attention(p.queries, keys, values, {}, false));
}

}  // namespace musicrl
