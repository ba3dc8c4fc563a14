// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ClipVote.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

ClipVote vote(const char* a, const char* b, PreferenceLabel label, const char* trial,
              const char* question = "overall") {
    return {.origin = VoteOrigin::Study,
            .study = "s",
            .trial = trial,
            .question = question,
            .rater = "ann",
            .a = a,
            .b = b,
            .label = label,
            .ratingA = std::nullopt,
            .ratingB = std::nullopt,
            .createdUtc = {}};
}

TEST(ClipVote, isSeenFromItsClip) {
    const std::vector<ClipVote> votes = {
        vote("x", "y", PreferenceLabel::A, "1"),       vote("y", "x", PreferenceLabel::A, "2"),
        vote("z", "x", PreferenceLabel::B, "3"),       vote("x", "y", PreferenceLabel::Tie, "4"),
        vote("x", "y", PreferenceLabel::BothBad, "5"), vote("y", "z", PreferenceLabel::A, "6")};
    const VoteTally x = tallyOf(votes, "x");
    EXPECT_EQ(x, (VoteTally{.wins = 2, .ties = 1, .losses = 1, .undecided = 1}));
    EXPECT_EQ(x.comparisons(), 5);
    EXPECT_EQ(tallyOf(votesBetween(votes, "y", "x"), "y"),
              (VoteTally{.wins = 1, .ties = 1, .losses = 1, .undecided = 1}));
    EXPECT_EQ(votesOn(votes, "z").size(), 2U);
}

TEST(ClipVote, countsATrialOnceByItsFirstQuestion) {
    std::vector<ClipVote> votes = {vote("x", "y", PreferenceLabel::A, "1", "fits"),
                                   vote("x", "y", PreferenceLabel::B, "1", "overall"),
                                   vote("x", "y", PreferenceLabel::A, "2", "fits")};
    EXPECT_EQ(tallyOf(votes, "x"), (VoteTally{.wins = 1, .losses = 1}));
    EXPECT_EQ(countVotes(votes).at("x"), (VoteCount{.votes = 2, .wins = 1}));
    votes.front().trial = votes.back().trial = "";  // as the Listen page's, which have no trials
    EXPECT_EQ(tallyOf(votes, "x"), (VoteTally{.wins = 2, .losses = 1}));
}

TEST(ClipVote, averagesTheScoresAClipWasGiven) {
    ClipVote both = vote("x", "y", PreferenceLabel::A, "1");
    both.ratingA = 5.0;
    both.ratingB = 2.0;
    ClipVote alone = vote("y", "", PreferenceLabel::Tie, "2");
    alone.label.reset();
    alone.ratingA = 3.0;
    const std::vector<ClipVote> votes = {both, alone};
    EXPECT_EQ(tallyOf(votes, "y"), (VoteTally{.losses = 1, .ratings = 2, .meanRating = 2.5}));
    EXPECT_EQ(countVotes(votes).at("y").votes, 1);  // a score alone is no comparison
}

TEST(ClipVote, ofAProgramIsNoVoteOfPeople) {
    PreferencePair pair;
    pair.source = "simulated";
    pair.a.file = "x";
    pair.b.file = "y";
    EXPECT_EQ(clipVote(pair).origin, VoteOrigin::Program);
    EXPECT_TRUE(countVotes(std::vector{clipVote(pair)}).empty());
    pair.source = "listen";
    EXPECT_EQ(clipVote(pair).origin, VoteOrigin::Listen);
}

}  // namespace
}  // namespace musicrl
