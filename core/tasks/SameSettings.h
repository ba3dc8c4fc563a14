// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <filesystem>
#include <string>

namespace musicrl {

/// Keeps the settings of work that can be taken up again beside what it has made so far, so that results of different
/// settings are never mixed. The first call writes the file, later ones compare.
///
/// \param what  such as "The evaluation in runs/r", for the sentence
/// \throws Error(BadInput) naming the first setting that differs, its value there and now, and what to do; Error(Io)
void expectSameSettings(const std::filesystem::path& file, const Json& settings, const std::string& what);

}  // namespace musicrl
