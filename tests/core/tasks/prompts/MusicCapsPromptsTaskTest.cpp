// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/runJob.h"
#include "record/PromptSet.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "tasks/MusicCapsPromptsTask.h"

#include <algorithm>

namespace musicrl {
namespace {

using testing::Contains;
using testing::Not;
using testing::UnorderedElementsAre;

const std::filesystem::path oddTable = std::filesystem::path(MUSICRL_TEST_DATA) / "musiccaps-odd.csv";

/// \return what the job counted
Json makePrompts(const MusicCapsPromptsConfig& config) {
    Json counts;
    const JobContext context({}, [&](const JobMessage& message) {
        if (const auto* row = std::get_if<ResultRow>(&message)) {
            counts = row->values;
        }
    });
    makeMusicCapsPromptsJob(config)(context);
    return counts;
}

std::vector<std::string> textsIn(const std::filesystem::path& file) {
    std::vector<std::string> texts;
    for (const Prompt& prompt : readPrompts(file)) {
        texts.push_back(prompt.text);
    }
    return texts;
}

TEST(MusicCapsPrompts, areSentencesAndTagsEachOnce) {
    const TemporaryFolder folder;
    const Json counts = makePrompts({.table = oddTable, .outFolder = folder.path(), .evalShare = 0.25, .seed = 3});
    EXPECT_EQ(
        counts,
        Json::parse(
            R"({"rows": 4, "sentences": 11, "tags": 9, "distinct_sentences": 10, "distinct_tags": 7, "train": 13, "eval": 4})"));
    std::vector<std::string> texts = textsIn(folder / "train.jsonl");
    const std::vector<std::string> evals = textsIn(folder / "eval.jsonl");
    texts.insert(texts.end(), evals.begin(), evals.end());
    EXPECT_THAT(texts,
                UnorderedElementsAre("This is an instrumental.", "The tempo is slow, e.g. for sleeping.",
                                     "The mood is calm, warm and tender.", "The song is an R&B.",
                                     "It may play in a caf\u00E9, a bar etc.", "A child's \u201Cla la.\u201D goes on.",
                                     "It is in mono.", "A fast beat at 4.5 kHz...", "then silence!", "What a song",
                                     "punchy \"4 on the floor\" kick", "children's choir", "Slow tempo", "low quality",
                                     "caf\u00E9 music", "r&b", "fast tempo"));
}

TEST(MusicCapsPrompts, sayWhereTheyCameFrom) {
    const TemporaryFolder folder;
    (void)makePrompts({.table = oddTable, .outFolder = folder.path()});
    const std::string all = contentOf(folder / "train.jsonl") + contentOf(folder / "eval.jsonl");
    EXPECT_THAT(
        all,
        testing::HasSubstr(
            R"({"id":"-odd_row-01-s2","prompt":"The tempo is slow, e.g. for sleeping.","kind":"sentence","source":"-odd_row-01"})"));
    EXPECT_THAT(all, testing::HasSubstr(
                         R"({"id":"0dd_row-004-t2","prompt":"fast tempo","kind":"tag","source":"0dd_row-004"})"));
}

TEST(MusicCapsPrompts, areSplitByTheSeed) {
    const TemporaryFolder folder;
    for (const auto& [name, seed] : {std::pair{"a", 1U}, {"b", 1U}, {"c", 2U}}) {
        (void)makePrompts({.table = oddTable, .outFolder = folder / name, .evalShare = 0.4, .seed = seed});
    }
    EXPECT_EQ(contentOf(folder / "a/train.jsonl"), contentOf(folder / "b/train.jsonl"));
    EXPECT_NE(textsIn(folder / "a/eval.jsonl"), textsIn(folder / "c/eval.jsonl"));
    for (const std::string& text : textsIn(folder / "a/eval.jsonl")) {
        EXPECT_THAT(textsIn(folder / "a/train.jsonl"), Not(Contains(text)));
    }
}

TEST(MusicCapsPrompts, needAShareAndTwoPrompts) {
    const TemporaryFolder folder;
    expectError(ErrorKind::BadInput, "above 0 and below 1",
                [&] { (void)makePrompts({.table = oddTable, .outFolder = folder.path(), .evalShare = 1.0}); });
    expectError(ErrorKind::BadInput, "fewer than two prompts", [&] {
        (void)makePrompts({.table = folder.write("one.csv", "ytid,caption\na,One.\n"), .outFolder = folder.path()});
    });
    EXPECT_EQ(folder.count(), 1U);
}

}  // namespace
}  // namespace musicrl
