// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/AudioDevice.h"

#include <QString>

namespace musicrl {

class Player;
class WorkbenchServices;

/// Opens a sound output; where that fails, the player's problem() says why.
void openOutput(WorkbenchServices& services, const DeviceChoice& choice);

/// In the place of an output that is gone or refuses, the likeliest of the others, with the buffer that was chosen; it
/// is remembered. Nothing where none is offered.
void openOfferedOutput(WorkbenchServices& services);

/// Why there is no sound output, in words; empty when there is one.
[[nodiscard]] QString outputFailure(const Player& player);

/// What could be used in the place of an output that is gone, such as "Headphones"; empty: nothing.
[[nodiscard]] QString offeredOutput(const Player& player);

}  // namespace musicrl
