// SPDX-License-Identifier: GPL-3.0-or-later
// An innocent file.
#pragma once

#include <torch/torch.h>
