// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/Report.h"

#include "base/AtomicFile.h"
#include "tasks/CompareTask.h"
#include "tasks/reproduce/ReadNumbers.h"
#include "tasks/reproduce/ReportPage.h"
#include "tasks/reproduce/ReportTables.h"

namespace musicrl {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& content, const JobContext& context) {
    writeFileAtomically(path, content);
    context.publish(FileWritten{path, "table"});
}

Json rowsOf(const CsvTable& table) {
    Json rows = Json::array();
    for (const std::vector<std::string>& row : table.rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i) {
            object[table.columns[i]] = row[i];
        }
        rows.push_back(std::move(object));
    }
    return rows;
}

void compareVotes(const ReproduceFolder& folder, const JobContext& context) {
    if (fs::exists(folder.testVotes())) {
        const JobContext quiet(context.stopToken(), {});
        makeCompareJob({.pairs = folder.testVotes(), .outFolder = folder.tables(), .rater = {}, .test = {}})(quiet);
    }
}

}  // namespace

void writeReport(const ReproduceFolder& folder, const ReproduceSettings& settings,
                 const std::function<bool(const fs::path&)>& drawFigures, const JobContext& context) {
    makeFolder(folder.figures());
    makeFolder(folder.tables());
    compareVotes(folder, context);
    const ReportNumbers numbers = readNumbers(folder, settings);
    for (const auto& [name, table] : figureTables(numbers)) {
        write(folder.figures() / (name + ".csv"), csvText(table), context);
    }
    const CsvTable targets = claimsTable(targetClaims(numbers));
    const CsvTable shape = claimsTable(shapeClaims(numbers));
    write(folder.tables() / "rewards.csv", csvText(rewardsTable(numbers)), context);
    write(folder.tables() / "stages.csv", csvText(stagesTable(numbers)), context);
    write(folder.tables() / "step-times.csv", csvText(stepTimesTable(numbers)), context);
    write(folder.tables() / "targets.csv", csvText(targets), context);
    write(folder.tables() / "shape.csv", csvText(shape), context);
    const bool drawn = drawFigures && drawFigures(folder.figures());
    const fs::path page = folder.report() / "report.md";
    write(page, reportPage(numbers, drawn ? "png" : ""), context);
    context.publish(ResultRow{
        "report",
        {{"report", page.string()}, {"figures_drawn", drawn}, {"targets", rowsOf(targets)}, {"shape", rowsOf(shape)}}});
}

}  // namespace musicrl
