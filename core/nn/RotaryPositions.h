// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace musicrl {

/// Cosines and sines that turn queries and keys by angles proportional to their positions, so that scores depend on
/// distances alone: for each pair (i, i + D/2) of a head's coordinates, angle = position * 10000^(-2i / D).
///
/// Holds no weights; the table grows with the longest sequence seen.
/// \see Su et al., "RoFormer: enhanced transformer with rotary position embedding", 2021
class RotaryPositions {
public:
    /// \param headWidth  D, even
    explicit RotaryPositions(std::int64_t headWidth) : headWidth_(headWidth) {}

    struct Angles {
        torch::Tensor cosines;  ///< [S, D/2]
        torch::Tensor sines;    ///< the same
    };

    /// The table's rows for positions first .. first + count - 1, with the dtype and device of \p like.
    [[nodiscard]] Angles at(std::int64_t first, std::int64_t count, const torch::Tensor& like);

    /// \param x  [B, H, S, D]
    /// \return   [B, H, S, D]
    [[nodiscard]] static torch::Tensor rotate(const torch::Tensor& x, const Angles& angles);

private:
    std::int64_t headWidth_;
    Angles table_;
};

}  // namespace musicrl
