// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/reproduce/ReportNumbers.h"
#include "tasks/reproduce/ReproduceFolder.h"
#include "tasks/reproduce/ReproduceSettings.h"

namespace musicrl {

/// What a reproduction's folder has measured so far; what is not there yet is left out.
/// \throws Error(BadInput) for files that cannot be understood
[[nodiscard]] ReportNumbers readNumbers(const ReproduceFolder& folder, const ReproduceSettings& settings);

/// A run with its evaluation and the end of its metrics. \pre  the folder holds a run
[[nodiscard]] MeasuredRun readMeasuredRun(const std::filesystem::path& runFolder, const std::string& name,
                                          const std::string& after);

}  // namespace musicrl
