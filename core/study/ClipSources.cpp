// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/ClipSources.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

fs::path projectOf(const fs::path& study) {
    return study.parent_path().parent_path();
}

}  // namespace

void nameSourcesInProject(StudyPlan& plan, const fs::path& study) {
    const fs::path folder = fs::absolute(study / "").lexically_normal().parent_path();
    if (folder.parent_path().filename() != "studies") {
        return;
    }
    for (auto& [handle, clip] : plan.clips) {
        const fs::path inProject = fs::absolute(clip.source).lexically_normal().lexically_relative(projectOf(folder));
        if (!inProject.empty() && *inProject.begin() != "..") {
            clip.source = inProject;
        }
    }
}

fs::path sourceIn(const fs::path& study, const fs::path& source) {
    return source.is_absolute() ? source : (projectOf(study) / source).lexically_normal();
}

}  // namespace musicrl
