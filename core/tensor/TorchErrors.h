// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace musicrl {

/// Runs \p work; what LibTorch throws becomes an Error: out of memory keeps its kind (OutOfMemory) and says what to
/// do, the rest becomes Internal with the first line of LibTorch's message.
void translatingTorchErrors(const std::function<void()>& work);

}  // namespace musicrl
