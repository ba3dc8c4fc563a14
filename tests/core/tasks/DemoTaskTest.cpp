// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/DemoTask.h"

#include "job/runJob.h"
#include "record/ClipRecipe.h"
#include "record/Csv.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"

#include <cmath>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

TEST(DemoTask, leavesClipsOfTheSameSeedsATableAndCurves) {
    const TemporaryFolder folder;
    writeTinyModel(folder / "model");
    DemoConfig config;
    config.model = (folder / "model").string();
    config.outFolder = folder / "demo";
    config.prompts = 2;
    config.clipSeconds = 1.0;
    config.steps = 3;
    config.device = "cpu";
    std::vector<ResultRow> results;
    std::int64_t lastDone = 0;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* result = std::get_if<ResultRow>(&message)) {
            results.push_back(*result);
        }
        if (const auto* progress = std::get_if<Progress>(&message)) {
            EXPECT_GE(progress->done, lastDone) << "one bar for the whole demo";
            EXPECT_EQ(progress->total, 2 + 3 + 2);
            lastDone = progress->done;
        }
    });
    ASSERT_EQ(runJob(makeDemoJob(config), context).message, "");

    std::vector<Json> comparisons;
    for (const ResultRow& result : results) {
        if (result.kind == "comparison") {
            comparisons.push_back(result.values);
        }
    }
    ASSERT_EQ(comparisons.size(), 2U);
    const ClipRecord base = readClipRecord(comparisons[0].at("base_file").get<std::string>());
    const ClipRecord tuned = readClipRecord(comparisons[0].at("tuned_file").get<std::string>());
    EXPECT_EQ(base.recipe.prompt.text, tuned.recipe.prompt.text);
    EXPECT_EQ(base.recipe.prompt.seed, tuned.recipe.prompt.seed);
    EXPECT_EQ(base.recipe.checkpoint, "");
    EXPECT_NE(tuned.recipe.checkpoint, "");
    EXPECT_EQ(comparisons[0].at("tuned").at("scores").get<double>(), tuned.scores.value().total);

    ASSERT_FALSE(results.empty());
    EXPECT_EQ(results.back().kind, "summary");
    const double mean = (comparisons[0].at("base").at("mulan").get<double>() + comparisons[1].at("base").at("mulan").get<double>()) / 2.0;
    EXPECT_NEAR(results.back().values.at("base").at("mulan").get<double>(), mean, 1e-12);
    const Json gain = results.back().values.at("gain").at("quality");
    const auto gainOf = [&](std::size_t i) {
        return comparisons[i].at("tuned").at("quality").get<double>() - comparisons[i].at("base").at("quality").get<double>();
    };
    EXPECT_NEAR(gain.at("mean").get<double>(), (gainOf(0) + gainOf(1)) / 2.0, 1e-12);
    EXPECT_NEAR(gain.at("standard_error").get<double>(), std::abs(gainOf(0) - gainOf(1)) / 2.0, 1e-12);
    EXPECT_EQ(readCsv(folder / "demo/table.csv").rows.size(), 3U) << "a line a prompt and the means";
    const CsvTable curves = readCsv(folder / "demo/curves.csv");
    EXPECT_EQ(curves.rows.size(), 4U) << "steps 0 to 3";
    EXPECT_GE(curves.columnIndex("kl"), 0);
}

}  // namespace
}  // namespace musicrl
