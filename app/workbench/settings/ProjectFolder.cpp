// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/settings/ProjectFolder.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "base/Fields.h"
#include "base/Paths.h"
#include "base/Toml.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void readProjectFile(const fs::path& file, ProjectFolder& project) {
    const Json json = readTomlFile(file);
    Fields fields(json, file.string());
    std::int64_t format = 1;
    fields.integer("format", format, 1, 1);
    fields.text("name", project.name);
    fields.finish();
}

/// TOML's basic strings escape as JSON's do.
void writeProjectFile(const fs::path& file, const ProjectFolder& project) {
    writeFileAtomically(file, "# A MusicRL project: clips/, runs/ and prompts/ lie beside this file.\nformat = 1\nname = " +
                                  Json(project.name).dump() + "\n");
}

void copyShippedPrompts(const fs::path& folder) {
    std::error_code ignored;  // a project without the shipped prompts works as well
    for (const auto& entry : fs::directory_iterator(resourcesFolder() / "prompts", ignored)) {
        if (entry.path().extension() == ".txt") {
            fs::copy_file(entry.path(), folder / entry.path().filename(), fs::copy_options::skip_existing, ignored);
        }
    }
}

}  // namespace

fs::path demoProjectFolder() { return userDataFolder() / "projects" / "demo"; }

ProjectFolder openProject(const fs::path& folder) {
    if (fs::exists(folder) && !fs::is_directory(folder)) {
        throw Error(ErrorKind::BadInput, folder.string() + " is a file: give the folder of a project, or a new name to make one.");
    }
    ProjectFolder project;
    project.folder = fs::absolute(folder).lexically_normal();
    if (!project.folder.has_filename()) {
        project.folder = project.folder.parent_path();
    }
    project.name = project.folder.filename().string();
    for (const fs::path& part : {project.clips(), project.runs(), project.prompts()}) {
        makeFolder(part);
    }
    const fs::path file = project.folder / "project.toml";
    if (fs::exists(file)) {
        readProjectFile(file, project);
    } else {
        project.isNew = true;
        copyShippedPrompts(project.prompts());
        writeProjectFile(file, project);
    }
    return project;
}

}  // namespace musicrl
