// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ClaimText.h"
#include "tasks/reproduce/Claims.h"

namespace musicrl {
namespace {

constexpr double significance = 0.01;
constexpr std::int64_t enoughDecisive = 400;
constexpr double enoughExplained = 0.3;

Claim raised(const ReportNumbers& numbers, const std::string& reward) {
    const PairedGain gain = pairedGain(numbers.model("r"), numbers.model("base"), reward, numbers.evaluationPrompts);
    return decided("R raises " + rewardLabel(reward) + " over base", "gain above 0, paired Wilcoxon p < 0.01",
                   gainText(reward, gain), gain.known(), gain.isBeyondChance(1, significance));
}

Claim gainsMore(const ReportNumbers& numbers, const std::string& own, const std::string& other) {
    const StepValues* base = numbers.model("base");
    const double mine = pairedGain(numbers.model(own), base, own, numbers.evaluationPrompts).mean;
    const double theirs = pairedGain(numbers.model(other), base, own, numbers.evaluationPrompts).mean;
    const int digits = rewardDigits(own);
    return decided(modelInWords(own) + " gains more " + rewardLabel(own) + " than " + modelInWords(other),
                   "more gain over base, above 0",
                   signedDecimals(mine, digits) + " against " + signedDecimals(theirs, digits),
                   mine == mine && theirs == theirs, mine > 0.0 && mine > theirs);
}

Claim preferred(const ReportNumbers& numbers, const std::string& first, const std::string& second) {
    const auto pair = numbers.pair(first, second);
    const bool holds = pair && pair->counts.decisive() >= enoughDecisive && pair->winRate.interval.low > 0.5;
    return decided(modelLabel(first) + " is preferred to " + modelLabel(second) + " by held-out simulated raters",
                   "at least 400 decisive comparisons, 95 % interval of the win rate above 50 %",
                   pair ? winRateText(*pair) : "", pair.has_value(), holds);
}

Claim explained(const ReportNumbers& numbers) {
    const MeasuredRun* run = numbers.run("r");
    const ExplainedVariance found = run == nullptr ? ExplainedVariance{} : run->explained;
    return decided("V explains the rewards of clips that it has not learned from by the end of R",
                   "mean explained variance above 0.3",
                   "mean " + decimals(found.mean, 2) + "; first token " + decimals(found.first, 2) + ", middle " +
                       decimals(found.middle, 2) + ", last " + decimals(found.last, 2) + " (last " +
                       std::to_string(found.steps) + " steps)",
                   found.mean == found.mean, found.mean > enoughExplained);
}

}  // namespace

std::vector<Claim> targetClaims(const ReportNumbers& numbers) {
    return {raised(numbers, "mulan"),
            raised(numbers, "quality"),
            gainsMore(numbers, "mulan", "quality"),
            gainsMore(numbers, "quality", "mulan"),
            preferred(numbers, "u", "base"),
            preferred(numbers, "ru", "base"),
            preferred(numbers, "ru", "r"),
            preferred(numbers, "ru", "u"),
            explained(numbers)};
}

}  // namespace musicrl
