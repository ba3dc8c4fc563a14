// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/AudioDevice.h"

#include <filesystem>

namespace musicrl {

/// Which output the window plays through, remembered in sound.ini of the user's state folder. The volume is not: it is
/// set and locked anew for every session.
///
/// \param file  empty: nothing is remembered
[[nodiscard]] DeviceChoice readSoundSettings(const std::filesystem::path& file);
void writeSoundSettings(const std::filesystem::path& file, const DeviceChoice& choice);

/// Another output with the buffer that was chosen; at its own rate.
[[nodiscard]] DeviceChoice insteadOf(const DeviceChoice& choice, const AudioDeviceInfo& other);

}  // namespace musicrl
