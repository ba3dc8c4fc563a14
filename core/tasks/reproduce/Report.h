// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "tasks/reproduce/ReproduceFolder.h"
#include "tasks/reproduce/ReproduceSettings.h"

#include <functional>

namespace musicrl {

/// Writes the report of what a reproduction has measured so far: figures/<figure>.csv, tables/*.csv, report.md.
/// Publishes FileWritten each, and ResultRow("report").
/// \param drawFigures  see ReproduceConfig
void writeReport(const ReproduceFolder& folder, const ReproduceSettings& settings,
                 const std::function<bool(const std::filesystem::path&)>& drawFigures, const JobContext& context);

}  // namespace musicrl
