// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/Exchange.h"

#include <filesystem>
#include <string>

namespace musicrl {

/// Where a command looks for studies that are given by name.
inline constexpr const char* studiesFolder = "studies";

/// A sealed study with everything known. \param idOrFolder, studies  see findStudy
/// \throws Error(NotFound), Error(BadInput) when it is not sealed
[[nodiscard]] RevealedStudy revealStudy(const std::string& idOrFolder, const std::filesystem::path& studies);

/// The question that is meant: \p wanted, or the study's first. \throws Error(BadInput) naming the questions that there
/// are
[[nodiscard]] std::string questionOf(const RevealedStudy& study, const std::string& wanted);

/// Writes the study's judgements on a question as preference pairs to studies/<id>/pairs-<question>.jsonl.
/// \return the file \throws Error(BadInput) when there is none
[[nodiscard]] std::filesystem::path writeStudyPairs(const std::string& idOrFolder, const std::filesystem::path& studies,
                                                    const std::string& question);

}  // namespace musicrl
