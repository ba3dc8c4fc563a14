// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "job/runJob.h"
#include "record/PreferencePair.h"
#include "record/StoredClip.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/TonesOrNoise.h"
#include "tasks/ModelCatalog.h"
#include "tasks/SimulatedRatingTask.h"

#include <gmock/gmock.h>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Two folders of clips of three prompts, tones in one and noise in the other, and raters of whom those that train like
/// tones and those that test like noise.
class SimulatedRatingTask : public testing::Test {
protected:
    SimulatedRatingTask() {
        writeTinyModel(folder_ / "model", 1);
        writeTinyModel(folder_ / "judge", 2);
        for (std::uint64_t i = 0; i < 3; ++i) {
            const std::string prompt = "prompt " + std::to_string(i);
            write("tones", prompt, 1, makeSine(200.0 + 50.0 * static_cast<double>(i), 0.5));
            write("noise", prompt, 1, makeNoise(i));
            write("noise", prompt, 2, makeNoise(i + 10));
        }
        writePanel((folder_ / "judge").string());
    }

    void write(const std::string& generator, const std::string& prompt, std::uint64_t seed, const Clip& clip) {
        ClipRecipe recipe;
        recipe.modelName = "some-model";
        recipe.prompt = {.id = slug(prompt), .text = prompt, .durationSeconds = clip.durationSeconds(), .seed = seed};
        fs::create_directories(folder_ / generator);
        storeClip(folder_ / generator / (slug(prompt) + "-" + std::to_string(seed) + ".flac"), clip, recipe, {});
    }

    void writePanel(const std::string& judge) {
        folder_.write("panel.toml", "judge = \"" + judge + R"("
[taste.hiss]
likes = "less"
centre = -30.0
scale = 10.0
weight = 2.0
[manner]
slip = 0.3
[train]
simulated-1 = 11
simulated-2 = 12
[test]
simulated-3 = 13
)");
    }

    [[nodiscard]] SimulatedRatingConfig config(const std::string& out) const {
        SimulatedRatingConfig config;
        config.pairs = clipsToCompare({folder_ / "tones", folder_ / "noise"}, {});
        config.panel = folder_ / "panel.toml";
        config.model = (folder_ / "model").string();
        config.out = folder_ / out;
        config.device = "cpu";
        return config;
    }

    static Json run(const SimulatedRatingConfig& config) {
        Json result;
        const JobContext context({}, [&](const JobMessage& message) {
            if (const auto* row = std::get_if<ResultRow>(&message)) {
                result = row->values;
            }
        });
        const JobOutcome outcome = runJob(makeSimulatedRatingJob(config), context);
        EXPECT_EQ(outcome.ending, JobEnding::Succeeded) << outcome.message;
        return result;
    }

    static std::string failureOf(const SimulatedRatingConfig& config) {
        return runJob(makeSimulatedRatingJob(config), JobContext()).message;
    }

    TemporaryFolder folder_;
};

TEST_F(SimulatedRatingTask, writesVotesThatSayThatTheyAreSimulated) {
    const Json result = run(config("pairs.jsonl"));
    const std::vector<PreferencePair> votes = readPreferencePairs(folder_ / "pairs.jsonl");
    ASSERT_EQ(votes.size(), 6U);  // three prompts, two raters
    std::set<std::string> ids;
    for (const PreferencePair& vote : votes) {
        EXPECT_EQ(vote.source, "simulated");
        EXPECT_EQ(vote.study, "simulated-train");
        EXPECT_THAT(vote.rater, HasSubstr("simulated-"));
        EXPECT_THAT(vote.id, HasSubstr("simulated-"));
        EXPECT_EQ(vote.label, PreferenceLabel::A);  // tones hiss less
        EXPECT_GT(vote.a.rating.value(), vote.b.rating.value());
        EXPECT_EQ(vote.a.generator, "tones");
        EXPECT_EQ(vote.b.generator, "noise");
        EXPECT_EQ(vote.a.sha256.size(), 64U);
        EXPECT_TRUE(fs::exists(vote.a.file));
        ids.insert(vote.id);
    }
    EXPECT_EQ(ids.size(), 6U);
    EXPECT_EQ(result["votes"], 6);
    EXPECT_EQ(result["raters"][0]["a"], 3);
    EXPECT_DOUBLE_EQ(result["raters"][0]["aspects"]["hiss"].get<double>(), 1.0);
    EXPECT_EQ(result["agreement"][0]["decisive"], 3);
    EXPECT_EQ(result["agreement"][0]["agreement"], 1.0);
}

TEST_F(SimulatedRatingTask, makesNoVoteTwiceAndGoesOnWhereItWas) {
    SimulatedRatingConfig all = config("all.jsonl");
    run(all);
    SimulatedRatingConfig some = config("some.jsonl");
    some.pairs.resize(1);
    EXPECT_EQ(run(some)["new_votes"], 2);
    some.pairs = all.pairs;
    EXPECT_EQ(run(some)["new_votes"], 4);
    EXPECT_EQ(contentOf(folder_ / "all.jsonl"), contentOf(folder_ / "some.jsonl"));
    const Json again = run(some);
    EXPECT_EQ(again["new_votes"], 0);
    EXPECT_EQ(again["votes"], 6);
    some.seed = 2;
    EXPECT_EQ(run(some)["new_votes"], 6);
    some.group = "test";
    EXPECT_EQ(run(some)["raters"][0]["name"], "simulated-3");
    EXPECT_EQ(readPreferencePairs(folder_ / "some.jsonl").size(), 15U);
}

TEST_F(SimulatedRatingTask, givesEachPairToAsManyRatersAsAsked) {
    SimulatedRatingConfig one = config("pairs.jsonl");
    one.ratersPerPair = 1;
    const Json result = run(one);
    EXPECT_EQ(result["votes"], 3);
    EXPECT_EQ(result["raters"][0]["votes"], 2);
    EXPECT_EQ(result["raters"][1]["votes"], 1);
    EXPECT_TRUE(result["agreement"].empty());
}

TEST_F(SimulatedRatingTask, remembersWhatItHeard) {
    SimulatedRatingConfig rating = config("pairs.jsonl");
    rating.impressions = folder_ / "heard.jsonl";
    run(rating);
    const std::string heard = contentOf(folder_ / "heard.jsonl");
    EXPECT_EQ(std::count(heard.begin(), heard.end(), '\n'), 6);
    rating.out = folder_ / "again.jsonl";
    run(rating);
    EXPECT_EQ(contentOf(folder_ / "heard.jsonl"), heard);
    EXPECT_EQ(contentOf(folder_ / "again.jsonl"), contentOf(folder_ / "pairs.jsonl"));
}

TEST_F(SimulatedRatingTask, refusesToJudgeByTheRewardsOfTraining) {
    writePanel((folder_ / "model").string());
    EXPECT_THAT(failureOf(config("pairs.jsonl")), HasSubstr("must not call a reward that training uses"));
    EXPECT_FALSE(fs::exists(folder_ / "pairs.jsonl"));
}

TEST_F(SimulatedRatingTask, findsPairsInOneFolderAndAcrossFolders) {
    const std::vector<ClipsToCompare> within = clipsToCompare({folder_ / "noise"}, {});
    ASSERT_EQ(within.size(), 3U);
    EXPECT_EQ(within[0].generatorA, "some-model · base");
    EXPECT_EQ(within[0].a.filename(), "prompt-0-1.flac");
    EXPECT_EQ(within[0].b.filename(), "prompt-0-2.flac");
    const std::vector<ClipsToCompare> across = clipsToCompare({folder_ / "tones", folder_ / "noise"}, {"one", "two"});
    ASSERT_EQ(across.size(), 3U);  // of equal seeds
    EXPECT_EQ(across[1].generatorA, "one");
    EXPECT_EQ(across[1].generatorB, "two");
    EXPECT_EQ(across[1].prompt, "prompt 1");
    expectError(ErrorKind::BadInput, "no two clips of one prompt",
                [&] { (void)clipsToCompare({folder_ / "tones"}, {}); });
    expectError(ErrorKind::BadInput, "a name of its own", [&] {
        (void)clipsToCompare({folder_ / "tones", folder_ / "noise"}, {"one", "one"});
    });
    expectError(ErrorKind::NotFound, "no folder", [&] { (void)clipsToCompare({folder_ / "nowhere"}, {}); });
    expectError(ErrorKind::BadInput, "no clips with records", [&] { (void)clipsToCompare({folder_ / "model"}, {}); });
}

TEST(ModelCatalog, listsNoModelThatOnlyJudges) {
    for (const ModelInfo& model : listModels()) {
        EXPECT_NE(model.name, "judge");
    }
    EXPECT_FALSE(listModels().empty());
    const TemporaryFolder folder;
    writeTinyModel(folder / "judge", 2);
    fs::remove_all(folder / "judge" / "language");
    EXPECT_EQ(findModel((folder / "judge").string()).folder, fs::absolute(folder / "judge"));
}

}  // namespace
}  // namespace musicrl
