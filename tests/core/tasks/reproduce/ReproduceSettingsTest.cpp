// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Toml.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "tasks/SameSettings.h"
#include "tasks/reproduce/ReproduceSettings.h"
#include "tasks/reproduce/TimeBudget.h"

#include <gmock/gmock.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

ReproduceSettings parsed(const std::string& toml) {
    return reproduceSettingsFromJson(parseToml(toml, "test"), "test");
}

TEST(ReproduceSettings, giveEachRunItsRecipeAndItsOwnKeys) {
    const ReproduceSettings settings = parsed("seed = 9\nclip_seconds = 4.0\n[runs.u]\nsteps = 7\nselection = 3\n");
    ASSERT_EQ(settings.runs.size(), 6U);
    const Recipe u = recipeOf(settings, settings.runs[3], "out");
    EXPECT_EQ(u.name, "u");
    EXPECT_EQ(u.steps, 7);
    EXPECT_EQ(u.selection, 3);
    EXPECT_EQ(u.seed, 9U);
    EXPECT_EQ(u.clipSeconds, 4.0);
    EXPECT_EQ(u.rewardWeights, (std::map<std::string, double>{{"preference", 1.0}}));
    EXPECT_EQ(u.preferenceModel, "out/preference/full");
    EXPECT_EQ(u.checkpoint, "");
    EXPECT_EQ(recipeOf(settings, settings.runs[4], "out").checkpoint, "out/runs/r") << "RU starts from R";
}

TEST(ReproduceSettings, areShippedAtThreeScales) {
    for (const char* scale : {"demo", "full", "short"}) {
        const ReproduceSettings settings = readReproduceSettings(scaleFile(scale));
        for (const RunSettings& run : settings.runs) {
            const Recipe recipe = recipeOf(settings, run, "out");
            EXPECT_GT(recipe.steps, 0);
            EXPECT_EQ(recipe.checkpoint.empty(), run.name != "ru") << scale << " " << run.name;
        }
    }
    expectError(ErrorKind::NotFound, "Known scales: demo, full, short", [] { (void)scaleFile("huge"); });
}

TEST(ReproduceSettings, refuseWhatTheyDoNotKnow) {
    expectError(ErrorKind::BadInput, "clip_second", [] { (void)parsed("clip_second = 5.0\n"); });
    expectError(ErrorKind::BadInput, "[runs]", [] { (void)parsed("[runs.v]\nsteps = 1\n"); });
    expectError(ErrorKind::BadInput, "no-text, half, quarter and scratch",
                [] { (void)parsed("[preference]\nablations = [\"third\"]\n"); });
    const ReproduceSettings wrong = parsed("[runs.r]\nstep = 3\n");
    expectError(ErrorKind::BadInput, "[runs.r]", [&] { (void)recipeOf(wrong, wrong.runs[2], "out"); });
}

TEST(SameSettings, nameWhatIsDifferentNow) {
    const TemporaryFolder folder;
    const auto check = [&](int steps) {
        expectSameSettings(folder / "settings.json", {{"seed", 1}, {"runs", {{"r", {{"steps", steps}}}}}}, "This work");
    };
    check(60);
    check(60);
    expectError(ErrorKind::BadInput, "This work was begun with runs.r.steps = 60, not 80", [&] { check(80); });
}

TEST(TimeBudget, addsUpWhatAClipCosts) {
    ReproduceSettings settings =
        parsed("[pairs]\nclips_per_prompt = 3\nraters_per_pair = 2\n[preference]\nepochs = 2\n");
    const WorkCounts counts{.pairPrompts = 10, .trainRaters = 5, .evaluationPrompts = 100};
    const TimeBudget budget(settings, counts, {.rollout = 2.0, .reward = 0.5, .update = 1.5, .evaluate = 3.0});
    EXPECT_EQ(voteCount(settings, counts), 10 * 3 * 2);
    EXPECT_DOUBLE_EQ(budget.rollouts(), 30 * 3.0);
    Recipe recipe;
    recipe.steps = 100;
    recipe.batchClips = 4;
    recipe.checkpointEvery = 30;
    recipe.sampleEvery = 50;
    recipe.samplePrompts = 2;
    EXPECT_DOUBLE_EQ(budget.run(recipe), 100 * 4 * 4.0 + 6 * 3.0);
    EXPECT_DOUBLE_EQ(budget.evaluation(recipe), 5 * 100 * 3.0) << "the start, steps 30, 60, 90 and 100";
    EXPECT_LT(budget.preference("quarter"), budget.preference("full"));
}

}  // namespace
}  // namespace musicrl
