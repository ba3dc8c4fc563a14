// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyMap.h"

namespace musicrl {

/// All keys of the workbench as they come.
///
/// Each is at work where its group says; what it does is bound to its id there (MainWindow, TransportBar, the pages,
/// RateSession), and every key on a button or in a tool tip is read from here.
[[nodiscard]] KeyMap defaultKeys();

}  // namespace musicrl
