// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/FigureCommand.h"

#include "app/workbench/pages/RunReading.h"
#include "base/Error.h"
#include "widgets/plots/Figures.h"
#include "widgets/plots/ReportFigures.h"

#include <cstdio>
#include <functional>

namespace musicrl {
namespace {

int printFigures(const std::function<std::vector<std::filesystem::path>()>& write) {
    try {
        for (const std::filesystem::path& path : write()) {
            std::printf("%s\n", path.c_str());
        }
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "musicrl-workbench: %s\n", error.what());
        return error.kind() == ErrorKind::BadInput || error.kind() == ErrorKind::NotFound ? 2 : 1;
    }
}

}  // namespace

int writeFiguresOf(const QString& folder, const QStringList& runFolders) {
    return printFigures([&] {
        if (runFolders.isEmpty()) {
            throw Error(ErrorKind::BadInput,
                        "--figures needs at least one --run with the folder of a run, or --report with a report's figures.");
        }
        std::vector<RunSeries> runs;
        for (const QString& run : runFolders) {
            runs.push_back(seriesOf(readRun(run.toStdString()), static_cast<int>(runs.size())));
        }
        return writeFigures(folder.toStdString(), runs);
    });
}

int writeFiguresOfReport(const QString& folder, const QString& tables) {
    return printFigures([&] { return writeReportFigures(tables.toStdString(), folder.toStdString()); });
}

}  // namespace musicrl
