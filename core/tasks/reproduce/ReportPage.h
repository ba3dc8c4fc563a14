// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/reproduce/ReportNumbers.h"

#include <string>

namespace musicrl {

/// report.md: one page, all of whose words follow from the numbers.
///
/// \param figureFormat  extension of the figures to show, such as "png"; empty: they could not be drawn
[[nodiscard]] std::string reportPage(const ReportNumbers& numbers, const std::string& figureFormat);

}  // namespace musicrl
