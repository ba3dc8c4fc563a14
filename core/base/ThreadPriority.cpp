// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ThreadPriority.h"

#ifdef __linux__
#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace musicrl {

void lowerThreadPriority() noexcept {
#ifdef __linux__  // where a thread has a niceness of its own, which the threads that it starts inherit
    constexpr int training = 10;
    const auto thread = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, thread, std::max(training, getpriority(PRIO_PROCESS, thread)));
#endif
}

}  // namespace musicrl
