// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace musicrl {

/// `musicrl-workbench --figures FOLDER --run RUN…`: writes the figures of the runs and prints their paths.
/// \return the program's exit code: 0, 1 for a failure, 2 for bad input
int writeFiguresOf(const QString& folder, const QStringList& runFolders);

/// `musicrl-workbench --figures FOLDER --report TABLES`: the same for the figures of a reproduction's report.
int writeFiguresOfReport(const QString& folder, const QString& tables);

}  // namespace musicrl
