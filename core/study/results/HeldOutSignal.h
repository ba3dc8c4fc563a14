// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"

#include <filesystem>
#include <map>
#include <string>

namespace musicrl {

/// What a preference model that was trained on a study's votes says of the study's clips: only of those whose prompts
/// were held out of the training, since of the others it has seen the answers. (The held-out votes chose its epoch, so
/// even these flatter it a little.)
struct HeldOutSignal {
    std::string question;                  ///< whose votes it was trained on
    std::filesystem::path model;           ///< the preference model's folder
    std::int64_t prompts = 0;              ///< held out
    std::map<std::string, double> values;  ///< by the clips' handles
};

/// Kept in the study's folder as signal-<question>.json; a newer one of the same question takes its place.
/// \throws Error(Io)
void writeHeldOutSignal(const std::filesystem::path& studyFolder, const HeldOutSignal& signal);

/// The rewards in the records beside a study's clips, and its held-out signals by the name heldOutName(). A signal that
/// cannot be read is passed over. \see recordedSignals
[[nodiscard]] ClipSignals studySignals(const RevealedStudy& study, const std::filesystem::path& studyFolder);

/// "preference of overall, held out"
[[nodiscard]] std::string heldOutName(const std::string& question);
/// The question of such a name; nothing for other names.
[[nodiscard]] std::optional<std::string> heldOutQuestion(const std::string& signal);

}  // namespace musicrl
