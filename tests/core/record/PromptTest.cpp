// SPDX-License-Identifier: GPL-3.0-or-later
#include "record/Prompt.h"

#include "support/ExpectError.h"

#include <algorithm>

namespace musicrl {
namespace {

TEST(Slug, joinsLowerCaseWords) {
    EXPECT_EQ(slug("Slow calm Piano"), "slow-calm-piano");
    EXPECT_EQ(slug("  80s: synth/pop!! "), "80s-synth-pop");
}

TEST(Slug, keepsDifferentTextsApartAndFitsAFileName) {
    const std::string longText(200, 'a');
    EXPECT_NE(slug(longText + "b"), slug(longText + "c"));
    EXPECT_NE(slug("музыка"), slug("песня"));
    EXPECT_NE(slug("caf\xC3\xA9"), slug("caf"));
    for (const std::string& text : {longText, std::string("музыка"), std::string("..//.."), std::string("caf\xC3\xA9 jazz")}) {
        const std::string name = slug(text);
        EXPECT_FALSE(name.empty());
        EXPECT_LE(name.size(), 48U);
        EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](unsigned char letter) {
            return letter == '-' || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        })) << name;
    }
}

TEST(OneLine, takesBlanksAndLineBreaksTogether) {
    EXPECT_EQ(oneLine("  slow\r\n  piano\t solo \n"), "slow piano solo");
    EXPECT_EQ(oneLine(" \n\t"), "");
}

TEST(Prompt, comesBackFromJson) {
    const Prompt prompt{"p1", "slow piano", 7.5, 0xFFFFFFFFFFFFFFFFU};
    const Prompt again = promptFromJson(Json::parse(toJson(prompt).dump()), "x");
    EXPECT_EQ(again.id, prompt.id);
    EXPECT_EQ(again.text, prompt.text);
    EXPECT_EQ(again.durationSeconds, prompt.durationSeconds);
    EXPECT_EQ(again.seed, prompt.seed);
    expectError(ErrorKind::BadInput, "\"text\" is missing", [] { (void)promptFromJson({{"id", "a"}}, "x"); });
}

}  // namespace
}  // namespace musicrl
