// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "text/CaptionTokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::ElementsAre;

const CaptionTokens& tokens() {
    static const CaptionTokens made({"slow", "piano", "drums", "drive", "120", "90"}, 4, 8);
    return made;
}
constexpr std::int64_t firstWord = CaptionTokens::firstBucketId + 4;

TEST(CaptionTokens, splitsTextIntoLowerCaseWordsAndNumbers) {
    EXPECT_THAT(wordsOf("Slow, calm PIANO (120bpm)! Don't stop."),
                ElementsAre("slow", "calm", "piano", "120", "bpm", "don't", "stop"));
    EXPECT_THAT(wordsOf(" ...' "), ElementsAre());
    EXPECT_THAT(wordsOf("für Élise"), ElementsAre("für", "Élise"));  // only ASCII has a lower case here
}

TEST(CaptionTokens, givesWordsOfTheVocabularyTheirIdsAfterAStart) {
    EXPECT_THAT(tokens().encode("slow piano"), ElementsAre(CaptionTokens::startId, firstWord, firstWord + 1));
    EXPECT_EQ(tokens().size(), firstWord + 6);
}

TEST(CaptionTokens, findsAnotherFormOfAWordAndTheNearestNumber) {
    EXPECT_EQ(tokens().encode("pianos"), tokens().encode("piano"));
    EXPECT_EQ(tokens().encode("drum"), tokens().encode("drums"));
    EXPECT_EQ(tokens().encode("driving slowly"), tokens().encode("drive slow"));
    EXPECT_EQ(tokens().encode("118"), tokens().encode("120"));
    EXPECT_NE(tokens().encode("170"), tokens().encode("120"));
}

TEST(CaptionTokens, givesUnknownWordsABucketThatDependsOnTheirSpelling) {
    const auto ids = tokens().encode("zither zither");
    ASSERT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids[1], ids[2]);
    EXPECT_GE(ids[1], CaptionTokens::firstBucketId);
    EXPECT_LT(ids[1], firstWord);
}

TEST(CaptionTokens, cutsLongCaptionsAndNeverReturnsNothing) {
    EXPECT_EQ(tokens().encode("slow slow slow slow slow slow slow slow slow slow").size(), 8U);
    EXPECT_THAT(tokens().encode("?!"), ElementsAre(CaptionTokens::startId));
}

TEST(CaptionTokens, buildsItsVocabularyByCountThenSpelling) {
    const CaptionTokens built = buildCaptionTokens({"b a b", "c a b", "rare"}, 1, 2, 10);
    EXPECT_THAT(built.words(), ElementsAre("b", "a", "c", "rare"));
    EXPECT_THAT(buildCaptionTokens({"b a b", "c a b", "rare"}, 2, 2, 10).words(), ElementsAre("b", "a"));
}

TEST(CaptionTokens, survivesItsJson) {
    const CaptionTokens back = captionTokensFromJson(toJson(tokens()), "vocabulary.json");
    const std::string text = "slow zither pianos 90 unheard";
    EXPECT_EQ(back.encode(text), tokens().encode(text));
    EXPECT_EQ(back.maxLength(), 8);
}

TEST(CaptionTokens, refusesAVocabularyWithDuplicates) {
    Json json = toJson(tokens());
    json["words"].push_back("piano");
    try {
        (void)captionTokensFromJson(json, "vocabulary.json");
        FAIL() << "a duplicate word was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::BadInput);
        EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("vocabulary.json"), testing::HasSubstr("piano")));
    }
}

}  // namespace
}  // namespace musicrl
