// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: audio lies below rl.
#include "base/Error.h"
#include "rl/Finetuner.h"

#include <vector>
