// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace musicrl {

/// The program's version, such as "0.1.0".
[[nodiscard]] std::string programVersion();

/// The folder that holds models/, recipes/ and prompts/ of the project: $MUSICRL_RESOURCES if set, else the
/// installed one, else the source tree's. \throws Error(NotFound) when none exists
[[nodiscard]] std::filesystem::path resourcesFolder();

/// $XDG_DATA_HOME/musicrl, or ~/.local/share/musicrl: where projects and downloaded models live.
[[nodiscard]] std::filesystem::path userDataFolder();

/// $XDG_STATE_HOME/musicrl, or ~/.local/state/musicrl: logs and window state.
[[nodiscard]] std::filesystem::path userStateFolder();

}  // namespace musicrl
