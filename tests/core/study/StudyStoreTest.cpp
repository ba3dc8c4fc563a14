// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "base/Error.h"
#include "base/Hash.h"
#include "study/CreateStudy.h"
#include "study/StudySchema.h"
#include "study/StudyStore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Study : public testing::Test {
protected:
    Study() : plan_(fixture_.plan(2, 3)), store_(StudyStore::create(fixture_.studyFolder(), plan_)) {}

    Trial current(const std::string& rater = "ann") { return store_.currentTrial(rater).value(); }
    void answer(int preference, const std::string& rater = "ann") {
        store_.record(answerTo(current(rater), rater, preference));
    }
    void reopen() { store_ = StudyStore::open(fixture_.studyFolder()); }

    StudyFixture fixture_;
    StudyPlan plan_;
    StudyStore store_;
};

TEST_F(Study, goesOnAtTheSameTrialWithTheSameSides) {
    answer(1);
    const Trial before = current();
    reopen();
    const Trial after = current();
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(after.clips[0].file, before.clips[0].file);
    EXPECT_EQ(after.clips[1].file, before.clips[1].file);
    EXPECT_EQ(after.number, 2);
    EXPECT_EQ(after.count, 3);
    EXPECT_EQ(current("bob").number, 1);
}

TEST_F(Study, showsRatersNothingThatTellsTheModels) {
    for (const auto& trial : {current(), store_.nextTrial("ann").value()}) {
        for (const TrialClip& clip : trial.clips) {
            EXPECT_THAT(clip.file.filename().string(), testing::Not(HasSubstr("model")));
            EXPECT_EQ(clip.file.parent_path(), fs::absolute(fixture_.studyFolder() / "clips"));
        }
    }
}

TEST_F(Study, saysWhichClipIsToBeHeardFirst) {
    std::set<Side> sides;
    while (const std::optional<Trial> trial = store_.currentTrial("ann")) {
        EXPECT_EQ(trial->firstHeard, plan_.trial(trial->id).firstHeard);
        sides.insert(trial->firstHeard);
        answer(1);
    }
    EXPECT_EQ(sides, (std::set<Side>{Side::A, Side::B}));
}

TEST_F(Study, keepsEverythingThatWasJudged) {
    Judgement given = answerTo(current(), "ann", -2);
    given.note = "it's \"fine\"";
    given.marks = {{Side::B, 0.1, "click"}};
    store_.recordEvents("ann", given.trial,
                        std::vector<ListenEvent>{{ListenEventKind::Play, 0.0, Side::A, 0.0, {}, ""}});
    store_.record(given);
    store_.saveProfile({.pseudonym = "ann", .yearsOfListening = 7.0, .fluency = "fluent"});
    store_.seal();
    reopen();
    const RevealedStudy revealed = store_.reveal();
    ASSERT_EQ(revealed.judgements.size(), 1U);
    const RevealedJudgement& found = revealed.judgements[0];
    given.createdUtc = found.judgement.createdUtc;
    EXPECT_EQ(found.judgement, given);
    EXPECT_EQ(found.events.size(), 1U);
    EXPECT_EQ(found.a.model, plan_.clips.at(found.trial.clips[0]).model);
    EXPECT_EQ(revealed.profiles.at(0).yearsOfListening, 7.0);
    EXPECT_EQ(revealed.planHash, hashOf(plan_));
}

TEST_F(Study, ofBeforeTheVolumeWasKeptGoesOn) {
    const Trial trial = current();
    Json body = {
        {"trial", trial.id}, {"rater", "ann"}, {"verdict", "answered"}, {"note", ""}, {"marks", Json::array()}};
    body.update({{"answers", {{{"question", "overall"}, {"preference", -1}}}},
                 {"listened_seconds", {{"A", 1.0}, {"B", 1.0}}},
                 {"gains_db", {{"A", 0.0}, {"B", -1.0}}},
                 {"spent_seconds", 3.0},
                 {"created", "2026-11-20T10:00:00Z"}});
    body["playback"] = {{"device", "ALSA: default"}, {"device_rate_hz", 44100}, {"buffer_frames", 512},
                        {"latency_seconds", 0.05},   {"resampled", false},      {"output_gaps", 2}};
    {
        Database database(fixture_.studyFolder() / "study.sqlite", studySchema(), Database::Opening::MustExist);
        const std::string text = body.dump();
        database.sql() << "INSERT INTO judgement (trial, created, body) VALUES (:trial, '2026-11-20T10:00:00Z', :body)",
            soci::use(trial.id), soci::use(text);
        database.sql() << "INSERT INTO action (rater, kind, judgement, created) VALUES ('ann', 'record', 1, '')";
    }
    reopen();
    answer(2);
    store_.seal();
    const std::vector<RevealedJudgement> judgements = store_.reveal().judgements;
    ASSERT_EQ(judgements.size(), 2U);
    EXPECT_EQ(judgements[0].judgement.answers.at(0).preference, -1);
    EXPECT_EQ(judgements[0].judgement.playback.outputGaps, 2);
    EXPECT_EQ(judgements[0].judgement.playback.volumeDb, std::nullopt);
}

TEST_F(Study, takesAnswersBackAndBringsThemBackWithoutLosingAny) {
    const Trial first = current();
    answer(1);
    const Trial second = current();
    answer(2);
    store_.undo("ann");
    EXPECT_EQ(current().id, second.id);
    store_.undo("ann");
    EXPECT_EQ(current().id, first.id);
    EXPECT_EQ(store_.draft("ann", first.id)->answers[0].preference, 1);
    EXPECT_FALSE(store_.canUndo("ann"));
    reopen();
    store_.redo("ann");
    EXPECT_EQ(current().id, second.id);
    EXPECT_TRUE(store_.canRedo("ann"));
    answer(-1);  // another answer than the 2 of before
    EXPECT_FALSE(store_.canRedo("ann"));
    EXPECT_THAT(complaintOf([&] { store_.redo("ann"); }), HasSubstr("no answer to bring back"));
    EXPECT_EQ(store_.status().judgements, 2);
    EXPECT_EQ(store_.status().undone, 1);
    EXPECT_EQ(current().number, 3);
}

TEST_F(Study, keepsADraftUntilItIsConfirmed) {
    const Trial trial = current();
    Judgement half;
    half.trial = trial.id;
    half.rater = "ann";
    half.note = "so far";
    store_.saveDraft(half);
    reopen();
    EXPECT_EQ(store_.draft("ann", trial.id)->note, "so far");
    EXPECT_EQ(current().id, trial.id);
    answer(0);
    EXPECT_EQ(store_.draft("ann", trial.id), std::nullopt);
}

TEST_F(Study, redoLeavesNothingOfTheAnswerThatItReplaces) {
    const Trial trial = current();
    answer(2);
    store_.undo("ann");
    Judgement other = answerTo(trial, "ann", -2);
    other.note = "changed my mind, and then not";
    store_.saveDraft(other);
    store_.redo("ann");
    EXPECT_EQ(store_.draft("ann", trial.id), std::nullopt);
    store_.undo("ann");
    EXPECT_EQ(store_.draft("ann", trial.id)->answers.at(0).preference, 2);
}

TEST_F(Study, tellsHowManyPairsOfModelsAreDecidedWithoutSayingWhich) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(3, 10);
    store_ = StudyStore::create(fixture.studyFolder(), plan);
    const auto modelOn = [&](const std::string& trial, std::size_t side) {
        return plan.clips.at(plan.trial(trial).clips[side]).model;
    };
    // The third model loses to the others, between whom there is no difference.
    const auto answerAll = [&](const std::string& rater) {
        while (const std::optional<Trial> trial = store_.currentTrial(rater)) {
            const int third = modelOn(trial->id, 0) == "model3" ? 1 : modelOn(trial->id, 1) == "model3" ? -1 : 0;
            store_.record(answerTo(*trial, rater, third));
        }
    };
    answerAll("ann");
    EXPECT_EQ(store_.decidedPairs()->decided, 0);  // no prompt has all of its votes
    EXPECT_EQ(store_.decidedPairs()->pairs, 3);
    answerAll("bob");
    EXPECT_EQ(store_.decidedPairs()->decided, 2);
    EXPECT_FALSE(store_.sealed());
}

TEST_F(Study, isNotRevealedBeforeItIsSealed) {
    answer(1);
    EXPECT_THAT(complaintOf([&] { static_cast<void>(store_.reveal()); }), HasSubstr("still open"));
    store_.seal();
    EXPECT_EQ(store_.reveal().judgements.size(), 1U);
    EXPECT_EQ(store_.currentTrial("ann"), std::nullopt);
    EXPECT_THAT(complaintOf([&] { store_.undo("ann"); }), HasSubstr("was sealed at"));
    EXPECT_THAT(complaintOf([&] { store_.seal(); }), HasSubstr("was sealed at"));
}

TEST_F(Study, canBeReplacedOnlyBeforeItHasBegun) {
    const StudyPlan other = fixture_.plan(2, 3, {{"seed", 9}});
    store_ = StudyStore::create(fixture_.studyFolder(), other);
    EXPECT_EQ(store_.status().planHash, hashOf(other));
    answer(1);
    EXPECT_THAT(complaintOf([&] { static_cast<void>(StudyStore::create(fixture_.studyFolder(), plan_)); }),
                HasSubstr("has begun and cannot be changed"));
    EXPECT_EQ(store_.status().planHash, hashOf(other));
}

TEST_F(Study, takesNothingOfATrialThatWasPlannedAnew) {
    const Trial before = current();
    StudyStore anew = StudyStore::create(fixture_.studyFolder(), fixture_.plan(3, 3));
    ASSERT_EQ(anew.currentTrial("ann")->id, before.id);  // of other clips
    const std::string reason = "was planned anew";
    EXPECT_THAT(complaintOf([&] { store_.record(answerTo(before, "ann", 1)); }), HasSubstr(reason));
    EXPECT_THAT(complaintOf([&] { store_.saveDraft(answerTo(before, "ann", 1)); }), HasSubstr(reason));
    EXPECT_THAT(complaintOf([&] { store_.recordEvents("ann", before.id, {}); }), HasSubstr(reason));
    EXPECT_THAT(complaintOf([&] { store_.saveProfile({.pseudonym = "ann"}); }), HasSubstr(reason));
    EXPECT_THAT(complaintOf([&] { static_cast<void>(current()); }), HasSubstr(reason));
    EXPECT_THAT(complaintOf([&] { store_.seal(); }), HasSubstr(reason));
    EXPECT_FALSE(anew.status().started);
    reopen();
    answer(1);
    EXPECT_EQ(anew.status().judgements, 1);
}

TEST_F(Study, takesNoJudgementButThatOfTheCurrentTrial) {
    const Trial first = current();
    const Trial second = store_.nextTrial("ann").value();
    EXPECT_THAT(complaintOf([&] { store_.record(answerTo(second, "ann", 1)); }), HasSubstr("not the trial"));
    StudyStore otherWindow = StudyStore::open(fixture_.studyFolder());
    otherWindow.record(answerTo(first, "ann", 1));
    EXPECT_THAT(complaintOf([&] { store_.record(answerTo(first, "ann", 2)); }), HasSubstr("another window"));
    EXPECT_THAT(complaintOf([&] { store_.record(answerTo(first, "bob", 2)); }), HasSubstr("\"bob\" has no trial"));
    EXPECT_THAT(complaintOf([&] { static_cast<void>(store_.currentTrial("eve")); }),
                HasSubstr("no rater \"eve\"; its raters are ann, bob"));
}

TEST_F(Study, noticesAPlanThatWasChangedBehindItsBack) {
    {
        Database database(fixture_.studyFolder() / "study.sqlite", studySchema(), Database::Opening::MustExist);
        database.sql() << "UPDATE study SET plan = replace(plan, 'regular', 'practice')";
    }
    EXPECT_THAT(complaintOf([&] { reopen(); }), HasSubstr("no longer the one whose hash was stored"));
}

TEST_F(Study, keepsItsPromisesFromOtherPrograms) {
    answer(1);
    Database database(fixture_.studyFolder() / "study.sqlite", studySchema(), Database::Opening::MustExist);
    const auto complaint = [&](const char* statement) {
        return complaintOf([&] { database.translating([&] { database.sql() << statement; }); });
    };
    EXPECT_THAT(complaint("DELETE FROM judgement"), HasSubstr("what was recorded stays"));
    EXPECT_THAT(complaint("UPDATE judgement SET body = '{}'"), HasSubstr("what was recorded stays"));
    EXPECT_THAT(complaint("UPDATE study SET plan_hash = ''"), HasSubstr("the study has begun"));
    EXPECT_THAT(complaint("DELETE FROM trial"), HasSubstr("the study has begun"));
    EXPECT_THAT(complaint("INSERT INTO judgement (trial, created, body) VALUES ('nowhere', '', '')"),
                HasSubstr("FOREIGN KEY"));
}

TEST_F(Study, offersBreaksBetweenBlocks) {
    store_ = StudyStore::create(fixture_.studyFolder(), fixture_.plan(2, 3, {{"block_trials", 2}}));
    EXPECT_EQ(current().untilBreak, 2);
    answer(1);
    EXPECT_EQ(current().untilBreak, 1);
    EXPECT_FALSE(current().afterBreak);
    answer(1);
    EXPECT_TRUE(current().afterBreak);
    EXPECT_EQ(current().untilBreak, 0);
}

TEST_F(Study, isFoundByItsName) {
    const fs::path studies = fixture_.studyFolder().parent_path();
    EXPECT_EQ(findStudy("s", studies), studies / "s");
    EXPECT_EQ(findStudy((studies / "s").string(), "/nowhere"), studies / "s");
    EXPECT_THAT(complaintOf([&] { static_cast<void>(findStudy("t", studies)); }), HasSubstr("there are s."));
}

TEST_F(Study, namesItsCopiesOnceTheOriginalsAreGone) {
    copyStudyClips(plan_, fixture_.studyFolder(), [](std::size_t, std::size_t) {});
    answer(1);
    store_.seal();
    fs::remove_all(fixture_.folder() / "model1");
    for (const PreferencePair& pair : preferencePairs(store_.reveal(), "overall")) {
        for (const ComparedClip& clip : {pair.a, pair.b}) {
            EXPECT_TRUE(fs::exists(clip.file)) << clip.file;
            EXPECT_EQ(clip.file.extension(), clip.generator == "model1" ? ".wav" : ".flac");
            EXPECT_EQ(sha256OfFile(clip.file), clip.sha256);
        }
    }
}

TEST_F(Study, beginsAnewWhereItsMakingWasCutOff) {
    const StudyDesign design = fixture_.design(2, 3);
    const fs::path folder = fixture_.folder() / "cut off";
    fs::create_directories(folder);
    { const Database database(folder / "study.sqlite", studySchema(), Database::Opening::MayCreate); }
    EXPECT_THAT(complaintOf([&] { static_cast<void>(StudyStore::open(folder)); }), HasSubstr("holds no study yet"));
    EXPECT_EQ(createStudy(design, folder, [](std::size_t, std::size_t) {}).raters().size(), 2U);
    answer(1);
    EXPECT_THAT(complaintOf([&] { refuseBegunStudy(fixture_.studyFolder()); }), HasSubstr("has begun"));
}

TEST_F(Study, givesPreferencePairsOfTheOriginalClips) {
    answer(-2);
    answer(0);
    store_.seal();
    const RevealedStudy revealed = store_.reveal();
    const std::vector<PreferencePair> pairs = preferencePairs(revealed, "overall");
    ASSERT_EQ(pairs.size(), 2U);
    EXPECT_EQ(pairs[0].label, PreferenceLabel::A);
    EXPECT_EQ(pairs[0].strength, 2.0);
    EXPECT_EQ(pairs[0].blind, true);
    EXPECT_EQ(pairs[0].a.generator, revealed.judgements[0].a.model);
    EXPECT_EQ(pairs[0].a.file, revealed.judgements[0].a.source);
    EXPECT_EQ(pairs[0].a.gainDb, -3.0);
    EXPECT_EQ(pairs[1].label, PreferenceLabel::Tie);
    EXPECT_TRUE(preferencePairs(revealed, "fits").empty());
}

}  // namespace
}  // namespace musicrl
