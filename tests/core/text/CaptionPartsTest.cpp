// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/CaptionParts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sentences, endAtTheirStops) {
    EXPECT_THAT(sentencesOf("A slow song. Who sings? Nobody! Just piano"),
                ElementsAre("A slow song.", "Who sings?", "Nobody!", "Just piano"));
    EXPECT_THAT(sentencesOf("A lo-fi loop... It is an R&B. tinny hats"),
                ElementsAre("A lo-fi loop...", "It is an R&B.", "tinny hats"));
    EXPECT_THAT(sentencesOf("In the key of C. The end.. "), ElementsAre("In the key of C.", "The end.."));
}

TEST(Sentences, keepQuotesAndBracketsThatTheyClose) {
    EXPECT_THAT(sentencesOf("He says \"again.\" Then drums (loud ones.) A gong."),
                ElementsAre("He says \"again.\"", "Then drums (loud ones.)", "A gong."));
    EXPECT_THAT(sentencesOf("A children\u2019s song, \u201Cla la.\u201D It is fast."),
                ElementsAre("A children\u2019s song, \u201Cla la.\u201D", "It is fast."));
    EXPECT_THAT(sentencesOf("A voice (a child!) says \"stop.\" again."),
                ElementsAre("A voice (a child!) says \"stop.\" again."));
}

TEST(Sentences, areFoundWhereTheBlankWasForgotten) {
    EXPECT_THAT(sentencesOf("It is instrumental.The tempo is slow.the mood is calm."),
                ElementsAre("It is instrumental.", "The tempo is slow.", "the mood is calm."));
    EXPECT_THAT(sentencesOf("A steady beat.A snare .There are cymbals"),
                ElementsAre("A steady beat.", "A snare .", "There are cymbals"));
}

TEST(Sentences, goOnAfterNumbersAndAbbreviations) {
    EXPECT_THAT(
        sentencesOf(
            "At 4.5 kHz it hisses, e.g. in the hats, vs. the toms, drums etc. and more, feat. Dr. Who, track no. 5."),
        ElementsAre(
            "At 4.5 kHz it hisses, e.g. in the hats, vs. the toms, drums etc. and more, feat. Dr. Who, track no. 5."));
    EXPECT_THAT(sentencesOf("Horns, strings etc. The end."), ElementsAre("Horns, strings etc.", "The end."));
    EXPECT_THAT(sentencesOf("Latin.american music from a game.soundtrack of the U.S.A era."),
                ElementsAre("Latin.american music from a game.soundtrack of the U.S.A era."));
}

TEST(Sentences, needALetter) {
    EXPECT_THAT(sentencesOf(""), IsEmpty());
    EXPECT_THAT(sentencesOf(" . 5! ... "), IsEmpty());
}

TEST(Tag, losesWhatSurroundsIt) {
    EXPECT_EQ(tagOf(" slow tempo, "), "slow tempo");
    EXPECT_EQ(tagOf("punchy \"4 on the floor\" kick."), "punchy \"4 on the floor\" kick");
    EXPECT_EQ(tagOf("808"), "808");
    EXPECT_EQ(tagOf(" .,- "), "");
}

}  // namespace
}  // namespace musicrl
