// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/Csv.h"
#include "statistics/BestOfN.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "tasks/BestOfCurve.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

RewardBreakdown scored(double total, double mulan) {
    return {.total = total, .terms = {{.name = "mulan", .raw = mulan, .windows = {}}}};
}

TEST(BestOfCurve, averagesPromptsAndTellsWhatChoosingDoesToEachTerm) {
    BestOfCurve curve;
    curve.add({scored(1.0, 0.9), scored(2.0, 0.1)});
    curve.add({scored(5.0, 0.2), scored(3.0, 0.6)});
    const TemporaryFolder folder;
    const CsvTable table = readCsv(folder.write("curve.csv", curve.csv()));
    EXPECT_EQ(table.columns,
              (std::vector<std::string>{"n", "kl_nats", "reward", "reward_error", "mulan", "mulan_error"}));
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0][0], "1");
    EXPECT_DOUBLE_EQ(std::stod(table.rows[0][2]), 2.75) << "the plain mean";
    EXPECT_DOUBLE_EQ(std::stod(table.rows[1][1]), bestOfKlNats(2));
    EXPECT_DOUBLE_EQ(std::stod(table.rows[1][2]), 3.5) << "of 2 and 5";
    EXPECT_DOUBLE_EQ(std::stod(table.rows[1][3]), 1.5);
    EXPECT_DOUBLE_EQ(std::stod(table.rows[1][4]), 0.15) << "the better clips fit their prompts worse";
    const Json json = curve.json();
    EXPECT_EQ(json.at("of"), 2);
    EXPECT_EQ(json.at("prompts"), 2);
    EXPECT_DOUBLE_EQ(json.at("curve").at(1).at("reward").get<double>(), 3.5);
}

TEST(BestOfCurve, leavesTheErrorOfASinglePromptEmpty) {
    BestOfCurve curve;
    curve.add({scored(1.0, 0.9), scored(2.0, 0.1), scored(0.0, 0.0)});
    const TemporaryFolder folder;
    EXPECT_EQ(readCsv(folder.write("curve.csv", curve.csv())).rows.at(2).at(3), "");
    EXPECT_FALSE(curve.json().at("curve").at(0).contains("reward_error"));
    expectError(ErrorKind::BadInput, "A prompt has 1 clips", [&] { curve.add({scored(1.0, 0.0)}); });
}

}  // namespace
}  // namespace musicrl
