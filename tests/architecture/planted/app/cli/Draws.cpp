// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: the command line draws.
#include "widgets/audio/Curious.h"
