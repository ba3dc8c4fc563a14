// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/StudyFixture.h"
#include "job/runJob.h"
#include "support/TinyModelFolder.h"
#include "tasks/CreateStudyTask.h"
#include "tasks/ModelCatalog.h"

#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

/// A study of "model1", whose clips are there, against "new", whose clips are made here by a tiny model.
class CreateStudyTask : public testing::Test {
protected:
    CreateStudyTask() {
        fixture_.makeModel("model1", 2);
        fixture_.folder().write("prompts.jsonl", R"({"id": "p1", "text": "prompt 1", "seconds": 0.5, "seed": 1}
{"id": "p2", "text": "prompt 2", "seconds": 0.5, "seed": 1}
)");
    }

    /// \param model  that makes the clips of "new" \return hashes of the models that made them
    [[nodiscard]] std::set<std::string> create(const std::string& model) const {
        fixture_.folder().write("design.toml",
                                "name = \"s\"\nraters = [\"ann\"]\nprompts = \"prompts.jsonl\"\n"
                                "[[models]]\nname = \"model1\"\nclips = \"model1\"\n"
                                "[[models]]\nname = \"new\"\nmodel = \"" +
                                    model + "\"\n");
        const CreateStudyConfig config{fixture_.folder() / "design.toml", fixture_.studyFolder(), "cpu"};
        const JobOutcome outcome = runJob(makeCreateStudyJob(config), JobContext());
        EXPECT_EQ(outcome.ending, JobEnding::Succeeded) << outcome.message;
        StudyStore store = StudyStore::open(fixture_.studyFolder());
        std::set<std::string> makers;
        for (const StudyModel& each : store.design().models) {
            if (each.name == "new") {
                for (const auto& entry : std::filesystem::directory_iterator(each.clips)) {
                    if (entry.path().extension() == ".flac") {
                        makers.insert(readClipRecord(entry.path()).recipe.modelHash);
                    }
                }
            }
        }
        return makers;
    }

    StudyFixture fixture_;
};

TEST_F(CreateStudyTask, takesNoClipsOfAnEarlierModelOfTheSameName) {
    for (const int seed : {1, 2, 1}) {
        const std::string model = (fixture_.folder() / ("tiny" + std::to_string(seed))).string();
        writeTinyModel(model, static_cast<std::uint64_t>(seed));
        EXPECT_EQ(create(model), std::set<std::string>{findModel(model).hash});
    }
}

}  // namespace
}  // namespace musicrl
