// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: the face of the engine shows LibTorch.
#pragma once

#include <torch/torch.h>
