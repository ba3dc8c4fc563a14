// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/PeakMemory.h"

#include <fstream>
#include <string>

namespace musicrl {

std::int64_t peakMemoryBytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmHWM:") {
            std::int64_t kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

void resetPeakMemory() {
    std::ofstream("/proc/self/clear_refs") << "5";  // proc(5): resets the peak resident set size
}

}  // namespace musicrl
