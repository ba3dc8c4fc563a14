// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/Figures.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "record/Csv.h"
#include "widgets/plots/MetricPlot.h"
#include "widgets/plots/RewardKlPlot.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <locale>
#include <sstream>

namespace musicrl {
namespace {

const QSize figureSize(640, 440);

std::string numberText(double value) {
    if (!std::isfinite(value)) {
        return {};
    }
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::setprecision(9) << value;
    return text.str();
}

CsvTable tableOf(const std::vector<RunSeries>& runs, const std::vector<MetricChoice>& metrics) {
    CsvTable table{{"run", "step"}, {}};
    for (const MetricChoice& metric : metrics) {
        table.columns.push_back(metric.key);
        table.columns.push_back(metric.key + " (smoothed)");
    }
    for (const RunSeries& run : runs) {
        std::vector<std::vector<double>> columns;
        for (const MetricChoice& metric : metrics) {
            columns.push_back(metricValues(run.rows, metric.key));
            columns.push_back(smoothed(columns.back(), smoothingFor(run.rows.size())));
        }
        for (std::size_t i = 0; i < run.rows.size(); ++i) {
            std::vector<std::string> row = {run.name.toStdString(), std::to_string(run.rows[i].step)};
            for (const std::vector<double>& column : columns) {
                row.push_back(numberText(column[i]));
            }
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

class FigureWriter {
public:
    FigureWriter(std::filesystem::path folder, const std::vector<RunSeries>& runs) : folder_(std::move(folder)), runs_(runs) {}

    void write(PlotFrame& plot, const std::string& name, const std::vector<MetricChoice>& metrics) {
        plot.setTheme(makeTheme(ThemeKind::Light));
        plot.setLegendVisible(true);
        plot.setRuns(runs_);
        for (const char* extension : {".png", ".pdf", ".svg"}) {
            const std::filesystem::path path = folder_ / (name + extension);
            if (!plot.writeFigure(QString::fromStdString(path.string()), figureSize)) {
                throw Error(ErrorKind::Io, "The figure " + path.string() + " could not be written: check the folder's permissions and free space.");
            }
            written_.push_back(path);
        }
        const std::filesystem::path csv = folder_ / (name + ".csv");
        writeFileAtomically(csv, csvText(tableOf(runs_, metrics)));
        written_.push_back(csv);
    }
    [[nodiscard]] std::vector<std::filesystem::path> written() const { return written_; }

private:
    std::filesystem::path folder_;
    const std::vector<RunSeries>& runs_;
    std::vector<std::filesystem::path> written_;
};

}  // namespace

std::vector<std::filesystem::path> writeFigures(const std::filesystem::path& folder, const std::vector<RunSeries>& runs) {
    if (std::all_of(runs.begin(), runs.end(), [](const RunSeries& run) { return run.rows.empty(); })) {
        throw Error(ErrorKind::BadInput, "There is nothing to draw: no run has a step in its metrics.jsonl yet.");
    }
    makeFolder(folder);
    FigureWriter writer(folder, runs);
    const MetricChoice& reward = rewardChoices().front();
    const MetricChoice& kl = klChoices().front();
    RewardKlPlot rewardKl;
    writer.write(rewardKl, "reward-vs-kl", {kl, reward});
    MetricPlot rewardStep(reward, MetricPlot::Floor::Data);
    writer.write(rewardStep, "reward-vs-step", {reward});
    const MetricChoice named{kl.key, kl.name, kl.name + QStringLiteral(", ") + kl.unit};  // no card's title stands over a figure
    MetricPlot klStep(named, MetricPlot::Floor::Zero);
    writer.write(klStep, "kl-vs-step", {kl});
    return writer.written();
}

}  // namespace musicrl
