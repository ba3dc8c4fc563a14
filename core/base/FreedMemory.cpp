// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/FreedMemory.h"

#include <cstdlib>  // says whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace musicrl {

void keepFreedMemory() {
#ifdef __GLIBC__
    constexpr int aGigabyte = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, aGigabyte);
    mallopt(M_TRIM_THRESHOLD, 2 * (aGigabyte - 1));
    mallopt(M_TOP_PAD, aGigabyte / 8);
    mallopt(M_ARENA_MAX, 1);  // the other arenas cannot hold blocks above 64 MB
#endif
}

void returnFreedMemory() {
#ifdef __GLIBC__
    constexpr int aQuarterMegabyte = 1 << 18;
    mallopt(M_MMAP_THRESHOLD, aQuarterMegabyte);  // set once, it no longer grows with what is freed
    mallopt(M_TRIM_THRESHOLD, aQuarterMegabyte);
    mallopt(M_TOP_PAD, aQuarterMegabyte);
    mallopt(M_ARENA_MAX, 1);
#endif
}

}  // namespace musicrl
