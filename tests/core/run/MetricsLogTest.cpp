// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/MetricsLog.h"

#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <limits>

namespace musicrl {
namespace {

MetricRow row(std::int64_t step, double kl = 0.5) {
    return {step, {{"objective/kl", kl}}};
}

std::vector<std::int64_t> stepsOf(const std::vector<MetricRow>& rows) {
    std::vector<std::int64_t> steps;
    for (const MetricRow& each : rows) {
        steps.push_back(each.step);
    }
    return steps;
}

using Steps = std::vector<std::int64_t>;

TEST(MetricsLog, keepsEveryBitAndNaN) {
    const TemporaryFolder folder;
    const double value = 0.1 + 0.2;
    appendMetricRow(folder / "m.jsonl", {1, {{"a", value}, {"b", std::numeric_limits<double>::quiet_NaN()}, {"c", 7}}});
    const auto rows = readMetricRows(folder / "m.jsonl");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].step, 1);
    EXPECT_EQ(rows[0].values["a"].get<double>(), value);
    EXPECT_TRUE(std::isnan(rows[0].values["b"].get<double>()));
    EXPECT_EQ(rows[0].values["c"], 7);
}

TEST(MetricsLog, passesOverBrokenAndUnterminatedLines) {
    const TemporaryFolder folder;
    const auto path = folder.write("m.jsonl", "{\"step\":1}\nnonsense\n{\"no\":\"step\"}\n[3]\n{\"step\":2}\n{\"step\":3");
    EXPECT_EQ(stepsOf(readMetricRows(path)), (Steps{1, 2}));
    EXPECT_TRUE(readMetricRows(folder / "none.jsonl").empty());
}

TEST(MetricsLog, movesWhatLiesAfterACheckpoint) {
    const TemporaryFolder folder;
    for (std::int64_t step = 1; step <= 5; ++step) {
        appendMetricRow(folder / "m.jsonl", row(step));
    }
    std::ofstream(folder / "m.jsonl", std::ios::app) << "{\"step\":6,\"objec";  // killed while writing
    EXPECT_EQ(cutMetricRowsAfter(folder / "m.jsonl", folder / "cut.jsonl", 3), 2);
    EXPECT_EQ(stepsOf(readMetricRows(folder / "m.jsonl")), (Steps{1, 2, 3}));
    EXPECT_EQ(stepsOf(readMetricRows(folder / "cut.jsonl")), (Steps{4, 5}));
    appendMetricRow(folder / "m.jsonl", row(4, 9.0));
    EXPECT_EQ(stepsOf(readMetricRows(folder / "m.jsonl")), (Steps{1, 2, 3, 4}));
    EXPECT_EQ(cutMetricRowsAfter(folder / "m.jsonl", folder / "cut.jsonl", 4), 0);
}

TEST(MetricsReader, followsAFileThatGrows) {
    const TemporaryFolder folder;
    MetricsReader reader(folder / "m.jsonl");
    EXPECT_TRUE(reader.readNew().empty());
    appendMetricRow(reader.path(), row(1));
    appendMetricRow(reader.path(), row(2));
    EXPECT_EQ(stepsOf(reader.readNew()), (Steps{1, 2}));
    EXPECT_TRUE(reader.readNew().empty());
    std::ofstream(reader.path(), std::ios::app) << "{\"step\":3,";
    EXPECT_TRUE(reader.readNew().empty()) << "half a line";
    std::ofstream(reader.path(), std::ios::app) << "\"a\":1}\n{\"step\":4}\n";
    EXPECT_EQ(stepsOf(reader.readNew()), (Steps{3, 4}));
    EXPECT_FALSE(reader.startedOver());
}

TEST(MetricsReader, startsOverWhenTheRunWentBack) {
    const TemporaryFolder folder;
    MetricsReader reader(folder / "m.jsonl");
    for (std::int64_t step = 1; step <= 4; ++step) {
        appendMetricRow(reader.path(), row(step));
    }
    EXPECT_EQ(reader.readNew().size(), 4U);
    cutMetricRowsAfter(reader.path(), folder / "cut.jsonl", 2);
    for (std::int64_t step = 3; step <= 7; ++step) {
        appendMetricRow(reader.path(), row(step));
    }
    EXPECT_EQ(stepsOf(reader.readNew()), (Steps{1, 2, 3, 4, 5, 6, 7}));
    EXPECT_TRUE(reader.startedOver());
}

TEST(MetricsLog, saysWhenItCannotWrite) {
    expectError(ErrorKind::Io, "/proc/none/m.jsonl", [] { appendMetricRow("/proc/none/m.jsonl", row(1)); });
    expectError(ErrorKind::Io, "No space left on device", [] { appendMetricRow("/dev/full", row(1)); });
}

}  // namespace
}  // namespace musicrl
