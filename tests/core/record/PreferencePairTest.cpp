// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"
#include "record/PreferencePair.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

const std::string shortest = R"({"prompt": "slow piano", "clip_a": "x/1.flac", "clip_b": "2.flac", "label": "TIE"})";

TEST(PreferencePair, needsOnlyPromptClipsAndLabel) {
    const TemporaryFolder folder;
    const auto pairs = readPreferencePairs(folder.write("pairs.jsonl", "\n" + shortest + "\n\n"));
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].id, "2") << "the line's number";
    EXPECT_EQ(pairs[0].prompt, "slow piano");
    EXPECT_EQ(pairs[0].a.file, folder.path() / "x/1.flac");
    EXPECT_EQ(pairs[0].label, PreferenceLabel::Tie);
    EXPECT_FALSE(pairs[0].a.span || pairs[0].strength || pairs[0].blind || pairs[0].a.listenedSeconds);
}

TEST(PreferencePair, readsEveryKey) {
    const TemporaryFolder folder;
    const auto pairs = readPreferencePairs(folder.write(
        "pairs.jsonl",
        R"({"id": "7", "source": "study", "prompt": "p", "clip_a": "/abs/1.flac", "clip_b": "2.flac", "sha256_a": "aa",)"
        R"("sha256_b": "bb", "label": "B", "strength": 2, "confidence": 4.5, "blind": true, "study": "s", "trial": "t",)"
        R"("gain_db_a": -1.5, "gain_db_b": 0, "created": "2026-03-01T12:00:05Z", "criterion": "overall",)"
        R"("span_a": [0.5, 10], "span_b": null, "listened_a": 9.5, "listened_b": 0, "rating_a": 3.5, "rater": "ann",)"
        R"("generator_a": "base", "generator_b": "r", "something_else": [1]})"));
    const PreferencePair& pair = pairs.at(0);
    EXPECT_EQ(pair.a.file, "/abs/1.flac");
    EXPECT_EQ(pair.a.sha256 + pair.b.sha256, "aabb");
    EXPECT_EQ(pair.label, PreferenceLabel::B);
    EXPECT_DOUBLE_EQ(pair.strength.value(), 2.0);
    EXPECT_DOUBLE_EQ(pair.confidence.value(), 4.5);
    EXPECT_TRUE(pair.blind.value());
    EXPECT_DOUBLE_EQ(pair.a.gainDb, -1.5);
    EXPECT_EQ(pair.a.span, (ClipSpan{0.5, 10.0}));
    EXPECT_FALSE(pair.b.span.has_value());
    EXPECT_DOUBLE_EQ(pair.b.listenedSeconds.value(), 0.0);
    EXPECT_DOUBLE_EQ(pair.a.rating.value(), 3.5);
    EXPECT_FALSE(pair.b.rating.has_value());
    EXPECT_EQ(pair.rater + pair.study + pair.trial + pair.criterion + pair.source, "annstoverallstudy");
    EXPECT_EQ(pair.b.generator, "r");
}

TEST(PreferencePair, comesBackFromAFileWithClipsRelativeToIt) {
    const TemporaryFolder folder;
    const auto path = folder.write(
        "pairs.jsonl", shortest + "\n" + R"({"prompt": "zwölf", "clip_a": "1", "clip_b": "2",)" +
                           R"("label": "CANNOT_JUDGE", "rater": "bo", "span_b": [1, 2], "rating_b": 4})" + "\n");
    const auto pairs = readPreferencePairs(path);
    writePreferencePairs(folder / "sub/again.jsonl", pairs);
    const std::string text = contentOf(folder / "sub/again.jsonl");
    EXPECT_EQ(Json::parse(text.substr(0, text.find('\n')))["clip_a"], "../x/1.flac");
    const auto again = readPreferencePairs(folder / "sub/again.jsonl");
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].a.file, pairs[0].a.file);
    EXPECT_EQ(again[1].prompt, "zwölf");
    EXPECT_EQ(again[1].label, PreferenceLabel::CannotJudge);
    EXPECT_EQ(again[1].b.span, pairs[1].b.span);
    EXPECT_EQ(again[1].b.rating, 4.0);
    EXPECT_EQ(again[1].rater, "bo");
}

TEST(PreferencePair, tellsFileLineAndWhatToDoOfABadLine) {
    const TemporaryFolder folder;
    const auto expectRefused = [&](const std::string& line, const std::string& reason) {
        const auto path = folder.write("pairs.jsonl", shortest + "\n" + line + "\n");
        expectError(ErrorKind::BadInput, path.string() + ", line 2: " + reason,
                    [&] { (void)readPreferencePairs(path); });
    };
    expectRefused("no json", "this is no JSON object; each line must be one");
    expectRefused(R"({"prompt": "p", "clip_a": "1", "clip_b": "2", "label": "C"})",
                  "\"label\" is \"C\", but must be one of A, B, TIE, BOTH_BAD, CANNOT_JUDGE.");
    expectRefused(R"({"prompt": "p", "clip_a": "1", "label": "A"})", "there is no \"clip_b\"; every pair needs");
    expectRefused(R"({"prompt": " ", "clip_a": "1", "clip_b": "2", "label": "A"})", "\"prompt\" is empty; fill it in");
    expectRefused(R"({"prompt": "p", "clip_a": "1", "clip_b": "2", "label": "A", "span_a": [3, 1]})",
                  "\"span_a\" must be [start, end] in seconds");
    expectRefused(R"({"prompt": "p", "clip_a": "1", "clip_b": "2", "label": "A", "strength": "much"})",
                  "\"strength\" is \"much\", but must be a number");
    expectError(ErrorKind::BadInput, "holds no pair",
                [&] { (void)readPreferencePairs(folder.write("empty.jsonl", "\n")); });
    expectError(ErrorKind::NotFound, "absent.jsonl", [&] { (void)readPreferencePairs(folder / "absent.jsonl"); });
}

TEST(PreferencePair, countsATieAsHalfAWin) {
    EXPECT_EQ(outcomeOf(PreferenceLabel::A), 1.0);
    EXPECT_EQ(outcomeOf(PreferenceLabel::B), 0.0);
    EXPECT_EQ(outcomeOf(PreferenceLabel::Tie), 0.5);
    EXPECT_FALSE(outcomeOf(PreferenceLabel::BothBad) || outcomeOf(PreferenceLabel::CannotJudge));
}

}  // namespace
}  // namespace musicrl
