// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace musicrl {

/// The floating-point operations of all matrix products and convolutions that \p work does on this thread, with and
/// without gradients and in backward passes too; a multiplication and an addition are two. Everything else (norms,
/// activations, softmax) is left out: it is little beside them, and a machine's peak is measured in matrix products.
[[nodiscard]] double countFlops(const std::function<void()>& work);

}  // namespace musicrl
