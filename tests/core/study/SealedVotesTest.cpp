// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "study/CreateStudy.h"
#include "study/SealedVotes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// Answers all trials of a rater with "A much better".
void answerAll(StudyStore& store, const std::string& rater) {
    while (const std::optional<Trial> trial = store.currentTrial(rater)) {
        store.record(answerTo(*trial, rater, -2));
    }
}

TEST(SealedVotes, tellNothingBeforeTheSeal) {
    const StudyFixture fixture;
    const fs::path studies = fixture.studyFolder().parent_path();
    SealedVotes votes(studies);
    EXPECT_TRUE(votes.read().empty());  // no study at all
    const StudyPlan plan = fixture.plan(2, 3, {{"practice", 1}});
    copyStudyClips(plan, fixture.studyFolder(), [](std::size_t, std::size_t) {});
    StudyStore store = StudyStore::create(fixture.studyFolder(), plan);
    answerAll(store, "ann");
    answerAll(store, "bob");
    EXPECT_TRUE(votes.read().empty());
    store.seal();
    const std::vector<ClipVote> sealed = votes.read();
    ASSERT_EQ(sealed.size(), 6U);  // three prompts, two raters; practice does not count
    EXPECT_EQ(sealed.front().origin, VoteOrigin::Study);
    EXPECT_EQ(sealed.front().study, "s");
    EXPECT_EQ(sealed.front().label, PreferenceLabel::A);
    EXPECT_TRUE(fs::exists(sealed.front().a));
    const VoteTally tally = tallyOf(sealed, sealed.front().a);
    EXPECT_EQ(tally.comparisons(), 2);
    EXPECT_EQ(votes.read().size(), 6U);  // as it was, without opening it again
}

TEST(SealedVotes, haveTheScoresOfSingleClips) {
    const StudyFixture fixture;
    const StudyPlan plan = fixture.plan(1, 2, {{"kind", "mos"}, {"raters", {"ann"}}});
    copyStudyClips(plan, fixture.studyFolder(), [](std::size_t, std::size_t) {});
    StudyStore store = StudyStore::create(fixture.studyFolder(), plan);
    int score = 2;
    while (const std::optional<Trial> trial = store.currentTrial("ann")) {
        Judgement judgement = answerTo(*trial, "ann", 0);
        judgement.answers = {{.question = "quality", .ratingA = score++}};
        judgement.listenedSeconds = {{Side::A, 1.0}};
        judgement.gainsDb = {{Side::A, 0.0}};
        judgement.firstHeard = Side::A;
        store.record(judgement);
    }
    store.seal();
    SealedVotes votes(fixture.studyFolder().parent_path());
    const std::vector<ClipVote> sealed = votes.read();
    ASSERT_EQ(sealed.size(), 2U);
    EXPECT_FALSE(sealed[0].label);
    EXPECT_TRUE(sealed[0].b.empty());
    EXPECT_EQ(tallyOf(sealed, sealed[0].a).meanRating + tallyOf(sealed, sealed[1].a).meanRating, 5.0);
}

/// The clips of all votes on a sealed study in a copied project.
std::set<fs::path> clipsVotedOnInCopy(const StudyFixture& fixture, const TemporaryFolder& copy) {
    fs::copy(fixture.folder().path(), copy / "moved", fs::copy_options::recursive);
    std::set<fs::path> clips;
    for (const ClipVote& vote : SealedVotes(copy / "moved" / "studies").read()) {
        clips.insert({vote.a, vote.b});
    }
    return clips;
}

TEST(SealedVotes, areOfTheClipsOfACopiedProject) {
    const StudyFixture fixture;
    const TemporaryFolder copy;
    StudyStore store = createStudy(fixture.design(2, 2), fixture.studyFolder(), [](std::size_t, std::size_t) {});
    answerAll(store, "ann");
    answerAll(store, "bob");
    store.seal();
    const fs::path model = copy / "moved" / "model1";
    EXPECT_THAT(clipsVotedOnInCopy(fixture, copy),
                testing::IsSupersetOf({model / "prompt-1.flac", model / "prompt-2.flac"}));
}

TEST(SealedVotes, areOfTheSameClipsHoweverTheFolderIsSpelt) {
    const StudyFixture fixture;
    StudyStore store = createStudy(fixture.design(2, 2), fixture.studyFolder(), [](std::size_t, std::size_t) {});
    answerAll(store, "ann");
    store.seal();
    const auto votes = votesOf(store.reveal());
    const auto withASlash = votesOf(StudyStore::open(fixture.studyFolder() / "").reveal());
    ASSERT_EQ(withASlash.size(), votes.size());
    for (std::size_t i = 0; i < votes.size(); ++i) {
        EXPECT_EQ(withASlash[i].a, votes[i].a);
        EXPECT_EQ(votes[i].a.parent_path().parent_path(), fixture.folder().path());
    }
}

TEST(SealedVotes, areOfTheOriginalsWherePlansOfBeforeNameThem) {
    const StudyFixture fixture;
    const TemporaryFolder copy;
    const StudyPlan plan = fixture.plan(2, 2);  // with absolute paths
    copyStudyClips(plan, fixture.studyFolder(), [](std::size_t, std::size_t) {});
    StudyStore store = StudyStore::create(fixture.studyFolder(), plan);
    answerAll(store, "ann");
    store.seal();
    EXPECT_TRUE(clipsVotedOnInCopy(fixture, copy).contains(fixture.folder() / "model1" / "prompt-1.flac"));
}

}  // namespace
}  // namespace musicrl
