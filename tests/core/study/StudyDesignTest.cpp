// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"
#include "base/Toml.h"
#include "study/StudyDesign.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

const char* const whole = R"(
name = "four models, round 1"
kind = "pairs"
raters = ["ann", "bob"]
repeats = 2
noisy_gold = 1
practice = 3
block_trials = 20
minimum_listening_seconds = 4.5
common_length = false
seed = 7
[[models]]
name = "base"
clips = "clips/base"
[[models]]
name = "r"
clips = "/elsewhere/r"
[[questions]]
id = "overall"
text = "Which do you like more?"
steps = 3
tie = false
[[questions]]
id = "fits"
text = "How well does each fit the text?"
kind = "rating"
[screening]
minimum_gold = 0.8
)";

/// What a design is refused with.
std::string complaintOf(const std::string& toml) {
    try {
        static_cast<void>(studyDesignFromJson(parseToml(toml, "study.toml"), "study.toml", "/here"));
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::BadInput);
        return error.what();
    }
    return "nothing";
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = whole;
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(StudyDesign, readsAFileAndFindsClipsFromItsFolder) {
    const TemporaryFolder folder;
    const StudyDesign design = readStudyDesign(folder.write("study.toml", whole));
    EXPECT_EQ(design.models.at(0).clips, folder / "clips/base");
    EXPECT_EQ(design.models.at(1).clips, "/elsewhere/r");
    EXPECT_EQ(design.questions.at(0).steps, 3);
    EXPECT_FALSE(design.questions.at(0).tieAllowed);
    EXPECT_EQ(design.questions.at(1).kind, QuestionKind::Rating);
    EXPECT_DOUBLE_EQ(design.minimumListeningSeconds, 4.5);
    EXPECT_DOUBLE_EQ(design.screening.minimumGold, 0.8);
    EXPECT_EQ(design.seed, 7U);
}

TEST(StudyDesign, comesBackFromItsJson) {
    const StudyDesign design = studyDesignFromJson(parseToml(whole, "study.toml"), "study.toml", "/here");
    const Json json = toJson(design);
    EXPECT_EQ(toJson(studyDesignFromJson(json, "again", "/")), json);
}

TEST(StudyDesign, asksTheUsualQuestionOfItsKind) {
    const std::string rest =
        "raters = [\"ann\"]\nname = \"n\"\n[[models]]\nname = \"a\"\nclips = \"a\"\n"
        "[[models]]\nname = \"b\"\nclips = \"b\"\n";
    const auto questionOf = [&](const std::string& kind) {
        const Json json = parseToml("kind = \"" + kind + "\"\n" + rest, "d");
        return studyDesignFromJson(json, "d", "/").questions.at(0).kind;
    };
    EXPECT_EQ(questionOf("pairs"), QuestionKind::Preference);
    EXPECT_EQ(questionOf("abx"), QuestionKind::Identity);
    EXPECT_EQ(questionOf("mos"), QuestionKind::Rating);
}

TEST(StudyDesign, hasThePapersStudyAsTemplate) {
    const StudyDesign design = studyDesignFromJson(
        parseToml("template = \"musicrl-paper\"\nseed = 3\n[[models]]\nname = \"a\"\nclips = \"a\"\n"
                  "[[models]]\nname = \"b\"\nclips = \"b\"\n",
                  "d"),
        "d", "/");
    EXPECT_EQ(design.raters.size(), 3U);
    EXPECT_EQ(design.prompts.filename(), "eval101.jsonl");
    ASSERT_EQ(design.questions.size(), 1U);
    EXPECT_EQ(design.questions[0].kind, QuestionKind::Rating);
    EXPECT_EQ(design.seed, 3U);
}

TEST(StudyDesign, refusesWhatItDoesNotUnderstandInOneSentence) {
    EXPECT_THAT(complaintOf(changed("repeats", "repeat")), HasSubstr("the key \"repeat\" is unknown"));
    EXPECT_THAT(complaintOf(changed("steps = 3", "steps = 4")), HasSubstr("\"steps\" is 4"));
    EXPECT_THAT(complaintOf(changed("[[models]]\nname = \"base\"", "[[models]]\nname = \"r\"")),
                HasSubstr("two models have the name \"r\""));
    EXPECT_THAT(complaintOf(changed("\"bob\"", "\"ann\"")), HasSubstr("\"raters\" has \"ann\""));
    EXPECT_THAT(complaintOf(changed("kind = \"pairs\"", "kind = \"mos\"")),
                HasSubstr("which a study of kind \"mos\" cannot ask"));
    EXPECT_THAT(complaintOf(changed("id = \"fits\"", "id = \"overall\"")), HasSubstr("two questions have the id"));
    EXPECT_THAT(complaintOf("name = \"n\"\nraters = [\"a\"]\n"), HasSubstr("needs two models or more"));
    EXPECT_THAT(complaintOf("models = 3\n"), HasSubstr("must be a list of tables"));
    EXPECT_THAT(complaintOf("template = \"mushra\"\n"), HasSubstr("only template"));
}

}  // namespace
}  // namespace musicrl
