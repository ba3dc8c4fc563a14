// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace musicrl {

/// Lets the thread that calls this, and every thread that it starts from then on, yield to others (nice 10): long training
/// must not keep the sound waiting. Elsewhere than on Linux it does nothing.
void lowerThreadPriority() noexcept;

}  // namespace musicrl
