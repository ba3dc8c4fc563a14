// SPDX-License-Identifier: GPL-3.0-or-later
// Innocent: behind the face it may be used.
#include "tasks/Leak.h"

#include <torch/torch.h>
