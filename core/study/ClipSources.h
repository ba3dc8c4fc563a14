// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"

namespace musicrl {

/// How a plan names the originals of its clips: those inside the project, the folder that has "studies" with the study
/// in it, by their path in the project, so that they are found again where the project was moved or copied; others, and
/// those of studies that lie elsewhere, by their absolute path, as all were in plans of before.
void nameSourcesInProject(StudyPlan& plan, const std::filesystem::path& study);

/// The file of a source that nameSourcesInProject or an earlier plan names. \param study  the study's folder, absolute
[[nodiscard]] std::filesystem::path sourceIn(const std::filesystem::path& study, const std::filesystem::path& source);

}  // namespace musicrl
