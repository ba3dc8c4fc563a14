// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/SpectrogramStem.h"

namespace musicrl {

SpectrogramStemImpl::SpectrogramStemImpl(std::int64_t mels, std::int64_t channels, std::int64_t halvings)
    : outputWidth_((mels >> halvings) * (channels << (halvings - 1))),
      inputNorm_(register_module("input_norm", torch::nn::BatchNorm1d(mels))) {
    torch::nn::Sequential blocks;
    std::int64_t in = 1;
    for (std::int64_t out = channels; out <= (channels << (halvings - 1)); out *= 2) {
        blocks->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(2).padding(1).bias(false)));
        blocks->push_back(torch::nn::BatchNorm2d(out));
        blocks->push_back(torch::nn::ReLU());
        in = out;
    }
    convolutions_ = register_module("convolutions", blocks);
}

torch::Tensor SpectrogramStemImpl::forward(const torch::Tensor& logMels) {
    const torch::Tensor maps = convolutions_->forward(inputNorm_->forward(logMels).unsqueeze(1));
    return maps.flatten(1, 2).transpose(1, 2);
}

}  // namespace musicrl
