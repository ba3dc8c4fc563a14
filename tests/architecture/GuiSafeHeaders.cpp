// SPDX-License-Identifier: GPL-3.0-or-later
// Every header of the engine that the window may use, in one file: if LibTorch came along with any of them, the
// window would compile it too.
#include "WindowHeaders.h"

#if defined(TORCH_VERSION_MAJOR) || defined(TORCH_API) || defined(C10_API) || defined(C10_MACROS_H_)
#error "A header that the window uses brings LibTorch along; see tests/architecture."
#endif

namespace {
[[maybe_unused]] constexpr bool windowIsFreeOfLibTorch = true;
}
