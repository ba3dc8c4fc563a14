// SPDX-License-Identifier: GPL-3.0-or-later
#include "pretrain/corpus/Caption.h"

#include "pretrain/corpus/CaptionWords.h"
#include "pretrain/corpus/Composer.h"
#include "pretrain/corpus/Genres.h"
#include "pretrain/corpus/Instruments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace musicrl {
namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); });
    return text;
}

/// Whether the text has the words, not as a part of longer ones.
bool says(const std::string& text, const std::string& words) {
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        if ((at == 0 || !letter(text[at - 1])) && (end == text.size() || !letter(text[end]))) {
            return true;
        }
    }
    return false;
}

/// The text without the phrases, longest first, so that "electric piano" leaves no "piano" behind.
std::string without(std::string text, std::vector<std::string> phrases) {
    std::sort(phrases.begin(), phrases.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (const std::string& phrase : phrases) {
        for (std::size_t at = text.find(phrase); at != std::string::npos; at = text.find(phrase)) {
            text.replace(at, phrase.size(), "#");
        }
    }
    return text;
}

TEST(Caption, namesOnlyInstrumentsThatPlay) {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Composition piece = compose(seed, 10.0);
        std::vector<std::string> playing;
        for (const Part& part : piece.parts) {
            playing.push_back(part.instrument);
        }
        const Caption caption = describe(piece, seed);
        std::string told = lowered(caption.text);
        for (const std::string& aspect : caption.aspects) {
            told += ", " + aspect;
        }
        const std::string rest = without(told, playing);
        for (const Instrument& instrument : instruments()) {
            ASSERT_FALSE(says(rest, instrument.name)) << instrument.name << " is not in: " << caption.text;
        }
    }
}

TEST(Caption, saysNoTempoButTheOneThatIsTrue) {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Composition piece = compose(seed, 10.0);
        const std::string text = lowered(describe(piece, seed).text);
        for (const std::string other : {"slow", "medium", "fast"}) {
            if (other != tempoClass(piece.tempoBpm)) {
                for (const std::string& word : tempoWords(other)) {
                    ASSERT_FALSE(says(text, word)) << piece.tempoBpm << " bpm: " << text;
                }
            }
        }
    }
}

TEST(Caption, saysNoDynamicsButThoseThatAreTrue) {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Composition piece = compose(seed, 30.0);
        const Caption caption = describe(piece, seed);
        for (const std::string other : {"soft", "loud", "crescendo", "diminuendo"}) {
            for (const std::string& tag : dynamicsTags(other)) {
                const bool said = std::count(caption.aspects.begin(), caption.aspects.end(), tag) > 0 || says(caption.text, tag);
                ASSERT_TRUE(!said || other == piece.dynamics) << piece.dynamics << ": " << caption.text;
            }
            for (const std::string& sentence : dynamicsSentences(other)) {
                ASSERT_TRUE(!says(caption.text, sentence) || other == piece.dynamics) << piece.dynamics << ": " << caption.text;
            }
        }
    }
}

TEST(Caption, mostlyNamesTheTempoAndNearlyAlwaysAnInstrument) {
    int tempo = 0;
    int instrument = 0;
    int dynamics = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Composition piece = compose(seed, 30.0);
        const std::string text = lowered(describe(piece, seed).text);
        const std::string pace = tempoClass(piece.tempoBpm);
        Words words = tempoWords(pace);
        words.insert(words.end(), {pace + " tempo", pace + " pace"});
        const auto said = [&text](const std::string& word) { return says(text, word); };
        tempo += std::any_of(words.begin(), words.end(), said) ? 1 : 0;
        instrument += std::any_of(piece.parts.begin(), piece.parts.end(), [&](const Part& part) { return said(part.instrument); }) ? 1 : 0;
        dynamics += std::any_of(dynamicsTags(piece.dynamics).begin(), dynamicsTags(piece.dynamics).end(), said) ? 1 : 0;
    }
    EXPECT_GE(tempo, 850);
    EXPECT_GE(instrument, 990);
    EXPECT_GE(dynamics, 50);
}

TEST(Caption, tellsOnePieceInManyWays) {
    const Composition piece = compose(4, 10.0);
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        texts.insert(describe(piece, seed).text);
    }
    EXPECT_GT(texts.size(), 80U);
    EXPECT_EQ(describe(piece, 1).text, describe(piece, 1).text);
}

TEST(Caption, isTagsOrAFewSentences) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const std::string text = describe(compose(seed, 10.0), seed).text;
        ASSERT_FALSE(text.empty());
        EXPECT_LE(std::count(text.begin(), text.end(), '.'), 5) << text;
        EXPECT_EQ(text.find("  "), std::string::npos) << text;
        EXPECT_EQ(text.find(" a a"), std::string::npos) << text;
        EXPECT_LT(text.size(), 400U) << text;
    }
}

TEST(CaptionWords, existForEveryGenreAndMood) {
    for (const Genre& genre : genres()) {
        EXPECT_FALSE(genreWords(genre.name).empty());
        EXPECT_FALSE(placeWords(genre.name).empty());
        for (const std::string& mood : genre.moods) {
            EXPECT_FALSE(moodWords(mood).empty());
        }
    }
}

TEST(CaptionWords, formSentences) {
    EXPECT_EQ(joinedWithAnd({"a piano", "a flute", "drums"}), "a piano, a flute and drums");
    EXPECT_EQ(pluralOf("carries the tune"), "carry the tune");
    EXPECT_EQ(pluralOf("keeps the beat"), "keep the beat");
    EXPECT_EQ(withArticle("easygoing"), "an easygoing");
}

}  // namespace
}  // namespace musicrl
