// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlantedNumbers.h"
#include "tasks/reproduce/ReportPage.h"
#include "tasks/reproduce/ReportTables.h"

#include <cmath>
#include <gmock/gmock.h>
#include <numeric>

namespace musicrl {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string cell(const CsvTable& table, std::size_t row, const std::string& column) {
    return table.rows.at(row).at(static_cast<std::size_t>(table.columnIndex(column)));
}

TEST(ReportTables, goOnFromRWithRusStepsAndMarkItsStart) {
    const std::map<std::string, CsvTable> tables = figureTables(numbersOfThePaper());
    ASSERT_EQ(tables.size(), 8U);
    const CsvTable& steps = tables.at("quality-vs-step");
    const std::size_t last = steps.rows.size() - 1;
    EXPECT_EQ(cell(steps, last, "run"), "start ru");
    EXPECT_EQ(cell(steps, last, "x"), "20");
    EXPECT_EQ(cell(steps, last - 1, "run"), "ru");
    EXPECT_EQ(cell(steps, last - 1, "step"), "10");
    EXPECT_EQ(cell(steps, last - 1, "x"), "30");
    const CsvTable& kl = tables.at("quality-vs-kl");
    EXPECT_NEAR(std::stod(cell(kl, last - 1, "x")), 12.0, 0.1) << "to R";
    EXPECT_NEAR(std::stod(cell(kl, last, "x")), 33.0, 0.1) << "R's own, to base";
}

TEST(ReportTables, putAnIntervalAroundEachMean) {
    const ReportNumbers numbers = numbersOfThePaper();
    const CsvTable table = figureTables(numbers).at("mulan-vs-kl");
    const std::vector<double>& values = numbers.runs[0].checkpoints[1].values.at("mulan");
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 40.0;
    double squares = 0.0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    EXPECT_NEAR(std::stod(cell(table, 1, "value")), mean, 1e-6);
    EXPECT_NEAR(std::stod(cell(table, 1, "low")), mean - 1.96 * std::sqrt(squares / 39.0 / 40.0), 1e-5);
}

TEST(ReportTables, leaveOutFiguresWithoutNumbers) {
    ReportNumbers numbers = numbersOfThePaper();
    numbers.pairs.clear();
    for (MeasuredRun& run : numbers.runs) {
        for (MeasuredCheckpoint& checkpoint : run.checkpoints) {
            checkpoint.values.erase("preference");
        }
    }
    const std::map<std::string, CsvTable> tables = figureTables(numbers);
    EXPECT_EQ(tables.count("win-tie-loss"), 0U);
    EXPECT_EQ(tables.count("preference-vs-kl"), 0U);
    EXPECT_EQ(tables.count("quality-vs-kl"), 1U);
}

TEST(ReportTables, correctAllGainsOfTheTableTogether) {
    const CsvTable table = rewardsTable(numbersOfThePaper());
    ASSERT_EQ(table.rows.size(), 6U);
    EXPECT_EQ(cell(table, 0, "model"), "base");
    EXPECT_EQ(cell(table, 0, "quality_gain"), "");
    EXPECT_NEAR(std::stod(cell(table, 3, "quality_gain")), 0.9, 0.05);
    EXPECT_GE(std::stod(cell(table, 3, "quality_p_holm")), std::stod(cell(table, 3, "quality_p")));
}

TEST(ReportPage, saysHowManyClaimsHold) {
    const std::string page = reportPage(numbersOfThePaper(), "png");
    EXPECT_THAT(page, HasSubstr("9 of 9 are met."));
    EXPECT_THAT(page, HasSubstr("simulated raters in the place of people"));
    EXPECT_THAT(page, HasSubstr("![win-tie-loss](figures/win-tie-loss.png)"));
    EXPECT_THAT(page, HasSubstr("| RU | 3.82 (3.70 to 3.90) | 460 of 900 | 3.82, 460 |"));
    EXPECT_THAT(page, HasSubstr("65.0 / 22.1 / 12.9")) << "the paper's figure beside ours";
    EXPECT_THAT(page, HasSubstr("| run-r | 60.0 min | 2.00 | 2 |"));
    EXPECT_THAT(page, HasSubstr("| R | 2.00 | 0.30 | 1.50 | 3.80 |"));
    EXPECT_THAT(page, Not(HasSubstr("**no**")));
    EXPECT_THAT(page, HasSubstr("| R | 400 | 16 | 0.005 | – | – |"));
}

TEST(ReportPage, saysWhatDoesNotHoldAndWhatWasNotMeasured) {
    ReportNumbers numbers = numbersOfThePaper();
    numbers.runs[2].explained.mean = 0.12;
    numbers.pairs.pop_back();
    const std::string page = reportPage(numbers, "");
    EXPECT_THAT(page, HasSubstr("7 of 9 are met, 1 is not, 1 was not measured."));
    EXPECT_THAT(page, HasSubstr("mean 0.12"));
    EXPECT_THAT(page, HasSubstr("| **no** |"));
    EXPECT_THAT(page, HasSubstr("| – | not measured |"));
    EXPECT_THAT(page, HasSubstr("Not drawn: musicrl-workbench"));
    EXPECT_THAT(page, HasSubstr("- `figures/quality-vs-kl.csv`"));
}

}  // namespace
}  // namespace musicrl
