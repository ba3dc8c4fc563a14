// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Commands.h"

namespace musicrl {

/// Parts of "musicrl study".
void addStudyExport(CLI::App& study, Session& session);
void addStudyImport(CLI::App& study, Session& session);
void addStudyReport(CLI::App& study, Session& session);

}  // namespace musicrl
