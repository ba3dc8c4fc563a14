// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/FigureCommand.h"

#include "app/workbench/pages/RunReading.h"
#include "base/Error.h"
#include "widgets/plots/Figures.h"

#include <cstdio>

namespace musicrl {

int writeFiguresOf(const QString& folder, const QStringList& runFolders) {
    try {
        if (runFolders.isEmpty()) {
            throw Error(ErrorKind::BadInput, "--figures needs at least one --run with the folder of a run.");
        }
        std::vector<RunSeries> runs;
        for (const QString& run : runFolders) {
            runs.push_back(seriesOf(readRun(run.toStdString()), static_cast<int>(runs.size())));
        }
        for (const std::filesystem::path& path : writeFigures(folder.toStdString(), runs)) {
            std::printf("%s\n", path.c_str());
        }
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "musicrl-workbench: %s\n", error.what());
        return error.kind() == ErrorKind::BadInput || error.kind() == ErrorKind::NotFound ? 2 : 1;
    }
}

}  // namespace musicrl
