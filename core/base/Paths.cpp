// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"

#include "base/BuildInfo.h"
#include "base/Error.h"

#include <cstdlib>
#include <initializer_list>

namespace musicrl {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::filesystem::path xdgFolder(const char* variable, const char* fallback) {
    const std::string set = environment(variable);
    const std::filesystem::path base =
        set.empty() ? std::filesystem::path(environment("HOME")) / fallback : std::filesystem::path(set);
    return base / "musicrl";
}

}  // namespace

std::string programVersion() {
    return MUSICRL_VERSION;
}

std::filesystem::path resourcesFolder() {
    const std::string chosen = environment("MUSICRL_RESOURCES");
    for (const std::filesystem::path& folder : {std::filesystem::path(chosen), std::filesystem::path(MUSICRL_INSTALLED_RESOURCES),
                                               std::filesystem::path(MUSICRL_SOURCE_RESOURCES)}) {
        if (!folder.empty() && std::filesystem::is_directory(folder)) {
            return folder;
        }
    }
    throw Error(ErrorKind::NotFound, "The folder with the models and recipes was not found: set MUSICRL_RESOURCES to it.");
}

std::filesystem::path userDataFolder() {
    return xdgFolder("XDG_DATA_HOME", ".local/share");
}

std::filesystem::path userStateFolder() {
    return xdgFolder("XDG_STATE_HOME", ".local/state");
}

}  // namespace musicrl
