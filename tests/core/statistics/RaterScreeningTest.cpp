// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/RaterScreening.h"
#include "support/ExpectError.h"

namespace musicrl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RaterRecord carefulRater() {
    return {.rater = "kestrel",
            .answers = {2, -1, 0, 1, -2, 1, -1, 2, 0, -1, 1, -2},
            .choseA = 5,
            .choseB = 5,
            .goldPairs = 5,
            .goldRight = 5,
            .repeats = 4,
            .repeatsSame = 3,
            .shortListens = 1,
            .trialSeconds = {30, 22, 41, 25, 28}};
}

const ScreeningRules strict = {.minimumGold = 0.7,
                               .minimumRepeats = 0.5,
                               .minimumAgreement = 0.1,
                               .maximumShortListens = 0.1,
                               .minimumMedianSeconds = 4.0,
                               .minimumAnswerVariance = 0.1,
                               .maximumSameSide = 0.95,
                               .minimumJudgements = 10,
                               .minimumChecks = 4};

std::vector<std::string> reasonsAgainst(const RaterRecord& rater, const ScreeningRules& rules = strict) {
    const std::vector<Exclusion> exclusions = screenRaters(std::vector<RaterRecord>{rater}, rules);
    return exclusions.empty() ? std::vector<std::string>{} : exclusions.front().reasons;
}

TEST(RaterScreening, keepsACarefulRater) {
    EXPECT_TRUE(reasonsAgainst(carefulRater()).empty());
}

TEST(RaterScreening, saysWhyARaterIsExcluded) {
    RaterRecord rater = carefulRater();
    rater.goldRight = 2;
    rater.repeatsSame = 1;
    EXPECT_THAT(reasonsAgainst(rater), ElementsAre("gold pairs answered right: 2 of 5, fewer than 70 %",
                                                   "repeats answered the same: 1 of 4, fewer than 50 %"));
    rater = carefulRater();
    rater.shortListens = 4;
    rater.trialSeconds = {1.5, 2, 2.5, 60};
    EXPECT_THAT(reasonsAgainst(rater),
                ElementsAre(HasSubstr("4 of 12 judgements"), HasSubstr("in 2.25 s, faster than 4 s")));
}

TEST(RaterScreening, findsThoseWhoAnswerWithoutListening) {
    RaterRecord rater = carefulRater();
    rater.answers.assign(12, 1.0);
    rater.choseA = 12;
    rater.choseB = 0;
    EXPECT_THAT(reasonsAgainst(rater),
                ElementsAre(HasSubstr("variance 0, below 0.1"), HasSubstr("chose A in 12 of 12")));
    rater.answers = {1, 2};
    rater.choseA = 2;
    EXPECT_THAT(reasonsAgainst(rater), ElementsAre(HasSubstr("2 judgements, fewer than 10")));
}

TEST(RaterScreening, knowsNoSidesOfSingleClips) {
    RaterRecord rater = carefulRater();
    rater.answers = {4, 5, 3, 4, 2, 5, 4, 3, 5, 4, 4, 1};  // of a scale from 1 to 5
    rater.choseA = 0;
    rater.choseB = 0;
    EXPECT_TRUE(reasonsAgainst(rater).empty());
}

TEST(RaterScreening, leavesOutNobodyUnlessAsked) {
    RaterRecord hopeless = carefulRater();
    hopeless.answers.assign(12, 1.0);
    hopeless.choseA = 12;
    hopeless.choseB = 0;
    hopeless.goldRight = 0;
    hopeless.agreement = -0.5;
    EXPECT_TRUE(reasonsAgainst(hopeless, {}).empty());
    EXPECT_EQ(reasonsAgainst(hopeless).size(), 4U);
}

TEST(RaterScreening, holdsNothingAgainstARaterWithoutData) {
    RaterRecord rater = carefulRater();
    rater.goldPairs = 3;  // fewer than a share needs
    rater.goldRight = 0;
    rater.repeats = 0;
    rater.repeatsSame = 0;
    rater.trialSeconds.clear();
    EXPECT_TRUE(reasonsAgainst(rater).empty());
}

TEST(RaterScreening, readsItsRulesStrictly) {
    ScreeningRules rules = strict;
    rules.minimumGold = 0.0;
    rules.minimumJudgements = 20;
    const ScreeningRules again = screeningRulesFromJson(toJson(rules), "study.toml");
    EXPECT_EQ(toJson(again), toJson(rules));
    RaterRecord rater = carefulRater();
    rater.goldRight = 0;
    EXPECT_THAT(reasonsAgainst(rater, again), ElementsAre(HasSubstr("12 judgements, fewer than 20")));
    expectError(ErrorKind::BadInput, "study.toml", [] {
        static_cast<void>(screeningRulesFromJson({{"minimum_golds", 0.5}}, "study.toml"));
    });
}

}  // namespace
}  // namespace musicrl
