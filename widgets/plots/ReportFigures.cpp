// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/ReportFigures.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "widgets/plots/ReportPlots.h"
#include "widgets/plots/SaveFigure.h"

#include <QSize>
#include <functional>
#include <qcustomplot.h>

namespace musicrl {
namespace {

constexpr double pngScale = 3.0;  // 300 dots an inch, one column wide

struct ReportFigure {
    const char* name;
    QSize size;
    std::function<std::unique_ptr<QCustomPlot>(const FigureTable&)> draw;
};

ReportFigure curves(const char* name, const QString& xLabel, const QString& yLabel) {
    return {name, QSize(380, 300), [=](const FigureTable& table) { return drawCurves(table, xLabel, yLabel); }};
}

std::unique_ptr<QCustomPlot> drawStrengths(const FigureTable& table) {
    return drawEstimates(table, "model", "value", 1.0, 0.0, QStringLiteral("Strength (log worth, Davidson)"));
}

std::unique_ptr<QCustomPlot> drawSignals(const FigureTable& table) {
    return drawEstimates(table, "signal", "accuracy", 100.0, 50.0, QStringLiteral("Decisive votes foretold (%)"));
}

std::vector<ReportFigure> reportFigures() {
    const QString kl = QStringLiteral("KL to the run's reference (nats a clip)");
    const QString step = QStringLiteral("RL step");
    const QString quality = QStringLiteral("Quality (MOS, 1 to 5)");
    const QString mulan = QStringLiteral("MuLan score (cosine)");
    const QString preference = QStringLiteral("Simulated preference score (nats)");
    return {curves("quality-vs-kl", kl, quality),        curves("mulan-vs-kl", kl, mulan),
            curves("preference-vs-kl", kl, preference),  curves("quality-vs-step", step, quality),
            curves("mulan-vs-step", step, mulan),        curves("preference-vs-step", step, preference),
            {"win-tie-loss", QSize(380, 280), drawWins}, {"preference-accuracy", QSize(380, 300), drawAccuracy},
            {"study-wins", QSize(380, 280), drawStudyWins}, {"study-strengths", QSize(380, 240), drawStrengths},
            {"study-signals", QSize(380, 240), drawSignals}};
}

}  // namespace

std::vector<std::filesystem::path> writeReportFigures(const std::filesystem::path& tables,
                                                      const std::filesystem::path& out) {
    makeFolder(out);
    std::vector<std::filesystem::path> written;
    for (const ReportFigure& figure : reportFigures()) {
        const std::filesystem::path csv = tables / (std::string(figure.name) + ".csv");
        if (!std::filesystem::exists(csv)) {
            continue;
        }
        const auto plot = figure.draw(FigureTable(csv));
        for (const char* extension : {".png", ".pdf", ".svg"}) {
            const std::filesystem::path path = out / (std::string(figure.name) + extension);
            if (!saveFigure(*plot, QString::fromStdString(path.string()), figure.size, pngScale)) {
                throw Error(ErrorKind::Io, "The figure " + path.string() +
                                               " could not be written: check the folder's permissions and free space.");
            }
            written.push_back(path);
        }
    }
    if (written.empty()) {
        throw Error(ErrorKind::BadInput, tables.string() +
                                             " holds none of a report's figures (such as quality-vs-kl.csv): give the "
                                             "folder figures/ of what \"musicrl reproduce\" or \"musicrl study report\" wrote.");
    }
    return written;
}

}  // namespace musicrl
