// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: Qt in the engine.
#pragma once

#include <QString>
