// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace musicrl {

/// Makes the C library keep freed memory for the next request instead of handing it back to the system each time, for
/// the rest of the program. Training frees and asks for the same large blocks over and over: fetching them anew took
/// two fifths of the time of turning a corpus into tokens.
void keepFreedMemory();

/// Makes the C library hand blocks of a quarter of a megabyte and more back to the system as soon as they are freed, so
/// that what is kept of a corpus does not lie scattered between what was only needed to decode it: without, reading one
/// takes twice its memory. Until the next call of either function.
void returnFreedMemory();

}  // namespace musicrl
