// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <utility>

namespace musicrl {

/// Keys and values of the positions that a causal transformer has already seen, in memory that is allocated once.
///
/// Thread-safety: one sampling loop per cache.
class KeyValueCache {
public:
    struct Shape {
        std::int64_t layers = 0;
        std::int64_t batch = 0;
        std::int64_t heads = 0;
        std::int64_t maxLength = 0;
        std::int64_t headWidth = 0;
    };

    KeyValueCache(const Shape& shape, const torch::TensorOptions& options);

    /// Stores the newest position's key and value of one layer.
    /// \param key, value  [B, H, 1, D]
    /// \return            views of all keys and values up to and with the newest, [B, H, length() + 1, D]
    /// \throws Error(BadInput) when the cache is full
    [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> append(std::int64_t layer, const torch::Tensor& key,
                                                                 const torch::Tensor& value);

    /// To be called once all layers have appended.
    void advance() { ++length_; }
    /// Forgets everything and keeps the memory.
    void clear() { length_ = 0; }

    [[nodiscard]] std::int64_t length() const { return length_; }
    [[nodiscard]] std::int64_t batch() const { return shape_.batch; }

private:
    Shape shape_;
    torch::Tensor keys_;    ///< [layers, B, H, maxLength, D]
    torch::Tensor values_;  ///< the same
    std::int64_t length_ = 0;
};

}  // namespace musicrl
