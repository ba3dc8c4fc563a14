// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"
#include "record/EvaluationPrompts.h"
#include "record/PromptSet.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"

#include <algorithm>
#include <map>
#include <set>

namespace musicrl {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

std::vector<EvaluationPrompt> ours() {
    return readEvaluationPrompts(resourcesFolder() / "prompts" / "eval101.jsonl");
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

template <typename Fact>
std::map<std::string, int> counts(const Fact& fact) {
    std::map<std::string, int> result;
    for (const EvaluationPrompt& prompt : ours()) {
        ++result[prompt.*fact];
    }
    return result;
}

void expectBetween(const std::map<std::string, int>& found, std::size_t kinds, int least, int most) {
    EXPECT_EQ(found.size(), kinds);
    for (const auto& [name, count] : found) {
        EXPECT_GE(count, least) << name;
        EXPECT_LE(count, most) << name;
    }
}

TEST(EvaluationPrompts, areHundredAndOneBalancedOverGenreTempoAndForm) {
    EXPECT_EQ(ours().size(), 101U);
    expectBetween(counts(&EvaluationPrompt::genre), 10, 10, 11);
    expectBetween(counts(&EvaluationPrompt::tempo), 3, 33, 34);
    expectBetween(counts(&EvaluationPrompt::form), 3, 33, 34);
    expectBetween(counts(&EvaluationPrompt::instrument), 25, 1, 10);
}

TEST(EvaluationPrompts, nameTheirFactsInWords) {
    const std::map<std::string, std::vector<std::string>> genreWords = {
        {"classical", {"classical", "chamber music"}},
        {"techno", {"techno", "electronic dance music", "club music"}},
        {"hip hop", {"hip hop", "hip-hop", "boom bap"}},
        {"bossa nova", {"bossa nova", "latin music"}}};
    const std::map<std::string, std::vector<std::string>> tempoWords = {{"slow", {"slow", "unhurried"}},
                                                                        {"medium", {"mid-tempo", "medium", "moderate"}},
                                                                        {"fast", {"fast", "quick", "up-tempo"}}};
    const auto namesAny = [](const std::string& text, const std::vector<std::string>& words) {
        return std::any_of(words.begin(), words.end(),
                           [&](const std::string& word) { return text.find(word) != std::string::npos; });
    };
    for (const EvaluationPrompt& evaluation : ours()) {
        const std::string text = lower(evaluation.prompt.text);
        EXPECT_THAT(text, HasSubstr(evaluation.instrument));
        const auto genre = genreWords.find(evaluation.genre);
        EXPECT_TRUE(
            namesAny(text, genre == genreWords.end() ? std::vector<std::string>{evaluation.genre} : genre->second))
            << text;
        for (const auto& [tempo, words] : tempoWords) {
            EXPECT_EQ(namesAny(text, words), tempo == evaluation.tempo) << text << ": " << tempo;
        }
        const auto stops = std::count(text.begin(), text.end(), '.');
        EXPECT_EQ(evaluation.form, stops == 0 ? "tags" : stops == 1 ? "sentence" : "sentences") << text;
    }
}

TEST(EvaluationPrompts, areAllDifferentAndNoneIsTrainedOn) {
    std::set<std::string> known;
    for (const char* file : {"train.txt", "eval.txt"}) {
        for (const Prompt& prompt : readPrompts(resourcesFolder() / "prompts" / file)) {
            known.insert(lower(prompt.text));
        }
    }
    for (const EvaluationPrompt& evaluation : ours()) {
        EXPECT_TRUE(known.insert(lower(evaluation.prompt.text)).second) << evaluation.prompt.text;
    }
}

TEST(EvaluationPrompts, sayWhichFactIsMissingOrUnknown) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& text) { (void)readEvaluationPrompts(folder.write("e.jsonl", text)); };
    expectError(ErrorKind::BadInput, "e.jsonl, line 1: the fact \"genre\" is missing",
                [&] { read("{\"prompt\":\"a\"}\n"); });
    expectError(ErrorKind::BadInput, "line 1: the tempo is \"brisk\", but must be one of: slow, medium, fast",
                [&] { read(R"({"prompt":"a","genre":"jazz","tempo":"brisk","instrument":"piano","form":"tags"})"); });
}

}  // namespace
}  // namespace musicrl
