// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyStore.h"

#include <functional>

namespace musicrl {

/// \throws Error(BadInput) when the folder holds a study that has begun, and so cannot be changed
void refuseBegunStudy(const std::filesystem::path& folder);

/// Makes a study ready to be rated: finds the clips, plans, copies them blind, and writes the plan with its hash.
/// \param folder    the study's, such as studies/round-1; a study there that nobody has begun is replaced
/// \param progress  see StagedClips
/// \throws Error(BadInput) when the folder holds a study that has begun, whose clips then stay; as findStudyClips,
/// makeStudyPlan, StagedClips
[[nodiscard]] StudyStore createStudy(const StudyDesign& design, const std::filesystem::path& folder,
                                     const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace musicrl
