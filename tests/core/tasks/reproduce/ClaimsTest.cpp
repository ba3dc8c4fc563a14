// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlantedNumbers.h"
#include "statistics/Wilcoxon.h"
#include "tasks/reproduce/Claims.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace musicrl {
namespace {

using testing::HasSubstr;

std::string failing(const std::vector<Claim>& claims) {
    std::string text;
    for (const Claim& claim : claims) {
        text += claim.verdict == Verdict::Holds ? "" : claim.statement + " [" + claim.ours + "]\n";
    }
    return text;
}

Claim claimAbout(const std::vector<Claim>& claims, const std::string& words) {
    const auto found = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
        return claim.statement.find(words) != std::string::npos;
    });
    return found == claims.end() ? Claim{} : *found;
}

TEST(Claims, allHoldForThePapersOwnNumbers) {
    EXPECT_EQ(failing(targetClaims(numbersOfThePaper())), "");
    EXPECT_EQ(failing(shapeClaims(numbersOfThePaper())), "");
}

TEST(Claims, turnWithTheNumbers) {
    ReportNumbers numbers = numbersOfThePaper();
    for (double& value : numbers.runs[2].checkpoints.back().values.at("mulan")) {
        value -= 0.14;  // below base
    }
    const Claim claim = claimAbout(targetClaims(numbers), "R raises MuLan");
    EXPECT_EQ(claim.verdict, Verdict::Fails);
    EXPECT_THAT(claim.ours, HasSubstr("MuLan -0.0"));
    EXPECT_EQ(claimAbout(targetClaims(numbers), "R raises MOS").verdict, Verdict::Holds);
}

TEST(Claims, callNoFallFromTheStartARiseAndFall) {
    ReportNumbers numbers = numbersOfThePaper();
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "ends below its highest checkpoint").verdict, Verdict::Holds);
    for (double& value : numbers.runs[1].checkpoints.front().values.at("preference")) {
        value += 10.0;
    }
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "ends below its highest checkpoint").verdict, Verdict::Fails);
}

TEST(Claims, callNoLossAGain) {
    ReportNumbers numbers = numbersOfThePaper();
    for (double& value : numbers.runs[0].checkpoints.back().values.at("mulan")) {
        value -= 0.14;  // below base, and still above the quality run, which falls further
    }
    for (double& value : numbers.runs[1].checkpoints.back().values.at("mulan")) {
        value -= 0.2;
    }
    EXPECT_EQ(claimAbout(targetClaims(numbers), "The MuLan run gains more MuLan").verdict, Verdict::Fails);
}

TEST(Claims, askForEnoughDecisiveComparisons) {
    ReportNumbers numbers = numbersOfThePaper();
    numbers.pairs.back() = plantedPair("ru", "r", 250, 300, 149);
    const Claim few = claimAbout(targetClaims(numbers), "RU is preferred to R by");
    EXPECT_EQ(few.verdict, Verdict::Fails) << "399 are too few";
    EXPECT_THAT(few.ours, HasSubstr("62.7 % (58.7 to 66.7), 399 decisive"));
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "RU wins against R").verdict, Verdict::Holds);
    numbers.pairs.back() = plantedPair("ru", "r", 260, 300, 230);
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "RU wins against R").verdict, Verdict::Fails) << "53 % less 4";
}

TEST(Claims, seeAPairFromEitherSide) {
    const auto pair = numbersOfThePaper().pair("ru", "u");
    ASSERT_TRUE(pair.has_value());
    EXPECT_EQ(pair->counts.wins, 266);
    EXPECT_DOUBLE_EQ(pair->winRate.value, 266.0 / 426.0);
    EXPECT_NEAR(pair->winRate.interval.low, 266.0 / 426.0 - 0.04, 1e-12);
}

TEST(Claims, areNotMeasuredWhereNumbersAreMissing) {
    const ReportNumbers nothing;
    for (const Claim& claim : shapeClaims(nothing)) {
        EXPECT_EQ(claim.verdict, Verdict::NotMeasured) << claim.statement;
        EXPECT_EQ(claim.ours, "");
    }
    for (const Claim& claim : targetClaims(nothing)) {
        EXPECT_EQ(claim.verdict, Verdict::NotMeasured) << claim.statement;
    }
}

TEST(Claims, compareTheJointRunOnlyWhereItWasMade) {
    ReportNumbers numbers = numbersOfThePaper();
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "Joint").statement, "");
    numbers.runs.push_back(numbers.runs[2]);
    numbers.runs.back().name = "joint";
    numbers.pairs.push_back(plantedPair("joint", "ru", 150, 100, 300));
    EXPECT_EQ(claimAbout(shapeClaims(numbers), "RU wins against the Joint run").verdict, Verdict::Holds);
}

TEST(PairedGain, averagesAPromptsClipsBeforeItTests) {
    // Two prompts of two clips each: differences 1 and 3, and 5 and 7, in the order first copies, second copies.
    const StepValues model = {{"mulan", {1.0, 5.0, 3.0, 7.0}}};
    const StepValues other = {{"mulan", {0.0, 0.0, 0.0, 0.0}}};
    const PairedGain gain = pairedGain(&model, &other, "mulan", 2);
    EXPECT_DOUBLE_EQ(gain.mean, 4.0);
    EXPECT_DOUBLE_EQ(gain.standardError, 2.0);
    const std::vector<double> differences = {2.0, 6.0};
    EXPECT_DOUBLE_EQ(gain.pValue, wilcoxonSignedRank(differences).pValue);
    EXPECT_FALSE(pairedGain(&model, nullptr, "mulan", 2).known());
    EXPECT_FALSE(pairedGain(&model, &other, "quality", 2).known());
}

TEST(PairedGain, isNoneWhereOneOutlierHoldsUpTheMeanAgainstTheRanks) {
    StepValues model = {{"mulan", {1000.0}}};
    for (int i = 1; i < 20; ++i) {
        model["mulan"].push_back(-1.0 * i);
    }
    const StepValues other = {{"mulan", std::vector<double>(20, 0.0)}};
    const PairedGain gain = pairedGain(&model, &other, "mulan", 20);
    EXPECT_GT(gain.mean, 0.0);
    EXPECT_LT(gain.pValue, 0.01);
    EXPECT_FALSE(gain.isBeyondChance(1, 0.01)) << "19 of 20 prompts have less";
    EXPECT_FALSE(gain.isBeyondChance(-1, 0.01));
}

}  // namespace
}  // namespace musicrl
