// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ClipFilter.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

std::string faultOf(const std::string& line) {
    const ParsedFilter parsed = parseClipFilter(line);
    EXPECT_TRUE(parsed.fault) << line;
    EXPECT_TRUE(parsed.filter.isEmpty());
    return parsed.fault ? parsed.fault->message : std::string();
}

/// The part of the line that the fault points at.
std::string placeOf(const std::string& line) {
    const ParsedFilter parsed = parseClipFilter(line);
    return parsed.fault ? line.substr(parsed.fault->begin, parsed.fault->length) : std::string();
}

TEST(ClipFilter, readsEveryKindOfTerm) {
    const ParsedFilter parsed =
        parseClipFilter("model:ru mulan>0.4 piano -drums rated:no \"exact phrase\" mos>=3.5 seconds<10 run=ru step:40");
    ASSERT_FALSE(parsed.fault);
    const ClipFilter& filter = parsed.filter;
    ASSERT_EQ(filter.words.size(), 3U);
    EXPECT_EQ(filter.words[0].text, "piano");
    EXPECT_FALSE(filter.words[0].isPhrase || filter.words[0].isExcluded);
    EXPECT_EQ(filter.words[1].text, "drums");
    EXPECT_TRUE(filter.words[1].isExcluded);
    EXPECT_EQ(filter.words[2].text, "exact phrase");
    EXPECT_TRUE(filter.words[2].isPhrase);
    ASSERT_EQ(filter.texts.size(), 2U);
    EXPECT_EQ(filter.texts[0].field, ClipField::Model);
    EXPECT_FALSE(filter.texts[0].isWhole);
    EXPECT_EQ(filter.texts[1].field, ClipField::Run);
    EXPECT_TRUE(filter.texts[1].isWhole);
    ASSERT_EQ(filter.numbers.size(), 4U);
    EXPECT_EQ(filter.numbers[0].comparison, Relation::Greater);
    EXPECT_DOUBLE_EQ(filter.numbers[0].value, 0.4);
    EXPECT_EQ(filter.numbers[1].comparison, Relation::GreaterOrEqual);
    EXPECT_EQ(filter.numbers[2].comparison, Relation::Less);
    EXPECT_EQ(filter.numbers[3].field, ClipField::Step);
    EXPECT_EQ(filter.numbers[3].comparison, Relation::Equal);
    ASSERT_EQ(filter.flags.size(), 1U);
    EXPECT_FALSE(filter.flags[0].isWanted);
}

TEST(ClipFilter, asksForEverythingWhenTheLineIsBlank) {
    EXPECT_TRUE(parseClipFilter("").filter.isEmpty());
    EXPECT_TRUE(parseClipFilter(" \t ").filter.isEmpty());
    EXPECT_FALSE(parseClipFilter(" \t ").fault);
}

TEST(ClipFilter, takesFieldsInAnyCaseAndQuotedValues) {
    const ClipFilter filter = parseClipFilter("MODEL:\"my model\" -Pref<-0.5 -rated:yes").filter;
    ASSERT_EQ(filter.texts.size(), 1U);
    EXPECT_EQ(filter.texts[0].text, "my model");
    ASSERT_EQ(filter.numbers.size(), 1U);
    EXPECT_EQ(filter.numbers[0].field, ClipField::Preference);
    EXPECT_DOUBLE_EQ(filter.numbers[0].value, -0.5);
    EXPECT_TRUE(filter.numbers[0].isExcluded);
    ASSERT_EQ(filter.flags.size(), 1U);
    EXPECT_FALSE(filter.flags[0].isWanted);  // not rated
}

TEST(ClipFilter, isPatientWithAQuoteThatIsStillOpen) {
    const ParsedFilter parsed = parseClipFilter("\"lo-fi pia");
    ASSERT_FALSE(parsed.fault);
    EXPECT_EQ(parsed.filter.words.at(0).text, "lo-fi pia");
    EXPECT_TRUE(parsed.filter.words.at(0).isPhrase);
}

TEST(ClipFilter, keepsSignsInsideQuotesAndHyphensInWords) {
    const ClipFilter filter = parseClipFilter("lo-fi \"a:b > c\"").filter;
    ASSERT_EQ(filter.words.size(), 2U);
    EXPECT_EQ(filter.words[0].text, "lo-fi");
    EXPECT_EQ(filter.words[1].text, "a:b > c");
}

TEST(ClipFilter, saysWhatIsWrongAndWhere) {
    EXPECT_EQ(placeOf("piano tempo>90 sad"), "tempo>90");
    EXPECT_NE(faultOf("piano tempo>90 sad").find("no field \"tempo\" (there are model, run, step"), std::string::npos);
    EXPECT_EQ(placeOf("mulan>"), "mulan>");
    EXPECT_NE(faultOf("mulan>").find("wants a number"), std::string::npos);
    EXPECT_EQ(placeOf("piano mos>=3,5"), "mos>=3,5");
    EXPECT_NE(faultOf("mos>=3,5").find("\"3,5\" in \"mos>=3,5\" is no number: write it with a point"),
              std::string::npos);
    EXPECT_NE(faultOf("kl<nan").find("is no number"), std::string::npos);
    EXPECT_NE(faultOf("rated:maybe").find("rated:yes or rated:no"), std::string::npos);
    EXPECT_NE(faultOf("model>3").find("\"model\" is text"), std::string::npos);
    EXPECT_NE(faultOf("run:").find("what to look for"), std::string::npos);
    EXPECT_EQ(placeOf("mulan > 0.4"), ">");
    EXPECT_NE(faultOf("mulan > 0.4").find("without blanks"), std::string::npos);
    EXPECT_NE(faultOf("piano --").find("no letter or digit"), std::string::npos);
    EXPECT_NE(faultOf("\"\"").find("no word yet"), std::string::npos);
}

TEST(ClipFilter, writesALineThatIsReadAsTheSameFilter) {
    const std::string line = "model:\"my model\" -run=ru mulan>0.4 -mos<=3.5 step:40 rated:no piano -\"slow jazz\"";
    const std::string written = toText(parseClipFilter(line).filter);
    EXPECT_EQ(toText(parseClipFilter(written).filter), written);
    EXPECT_EQ(parseClipFilter(written).filter.texts.size(), 2U);
    EXPECT_EQ(parseClipFilter(written).filter.numbers.size(), 3U);
    EXPECT_EQ(parseClipFilter(written).filter.words.size(), 2U);
}

/// A parser over every short line of a small alphabet neither throws nor reads past the end.
TEST(ClipFilter, understandsOrRefusesEveryShortLine) {
    const std::string alphabet = "a1\"-:>= ";
    for (std::size_t code = 0; code < 8 * 8 * 8 * 8 * 8; ++code) {
        std::string line;
        for (std::size_t rest = code, i = 0; i < 5; ++i, rest /= 8) {
            line += alphabet[rest % 8];
        }
        const ParsedFilter parsed = parseClipFilter(line);
        if (parsed.fault) {
            ASSERT_LE(parsed.fault->begin + parsed.fault->length, line.size());
            ASSERT_GT(parsed.fault->length, 0U);
        }
    }
}

}  // namespace
}  // namespace musicrl
