// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/IdleThreads.h"

#include <cstdlib>
#include <unistd.h>

namespace musicrl {

void letIdleThreadsSleep(char** argv) {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) {
        return;
    }
    ::setenv("OMP_WAIT_POLICY", "passive", 1);
    ::execv("/proc/self/exe", argv);  // comes back only where it fails, and then all works as before
}

}  // namespace musicrl
