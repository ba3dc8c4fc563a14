// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "study/Judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

Trial pairTrial() {
    Trial trial;
    trial.id = "t";
    trial.clips = {{Side::A, "a.wav", 10.0}, {Side::B, "b.wav", 3.0}};
    trial.questions = {{.id = "overall", .text = "Which?"},
                       {.id = "quality", .text = "How good?", .kind = QuestionKind::Rating}};
    trial.minimumListeningSeconds = 5.0;
    return trial;
}

Judgement good() {
    Judgement judgement;
    judgement.trial = "t";
    judgement.rater = "ann";
    judgement.answers = {{.question = "overall", .preference = -2},
                         {.question = "quality", .ratingA = 5, .ratingB = 3}};
    judgement.note = "click in \"A\"";
    judgement.marks = {{Side::A, 1.25, "click"}};
    judgement.listenedSeconds = {{Side::A, 5.0}, {Side::B, 3.0}};  // all of B, which is shorter than 5 s
    judgement.coveredSeconds = {{Side::A, 5.0}, {Side::B, 2.99}};
    judgement.gainsDb = {{Side::A, -1.5}, {Side::B, 0.0}};
    judgement.measuredLufs = {{Side::A, -20.5}, {Side::B, -22.0}};
    judgement.firstHeard = Side::B;
    judgement.spentSeconds = 20.0;
    judgement.playback = {.device = "Built-in",
                          .deviceRateHz = 48000,
                          .bufferFrames = 512,
                          .resampled = true,
                          .outputGaps = 3,
                          .underruns = 2,
                          .overruns = 1,
                          .matchedLufs = -23.0,
                          .volumeDb = -12.5,
                          .volumeLocked = true};
    judgement.createdUtc = "2026-01-01T00:00:00Z";
    return judgement;
}

std::string complaintOf(const Judgement& judgement) {
    try {
        checkJudgement(judgement, pairTrial());
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::BadInput);
        return error.what();
    }
    return "nothing";
}

TEST(Judgement, comesBackFromItsJson) {
    EXPECT_EQ(judgementFromJson(Json::parse(toJson(good()).dump()), "here"), good());
    const ListenEvent event{ListenEventKind::Seek, 3.5, Side::B, 1.0, 7.25, "by key"};
    EXPECT_EQ(listenEventFromJson(toJson(event), "here"), event);
}

TEST(Judgement, ofBeforeTheVolumeWasKeptSaysThatItIsNotKnown) {
    Json old = toJson(good());
    for (const char* later : {"underruns", "overruns", "volume_db", "volume_locked"}) {
        ASSERT_EQ(old["playback"].erase(later), 1U);
    }
    ASSERT_EQ(old.erase("measured_lufs"), 1U);
    ASSERT_EQ(old.erase("covered_seconds"), 1U);
    EXPECT_TRUE(judgementFromJson(old, "here").measuredLufs.empty());
    const PlaybackConditions playback = judgementFromJson(old, "here").playback;
    EXPECT_EQ(playback.outputGaps, 3);
    EXPECT_EQ(playback.underruns, std::nullopt);
    EXPECT_EQ(playback.volumeDb, std::nullopt);
    EXPECT_EQ(playback.volumeLocked, std::nullopt);
}

TEST(Judgement, countsWhenEveryQuestionIsAnsweredAndBothClipsWereHeard) {
    EXPECT_EQ(complaintOf(good()), "nothing");
}

TEST(Judgement, doesNotCountBeforeBothClipsWereHeardLongEnough) {
    Judgement early = good();
    early.coveredSeconds[Side::A] = 4.9;
    EXPECT_THAT(complaintOf(early), HasSubstr("Listen to 5.0 s of A before you answer; so far it was 4.9 s."));
    early.coveredSeconds.clear();
    EXPECT_EQ(complaintOf(early), "nothing");  // as judgements were kept before
    early.listenedSeconds.clear();
    early.verdict = Verdict::CannotJudge;
    EXPECT_THAT(complaintOf(early), HasSubstr("Listen to 5.0 s of A"));
}

TEST(Judgement, doesNotCountForAShortPlaceHeardOverAndOver) {
    Judgement looped = good();
    looped.listenedSeconds[Side::A] = 60.0;
    looped.coveredSeconds[Side::A] = 0.2;
    EXPECT_THAT(complaintOf(looped), HasSubstr("so far it was 0.2 s."));
    EXPECT_FALSE(isHeardEnough(looped, Side::A, 5.0, 10.0));
    EXPECT_TRUE(isHeardEnough(looped, Side::B, 5.0, 3.0));
}

TEST(Judgement, mustFitTheQuestionsScales) {
    Judgement wrong = good();
    wrong.answers[0].preference = 3;
    EXPECT_THAT(complaintOf(wrong), HasSubstr("must be from -2 to 2"));
    wrong = good();
    wrong.answers[1].ratingB.reset();
    EXPECT_THAT(complaintOf(wrong), HasSubstr("not whole"));
    wrong = good();
    wrong.answers.pop_back();
    EXPECT_THAT(complaintOf(wrong), HasSubstr("needs one answer"));
    wrong.verdict = Verdict::BothBad;
    EXPECT_EQ(complaintOf(wrong), "nothing");
    wrong.answers[0].question = "colour";
    EXPECT_THAT(complaintOf(wrong), HasSubstr("Nobody asked \"colour\""));
}

TEST(Judgement, prefersByScaleOrByTheTwoRatings) {
    EXPECT_EQ(labelOf(good(), "overall"), PreferenceLabel::A);
    EXPECT_EQ(labelOf(good(), "quality"), PreferenceLabel::A);
    Judgement judgement = good();
    judgement.answers[0].preference = 0;
    judgement.answers[1].ratingB = 5;
    EXPECT_EQ(labelOf(judgement, "overall"), PreferenceLabel::Tie);
    EXPECT_EQ(labelOf(judgement, "quality"), PreferenceLabel::Tie);
    judgement.verdict = Verdict::BothBad;
    EXPECT_EQ(labelOf(judgement, "overall"), PreferenceLabel::BothBad);
    EXPECT_EQ(labelOf(good(), "colour"), std::nullopt);
}

}  // namespace
}  // namespace musicrl
