// SPDX-License-Identifier: GPL-3.0-or-later
#include "StudyFixture.h"
#include "audio/AudioFile.h"
#include "base/Error.h"
#include "record/Csv.h"
#include "record/PromptSet.h"
#include "study/Exchange.h"
#include "study/exchange/CaptionPrompts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A sealed study with one answer of each kind.
class Exchange : public testing::Test {
protected:
    Exchange() {
        StudyStore store = StudyStore::create(fixture_.studyFolder(), fixture_.plan(2, 5, {{"raters", {"ann"}}}));
        for (const int preference : {-2, 1, 0}) {
            Judgement judgement = answerTo(*store.currentTrial("ann"), "ann", preference);
            judgement.note = "a \"quoted\", note";
            store.record(judgement);
        }
        for (const Verdict verdict : {Verdict::BothBad, Verdict::CannotJudge}) {
            Judgement judgement = answerTo(*store.currentTrial("ann"), "ann", 0);
            judgement.verdict = verdict;
            judgement.answers.clear();
            store.record(judgement);
        }
        store.seal();
        pairs_ = exchangedPairs(store.reveal(), "overall");
        folder_ = fixture_.folder().path();
    }

    [[nodiscard]] std::vector<ExchangedPair> thereAndBack(ExchangeFormat format, const std::string& name) const {
        writeExchange(folder_ / name, pairs_, format);
        return readExchange(folder_ / name, format, {});
    }

    void expectSame(const ExchangedPair& read, const ExchangedPair& written) const {
        EXPECT_EQ(read.pair.prompt, written.pair.prompt);
        EXPECT_EQ(read.pair.label, written.pair.label);
        EXPECT_EQ(read.pair.a.file, written.pair.a.file);
        EXPECT_EQ(read.pair.b.file, written.pair.b.file);
    }

    StudyFixture fixture_;
    fs::path folder_;
    std::vector<ExchangedPair> pairs_;
};

TEST_F(Exchange, losesNothingInItsOwnFormat) {
    const auto back = thereAndBack(ExchangeFormat::Pairs, "pairs.jsonl");
    ASSERT_EQ(back.size(), 5U);
    for (std::size_t i = 0; i < back.size(); ++i) {
        EXPECT_EQ(toJson(back[i].pair, folder_), toJson(pairs_[i].pair, folder_));
    }
}

TEST_F(Exchange, saysWinnersAsChosenAndRejected) {
    EXPECT_EQ(writeExchange(folder_ / "dpo.jsonl", pairs_, ExchangeFormat::ChosenRejected), 3U);
    const std::string text = contentOf(folder_ / "dpo.jsonl");
    const Json first = Json::parse(text.substr(0, text.find('\n')));
    EXPECT_EQ(folder_ / first.at("chosen").get<std::string>(), pairs_[0].pair.a.file);
    const auto back = readExchange(folder_ / "dpo.jsonl", ExchangeFormat::ChosenRejected, {});
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[1].pair.a.file, pairs_[1].pair.b.file);  // B was better there
    EXPECT_EQ(back[1].pair.label, PreferenceLabel::A);
}

TEST_F(Exchange, speaksWebMushrasTable) {
    const auto back = thereAndBack(ExchangeFormat::WebMushra, "paired_comparison.csv");
    ASSERT_EQ(back.size(), 5U);
    for (std::size_t i = 0; i < 3; ++i) {
        expectSame(back[i], pairs_[i]);
        EXPECT_EQ(back[i].note, pairs_[i].note);
        EXPECT_EQ(back[i].pair.rater, "ann");
        EXPECT_EQ(back[i].pair.a.generator, pairs_[i].pair.a.generator);
        EXPECT_NEAR(*back[i].spentSeconds, 4.5, 1e-9);
    }
    EXPECT_EQ(back[3].pair.label, PreferenceLabel::CannotJudge);  // it has no word for two bad clips
    const CsvTable table = readCsv(folder_ / "paired_comparison.csv");
    EXPECT_EQ(table.columns.front(), "session_test_id");
    EXPECT_THAT(std::vector<std::string>(table.columns.end() - 6, table.columns.end()),
                testing::ElementsAre("trial_id", "choice_reference", "choice_non_reference", "choice_answer",
                                     "choice_time", "choice_comment"));
}

TEST_F(Exchange, readsATableThatWebMushraItselfWrote) {
    const fs::path clips = folder_ / "stimuli";
    fs::create_directories(clips / "slow piano");
    writeAudioFile(clips / "slow piano" / "reference.wav", makeSine(300.0, 0.1));
    writeAudioFile(clips / "slow piano" / "C1.wav", makeSine(400.0, 0.1));
    const fs::path file =
        fixture_.folder().write("theirs.csv",
                                "session_test_id,email,age,trial_id,choice_reference,choice_non_reference,"
                                "choice_answer,choice_time,choice_comment\n"
                                "t,x@y,31,slow piano,reference,C1,incorrect,8120,\n");
    const auto pairs = readExchange(file, ExchangeFormat::WebMushra, clips);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].pair.label, PreferenceLabel::B);
    EXPECT_EQ(pairs[0].pair.prompt, "slow piano");
    EXPECT_EQ(pairs[0].pair.b.generator, "C1");
    EXPECT_DOUBLE_EQ(*pairs[0].spentSeconds, 8.12);
}

TEST_F(Exchange, speaksMusicArenasRows) {
    EXPECT_EQ(writeExchange(folder_ / "arena.jsonl", pairs_, ExchangeFormat::MusicArena), 1U);
    const auto back = readExchange(folder_ / "arena.jsonl", ExchangeFormat::MusicArena, {});
    ASSERT_EQ(back.size(), 4U);
    for (std::size_t i = 0; i < back.size(); ++i) {
        expectSame(back[i], pairs_[i]);
        EXPECT_EQ(back[i].pair.b.listenedSeconds, 1.5);
        EXPECT_EQ(back[i].pair.rater, "ann");
        EXPECT_EQ(back[i].note, pairs_[i].note);
    }
}

TEST_F(Exchange, tellsWhereAFileIsBroken) {
    const auto complaint = [&](const std::string& content, ExchangeFormat format) {
        const fs::path file = fixture_.folder().write("broken", content);
        return complaintOf([&] { static_cast<void>(readExchange(file, format, {})); });
    };
    EXPECT_THAT(complaint("{\"prompt\": \"p\", \"chosen\": \"no.flac\", \"rejected\": \"no.flac\"}\n",
                          ExchangeFormat::ChosenRejected),
                HasSubstr("line 1: there is no clip"));
    EXPECT_THAT(complaint("{\"prompt\": \"p\", \"cho", ExchangeFormat::ChosenRejected), HasSubstr("cut off"));
    EXPECT_THAT(complaint("{\"prompt\": \"p\", \"preference\": \"LEFT\"}\n", ExchangeFormat::MusicArena),
                HasSubstr("must be A, B, TIE or BOTH_BAD"));
    EXPECT_THAT(complaint("a,b\n1,2\n", ExchangeFormat::WebMushra), HasSubstr("no paired_comparison.csv"));
    EXPECT_THAT(complaint("", ExchangeFormat::MusicArena), HasSubstr("holds no row"));
    EXPECT_THAT(complaintOf([&] { static_cast<void>(readExchange("/nowhere.jsonl", ExchangeFormat::MusicArena, {})); }),
                HasSubstr("Cannot read /nowhere.jsonl"));
    EXPECT_THAT(complaintOf([] { static_cast<void>(exchangeFormat("xml")); }), HasSubstr("no format \"xml\""));
}

TEST_F(Exchange, makesPromptsOfMusicCaps) {
    const fs::path table = fixture_.folder().write(
        "caps.csv", "ytid,start_s,end_s,caption\nabc,30,40,\"Slow, calm\npiano.\"\nabc,50,60,Fast drums.\n");
    EXPECT_EQ(writeCaptionPrompts(table, folder_ / "prompts.jsonl"), 2U);
    const std::vector<Prompt> prompts = readPrompts(folder_ / "prompts.jsonl");
    EXPECT_EQ(prompts.at(0).text, "Slow, calm piano.");
    EXPECT_EQ(prompts.at(1).id, "abc-2");
}

TEST(ExchangeOfAStudy, leavesOutWhomTheRulesOfThePlanLeaveOut) {
    const StudyFixture fixture;
    const Json more = {{"noisy_gold", 2}, {"screening", {{"minimum_gold", 0.9}}}};
    const StudyPlan plan = fixture.plan(2, 4, more);
    StudyStore store = StudyStore::create(fixture.studyFolder(), plan);
    for (const std::string rater : {"ann", "bob"}) {  // bob prefers noise
        while (const auto trial = store.currentTrial(rater)) {
            const std::optional<Side> better = plan.trial(trial->id).answer;
            const int forA = rater == "ann" ? -1 : 1;
            store.record(answerTo(*trial, rater, better == Side::B ? -forA : forA));
        }
    }
    store.seal();
    const RevealedStudy study = store.reveal();
    const auto pairs = exchangedPairs(study, "overall");
    ASSERT_EQ(pairs.size(), 4U);
    EXPECT_TRUE(
        std::all_of(pairs.begin(), pairs.end(), [](const ExchangedPair& each) { return each.pair.rater == "ann"; }));
    EXPECT_EQ(exchangedPairs(study, "overall", true).size(), 8U);  // gold under noise has no original to name
}

}  // namespace
}  // namespace musicrl
