// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/PreferenceTask.h"

#include <filesystem>
#include <string>

namespace musicrl {

/// Trains a preference model on a sealed study's votes, then has it score the study's clips of those prompts that were
/// held out, and keeps that with the study, whose results say from then on how well it foresees these raters. \see
/// makePreferenceTrainJob for what is published and HeldOutSignal for what is kept
///
/// \param training  its pairs are the study's, as exported
/// \param study     its folder
/// \param question  on whose votes it is trained
/// \throws Error on the job's thread, also for a study that is not sealed
[[nodiscard]] Job makeStudyPreferenceJob(PreferenceTrainConfig training, std::filesystem::path study,
                                         std::string question);

}  // namespace musicrl
