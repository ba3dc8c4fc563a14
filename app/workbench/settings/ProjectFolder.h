// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace musicrl {

/// A project: a plain folder with project.toml, clips/, runs/ and prompts/.
struct ProjectFolder {
    std::filesystem::path folder;
    std::string name;
    bool isNew = false;  ///< made just now

    [[nodiscard]] std::filesystem::path clips() const { return folder / "clips"; }
    [[nodiscard]] std::filesystem::path runs() const { return folder / "runs"; }
    [[nodiscard]] std::filesystem::path prompts() const { return folder / "prompts"; }
};

/// Opens the project, making what is missing of it; a new one gets copies of the shipped prompts.
/// \throws Error(BadInput) when project.toml is broken or the path is a file, Error(Io) when the folder cannot be made
[[nodiscard]] ProjectFolder openProject(const std::filesystem::path& folder);

/// Where the demo project lives: userDataFolder()/projects/demo.
[[nodiscard]] std::filesystem::path demoProjectFolder();

}  // namespace musicrl
