// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/KeyValueCache.h"

#include "base/Error.h"

namespace musicrl {

KeyValueCache::KeyValueCache(const Shape& shape, const torch::TensorOptions& options)
    : shape_(shape),
      keys_(torch::zeros({shape.layers, shape.batch, shape.heads, shape.maxLength, shape.headWidth}, options)),
      values_(torch::zeros_like(keys_)) {}

std::pair<torch::Tensor, torch::Tensor> KeyValueCache::append(std::int64_t layer, const torch::Tensor& key,
                                                              const torch::Tensor& value) {
    if (length_ >= shape_.maxLength) {
        throw Error(ErrorKind::BadInput, "The sequence is longer than the model's " + std::to_string(shape_.maxLength) +
                                             " positions. Ask for a shorter clip.");
    }
    const torch::Tensor keys = keys_.select(0, layer);
    const torch::Tensor values = values_.select(0, layer);
    keys.narrow(2, length_, 1).copy_(key);
    values.narrow(2, length_, 1).copy_(value);
    return {keys.narrow(2, 0, length_ + 1), values.narrow(2, 0, length_ + 1)};
}

}  // namespace musicrl
