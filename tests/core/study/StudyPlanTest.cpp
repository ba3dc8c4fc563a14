// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "base/Error.h"
#include "study/StudyPlan.h"
#include "support/ExpectError.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace musicrl {
namespace {

using testing::HasSubstr;

/// Plans need only what is known of clips, no files.
std::vector<StudyClip> clipsOf(const std::vector<std::string>& models, int prompts) {
    std::vector<StudyClip> clips;
    for (int i = 0; i < prompts; ++i) {
        for (const std::string& model : models) {
            StudyClip clip;
            clip.model = model;
            clip.prompt = "prompt " + std::to_string(i);
            clip.source = "/" + model + "/" + std::to_string(i) + ".flac";
            clip.sha256 = std::string(64, 'a');
            clip.sampleRateHz = 16000;
            clip.seconds = 10.0;
            clips.push_back(clip);
        }
    }
    return clips;
}

StudyDesign paperLike(const Json& more = Json::object()) {
    Json json = {{"name", "paper"}, {"raters", {"ann", "bob", "cid"}}, {"seed", 5}};
    for (const char* name : {"base", "r", "u", "ru"}) {
        json["models"].push_back({{"name", name}, {"clips", name}});
    }
    json.update(more);
    return studyDesignFromJson(json, "design", "/");
}

StudyPlan paperPlan(const Json& more = Json::object(), int prompts = 101) {
    return makeStudyPlan(paperLike(more), clipsOf({"base", "r", "u", "ru"}, prompts));
}

std::string modelOn(const StudyPlan& plan, const PlannedTrial& trial, std::size_t side) {
    return plan.clips.at(trial.clips.at(side)).model;
}

std::map<TrialRole, int> rolesOf(const StudyPlan& plan, const std::string& rater) {
    std::map<TrialRole, int> roles;
    for (const PlannedTrial* trial : plan.trialsOf(rater)) {
        ++roles[trial->role];
    }
    return roles;
}

TEST(StudyPlan, hasThePapersEighteenHundredAndEighteenRatings) {
    const StudyPlan plan = paperPlan();
    EXPECT_EQ(plan.trials.size(), 101U * 6U * 3U);
    std::map<std::string, std::set<std::string>> ratersOf;
    for (const PlannedTrial& trial : plan.trials) {
        ratersOf[trial.comparison].insert(trial.rater);
    }
    EXPECT_EQ(ratersOf.size(), 101U * 6U);
    for (const auto& [comparison, raters] : ratersOf) {
        EXPECT_EQ(raters.size(), 3U) << comparison;
    }
}

TEST(StudyPlan, isTheSameForTheSameSeedAndAnotherForAnother) {
    EXPECT_EQ(hashOf(paperPlan()), hashOf(paperPlan()));
    EXPECT_NE(hashOf(paperPlan()), hashOf(paperPlan({{"seed", 6}})));
}

TEST(StudyPlan, comesBackFromItsJson) {
    const StudyPlan plan = paperPlan({{"repeats", 4}, {"noisy_gold", 3}, {"practice", 2}});
    const Json json = toJson(plan);
    EXPECT_EQ(hashOf(studyPlanFromJson(Json::parse(json.dump()), "plan")), hashOf(plan));
}

TEST(StudyPlan, givesEveryModelEachSideInHalfOfARatersPrompts) {
    const StudyPlan plan = paperPlan();
    std::map<std::string, int> balance;  // of A over B, by rater and models
    for (const PlannedTrial& trial : plan.trials) {
        const std::string a = modelOn(plan, trial, 0);
        const std::string b = modelOn(plan, trial, 1);
        ASSERT_NE(a, b);
        balance[trial.rater + " " + std::min(a, b) + " " + std::max(a, b)] += a < b ? 1 : -1;
    }
    EXPECT_EQ(balance.size(), 18U);
    for (const auto& [who, difference] : balance) {
        EXPECT_EQ(std::abs(difference), 1) << who;  // 101 prompts cannot be halved
    }
}

TEST(StudyPlan, letsEveryModelBeHeardFirstInHalfOfThePromptsOnEachSide) {
    const StudyPlan plan = paperPlan({{"noisy_gold", 8}});
    std::map<std::string, int> balance;  // of A being heard first
    for (const PlannedTrial& trial : plan.trials) {
        const std::string models = modelOn(plan, trial, 0) + " " + modelOn(plan, trial, 1);
        if (trial.role == TrialRole::Regular) {
            balance[trial.rater + " " + models] += trial.firstHeard == Side::A ? 1 : -1;
        } else {
            balance[trial.rater + " gold " + textOf(*trial.answer)] += trial.firstHeard == Side::A ? 1 : -1;
        }
    }
    EXPECT_EQ(balance.size(), 42U);  // three raters, twelve ordered pairs of models, two sides of gold
    for (const auto& [who, difference] : balance) {
        EXPECT_LE(std::abs(difference), 1) << who;
    }
}

TEST(StudyPlan, ofBeforeFirstHeardWasPlannedStillOpens) {
    const StudyPlan plan = paperPlan(Json::object(), 2);
    Json json = toJson(plan);
    for (Json& trial : json["trials"]) {
        trial.erase("first_heard");
    }
    const StudyPlan read = studyPlanFromJson(json, "plan");
    ASSERT_EQ(read.trials.size(), plan.trials.size());
    for (const PlannedTrial& trial : read.trials) {
        EXPECT_EQ(trial.firstHeard, Side::A);
    }
}

TEST(StudyPlan, swapsSidesBetweenTheRatersOfAComparison) {
    const StudyPlan plan = paperPlan();
    std::map<std::string, std::map<std::string, int>> firsts;
    for (const PlannedTrial& trial : plan.trials) {
        ++firsts[trial.comparison][modelOn(plan, trial, 0)];
    }
    for (const auto& [comparison, models] : firsts) {
        EXPECT_EQ(models.size(), 2U) << comparison;  // of three raters one or two have it the other way round
    }
}

TEST(StudyPlan, goesThroughAllModelsInRoundsAndNeverRepeatsAPromptAtOnce) {
    const StudyPlan plan = paperPlan();
    const auto trials = plan.trialsOf("bob");
    for (std::size_t i = 0; i + 6 <= trials.size(); i += 6) {
        std::set<std::string> pairs;
        for (std::size_t k = i; k < i + 6; ++k) {
            const std::string a = modelOn(plan, *trials[k], 0);
            const std::string b = modelOn(plan, *trials[k], 1);
            pairs.insert(std::min(a, b) + std::max(a, b));
        }
        EXPECT_EQ(pairs.size(), 6U);
    }
    for (std::size_t i = 1; i < trials.size(); ++i) {
        EXPECT_NE(trials[i]->prompt, trials[i - 1]->prompt);
    }
}

TEST(StudyPlan, sharesComparisonsOutWhereNotAllRatersHearAll) {
    const StudyPlan plan = paperPlan({{"votes_per_comparison", 1}}, 12);
    EXPECT_EQ(plan.trials.size(), 72U);
    for (const char* rater : {"ann", "bob", "cid"}) {
        EXPECT_EQ(plan.trialsOf(rater).size(), 24U);
    }
}

TEST(StudyPlan, hidesRepeatsWithSidesSwappedAndGoldAmongTheOthers) {
    const StudyPlan plan = paperPlan({{"repeats", 5}, {"noisy_gold", 4}, {"practice", 3}}, 10);
    EXPECT_EQ(rolesOf(plan, "ann"),
              (std::map<TrialRole, int>{
                  {TrialRole::Practice, 3}, {TrialRole::Regular, 60}, {TrialRole::Repeat, 5}, {TrialRole::Gold, 4}}));
    const auto trials = plan.trialsOf("ann");
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const PlannedTrial& trial = *trials[i];
        places[trial.id] = i;
        EXPECT_EQ(i < 3, trial.role == TrialRole::Practice);
        if (trial.role == TrialRole::Repeat) {
            const PlannedTrial& first = plan.trial(trial.repeatOf);
            EXPECT_EQ(first.role, TrialRole::Regular);
            EXPECT_EQ(trial.clips, (std::vector<std::string>{first.clips[1], first.clips[0]}));
            EXPECT_GT(i, places.at(first.id) + 14);
        }
        if (trial.role == TrialRole::Gold) {
            const std::size_t worse = *trial.answer == Side::A ? 1 : 0;
            EXPECT_TRUE(plan.clips.at(trial.clips[worse]).noisy);
            EXPECT_FALSE(plan.clips.at(trial.clips[1 - worse]).noisy);
        }
    }
}

TEST(StudyPlan, asksAbxEquallyOftenForAAndB) {
    Json two = {{"name", "abx"}, {"kind", "abx"}, {"raters", {"ann"}}, {"abx_trials", 8}};
    two["models"] = {{{"name", "p"}, {"clips", "p"}}, {{"name", "q"}, {"clips", "q"}}};
    const StudyPlan plan = makeStudyPlan(studyDesignFromJson(two, "design", "/"), clipsOf({"p", "q"}, 2));
    ASSERT_EQ(plan.trials.size(), 16U);
    int answersA = 0;
    int firstA = 0;
    for (const PlannedTrial& trial : plan.trials) {
        ASSERT_EQ(trial.clips.size(), 3U);
        answersA += *trial.answer == Side::A ? 1 : 0;
        firstA += trial.firstHeard == *trial.answer ? 1 : 0;
        EXPECT_NE(trial.clips[2], trial.clips[0]);
        EXPECT_NE(trial.clips[2], trial.clips[1]);
        EXPECT_EQ(modelOn(plan, trial, 2), modelOn(plan, trial, *trial.answer == Side::A ? 0 : 1));
    }
    EXPECT_EQ(answersA, 8);
    EXPECT_EQ(firstA, 8);
}

TEST(StudyPlan, cutsThePromptsClipsToTheShortestOne) {
    std::vector<StudyClip> clips = clipsOf({"base", "r", "u", "ru"}, 2);
    clips[1].seconds = 9.5;
    const StudyPlan plan = makeStudyPlan(paperLike(), clips);
    for (const auto& [handle, clip] : plan.clips) {
        EXPECT_DOUBLE_EQ(clip.seconds, clip.prompt == "prompt 0" ? 9.5 : 10.0);
        EXPECT_EQ(clip.cut, clip.prompt == "prompt 0");
    }
}

TEST(StudyPlan, refusesMoreThanThereIs) {
    const auto complaint = [](const Json& more) -> std::string {
        try {
            static_cast<void>(paperPlan(more, 2));
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing";
    };
    EXPECT_THAT(complaint({{"repeats", 7}}), HasSubstr("\"repeats\" asks for 7"));
    EXPECT_THAT(complaint({{"practice", 13}}), HasSubstr("\"practice\" asks for 13"));
    EXPECT_THAT(complaint({{"noisy_gold", 9}}), HasSubstr("only 8 clips"));
    EXPECT_THAT(complaint({{"votes_per_comparison", 4}}), HasSubstr("only 3 raters"));
}

TEST(StudyPlan, screensNoSingleClipsByTheirSide) {
    const StudyFixture fixture;
    expectError(ErrorKind::BadInput, "has no sides", [&] {
        static_cast<void>(fixture.plan(2, 3, {{"kind", "mos"}, {"screening", {{"maximum_same_side", 0.9}}}}));
    });
    EXPECT_NO_THROW(
        static_cast<void>(fixture.plan(2, 3, {{"kind", "abx"}, {"screening", {{"maximum_same_side", 0.9}}}})));
}

TEST(StudyPlan, findsTheClipsThatAllModelsHave) {
    const StudyFixture fixture;
    fixture.makeModel("model1", 3);
    fixture.makeModel("model2", 2);
    const StudyPlan plan = fixture.plan(2, 0);
    EXPECT_EQ(plan.clips.size(), 4U);
    EXPECT_EQ(plan.trials.size(), 4U);  // two prompts, two raters
    EXPECT_EQ(plan.sampleRateHz, 8000);
}

}  // namespace
}  // namespace musicrl
