// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/AtomicFile.h"
#include "run/SelectedCheckpoint.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

namespace musicrl {
namespace {

RunDirectory runWithCheckpoints(const std::filesystem::path& folder, std::int64_t selection,
                                const std::vector<std::int64_t>& steps) {
    Recipe recipe;
    recipe.selection = selection;
    const RunDirectory run = RunDirectory::create(folder, recipe);
    for (const std::int64_t step : steps) {
        (void)run.beginCheckpoint(step).commit();
    }
    return run;
}

TEST(SelectedCheckpoint, isTheNewestWhereTheRecipeSelectsNone) {
    const TemporaryFolder folder;
    EXPECT_EQ(selectedCheckpoint(runWithCheckpoints(folder / "run", 0, {20, 60, 40})).step, 60);
}

TEST(SelectedCheckpoint, isTheOneThatTheRecipeSelects) {
    const TemporaryFolder folder;
    const RunDirectory run = runWithCheckpoints(folder / "run", 40, {20, 40, 60});
    EXPECT_EQ(selectedCheckpoint(run).step, 40);
    EXPECT_EQ(checkpointFolderOf(folder / "run"), run.checkpointFolder(40)) << "the run's folder stands for it";
}

TEST(SelectedCheckpoint, isMissedInASentenceThatSaysWhatToDo) {
    const TemporaryFolder folder;
    const RunDirectory young = runWithCheckpoints(folder / "young", 40, {20});
    expectError(ErrorKind::NotFound,
                "has no checkpoint of step 40, which its recipe selects; its newest is of step 20. Go on",
                [&] { (void)selectedCheckpoint(young); });
    const RunDirectory empty = runWithCheckpoints(folder / "empty", 0, {});
    expectError(ErrorKind::NotFound, "empty has no checkpoint. Go on with it",
                [&] { (void)selectedCheckpoint(empty); });
    expectError(ErrorKind::NotFound, "There is no checkpoint in", [&] { (void)checkpointFolderOf(folder / "none"); });
}

TEST(SelectedCheckpoint, ofACheckpointsFolderIsTheFolderItself) {
    const TemporaryFolder folder;
    makeFolder(folder / "step-1");
    writeFileAtomically(folder / "step-1" / "policy.safetensors", "weights");
    EXPECT_EQ(checkpointFolderOf(folder / "step-1"), folder / "step-1");
}

}  // namespace
}  // namespace musicrl
