// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ClaimText.h"
#include "tasks/reproduce/Claims.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace musicrl {
namespace {

constexpr double significance = 0.05;
constexpr double nearlyAll = 0.75;  ///< of a gain, where the paper says that nearly all of it is kept

/// What the claims ask of the numbers.
class Shape {
public:
    explicit Shape(const ReportNumbers& numbers) : numbers_(numbers) {}

    [[nodiscard]] PairedGain gain(const std::string& model, const std::string& reward,
                                  const std::string& over = "base") const {
        return pairedGain(numbers_.model(model), numbers_.model(over), reward, numbers_.evaluationPrompts);
    }

    /// A gain that is above (or below) zero beyond chance.
    [[nodiscard]] Claim moves(const std::string& model, const std::string& reward, int direction,
                              const std::string& over, const std::string& paper) const {
        const PairedGain found = gain(model, reward, over);
        const std::string verb = direction > 0 ? " has more " : " has less ";
        return decided(modelInWords(model) + verb + rewardLabel(reward) + " than " + modelInWords(over), paper,
                       gainText(reward, found), found.known(), found.isBeyondChance(direction, significance));
    }

    /// \p model has at least so much of what \p other gains over base.
    [[nodiscard]] Claim keeps(const std::string& model, const std::string& other, const std::string& reward,
                              const std::string& paper) const {
        const PairedGain mine = gain(model, reward);
        const PairedGain theirs = gain(other, reward);
        const int digits = rewardDigits(reward);
        return decided(modelInWords(model) + " has at least three quarters of the gain of " + modelInWords(other) +
                           " in " + rewardLabel(reward),
                       paper, signedDecimals(mine.mean, digits) + " against " + signedDecimals(theirs.mean, digits),
                       mine.known() && theirs.known(),
                       theirs.isBeyondChance(1, significance) && mine.mean >= nearlyAll * theirs.mean);
    }

    [[nodiscard]] Claim costs(const std::string& paper) const {
        const double ours = meanOf(numbers_.model("r"), "kl");
        const double most = std::max(meanOf(numbers_.model("mulan"), "kl"), meanOf(numbers_.model("quality"), "kl"));
        return decided("R moves less than half as far again as the single rewards' runs (KL)", paper,
                       decimals(ours, 1) + " nats against at most " + decimals(most, 1), ours == ours && most == most,
                       ours <= 1.5 * most);
    }

    /// The last checkpoint has less than the highest one, which is not the start. The highest is chosen by the same
    /// numbers, so its p counts as often as there were others to choose (Bonferroni).
    [[nodiscard]] Claim fallsAfterPeak(const std::string& name, const std::string& reward,
                                       const std::string& paper) const {
        const MeasuredRun* run = numbers_.run(name);
        const std::string statement =
            "in " + modelInWords(name) + ", " + rewardLabel(reward) + " rises, and ends below its highest checkpoint";
        if (run == nullptr || run->checkpoints.size() < 3) {
            return decided(statement, paper, "", false, false);
        }
        const auto less = [&](const MeasuredCheckpoint& a, const MeasuredCheckpoint& b) {
            return meanOf(&a.values, reward) < meanOf(&b.values, reward);
        };
        const MeasuredCheckpoint& peak = *std::max_element(run->checkpoints.begin(), run->checkpoints.end(), less);
        PairedGain loss = pairedGain(&run->checkpoints.back().values, &peak.values, reward, numbers_.evaluationPrompts);
        loss.pValue = std::min(1.0, loss.pValue * static_cast<double>(run->checkpoints.size() - 1));
        return decided(statement, paper,
                       gainText(reward, loss) + ", from step " + std::to_string(peak.step) + " to " +
                           std::to_string(run->checkpoints.back().step),
                       loss.known(),
                       peak.step > run->checkpoints.front().step && loss.isBeyondChance(-1, significance));
    }

    [[nodiscard]] Claim losesBeyondSelection(const std::string& name, const std::string& reward,
                                             const std::string& paper) const {
        const MeasuredRun* run = numbers_.run(name);
        const bool goesOn =
            run != nullptr && run->selected() != nullptr && run->checkpoints.back().step > run->selectedStep;
        const PairedGain loss = goesOn ? pairedGain(&run->checkpoints.back().values, &run->selected()->values, reward,
                                                    numbers_.evaluationPrompts)
                                       : PairedGain{};
        return decided(modelInWords(name) + " loses " + rewardLabel(reward) + " beyond the step that was selected",
                       paper, gainText(reward, loss), loss.known(), loss.isBeyondChance(-1, significance));
    }

    [[nodiscard]] Claim wins(const std::string& first, const std::string& second, const std::string& paper) const {
        const auto pair = numbers_.pair(first, second);
        return decided(modelInWords(first) + " wins against " + modelInWords(second), paper,
                       pair ? winRateText(*pair) : "", pair.has_value(), pair && pair->winRate.interval.low > 0.5);
    }

    [[nodiscard]] Claim isNearEven(const std::string& paper) const {
        const auto pair = numbers_.pair("u", "r");
        const bool holds = pair && std::abs(pair->winRate.value - 0.5) <= 0.1;
        return decided("U and R are comparable: a win rate of 40 to 60 %", paper, pair ? winRateText(*pair) : "",
                       pair.has_value(), holds);
    }

    /// RU above R and U, these above base.
    [[nodiscard]] Claim hasTheOrder(const std::string& paper) const {
        std::map<std::string, double> scores;
        for (const MeasuredStanding& one : numbers_.standings) {
            scores[one.name] = one.meanScore.value;
        }
        const auto scoreOf = [&](const char* name) { return scores.count(name) > 0 ? scores[name] : notMeasured; };
        const double base = scoreOf("base");
        const double r = scoreOf("r");
        const double u = scoreOf("u");
        const double ru = scoreOf("ru");
        return decided(
            "Mean scores: RU highest, base lowest", paper,
            "base " + decimals(base, 2) + ", R " + decimals(r, 2) + ", U " + decimals(u, 2) + ", RU " + decimals(ru, 2),
            std::isfinite(base + r + u + ru), ru > std::max(r, u) && base < std::min(r, u));
    }

    [[nodiscard]] Claim learns() const {
        const MeasuredPreference* full = numbers_.preference("full");
        return decided("The preference model beats chance on held-out votes", "60 %", accuracyText(full),
                       full != nullptr, full != nullptr && full->accuracy - 2.0 * full->standardError > 0.5);
    }

    /// \p holds is asked of the ablation's accuracy, the full model's, and the error of their difference.
    template <typename Condition>
    [[nodiscard]] Claim ablation(const std::string& statement, const std::string& paper, const std::string& name,
                                 Condition holds) const {
        const MeasuredPreference* full = numbers_.preference("full");
        const MeasuredPreference* other = numbers_.preference(name);
        const bool known = full != nullptr && other != nullptr;
        return decided(
            statement, paper, accuracyText(other) + " against " + accuracyText(full), known,
            known && full->accuracy > 0.5 &&
                holds(other->accuracy, full->accuracy, std::hypot(other->standardError, full->standardError)));
    }

    [[nodiscard]] Claim beats(const std::string& heuristic, const std::string& paper) const {
        const MeasuredPreference* full = numbers_.preference("full");
        const MeasuredHeuristic* other = numbers_.heuristic(heuristic);
        const bool known = full != nullptr && other != nullptr;
        return decided("The preference model foretells votes better than " + rewardLabel(heuristic) + " does", paper,
                       known ? accuracyText(full) + " against " + decimals(100.0 * other->accuracy, 1) + " %" : "",
                       known, known && full->accuracy > other->accuracy);
    }

private:
    static std::string accuracyText(const MeasuredPreference* model) {
        return model == nullptr
                   ? ""
                   : decimals(100.0 * model->accuracy, 1) + " ± " + decimals(100.0 * model->standardError, 1) + " %";
    }

    const ReportNumbers& numbers_;
};

void addRewardClaims(const Shape& shape, std::vector<Claim>& claims) {
    claims.push_back(shape.moves("quality", "quality", 1, "base", "3.5 to 4.6"));
    claims.push_back(shape.moves("mulan", "mulan", 1, "base", "0.58 to 0.71"));
    claims.push_back(shape.moves("quality", "mulan", 1, "base", "0.58 to 0.61"));
    claims.push_back(shape.moves("mulan", "quality", 1, "base", "3.5 to 4.1"));
    claims.push_back(shape.keeps("r", "quality", "quality", "+0.9 against +1.1"));
    claims.push_back(shape.keeps("r", "mulan", "mulan", "+0.13 against +0.13"));
    claims.push_back(shape.costs("KL only marginally larger"));
    claims.push_back(shape.fallsAfterPeak("quality", "preference", "falls after about half of the run"));
}

void addPreferenceClaims(const Shape& shape, std::vector<Claim>& claims) {
    claims.push_back(shape.moves("u", "preference", 1, "base", "-1.5 to above +1.5"));
    claims.push_back(shape.moves("u", "quality", 1, "base", "3.5 to 4.0"));
    claims.push_back(shape.moves("u", "mulan", -1, "base", "0.58 to 0.55"));
    claims.push_back(shape.losesBeyondSelection("u", "mulan", "falls sharply"));
    claims.push_back(shape.moves("ru", "preference", 1, "r", "clear rise"));
    claims.push_back(shape.keeps("ru", "r", "quality", "slight rise over R"));
    claims.push_back(shape.keeps("ru", "r", "mulan", "slight fall from R"));
}

void addComparisonClaims(const Shape& shape, const ReportNumbers& numbers, std::vector<Claim>& claims) {
    claims.push_back(shape.wins("r", "base", "83 %"));
    claims.push_back(shape.wins("u", "base", "74 %"));
    claims.push_back(shape.isNearEven("54 %, called comparable"));
    claims.push_back(shape.wins("ru", "base", "87 %"));
    claims.push_back(shape.wins("ru", "u", "62 %"));
    claims.push_back(shape.wins("ru", "r", "66 %"));
    claims.push_back(shape.hasTheOrder("3.07, 3.54, 3.54, 3.82"));
    if (numbers.run("joint") != nullptr) {
        claims.push_back(shape.wins("ru", "joint", "better one after the other than all at once (no number)"));
    }
}

void addAblationClaims(const Shape& shape, std::vector<Claim>& claims) {
    claims.push_back(shape.learns());
    claims.push_back(shape.ablation("Without the text it is no worse", "unchanged, about 60 %", "no-text",
                                    [](double ours, double full, double error) { return ours >= full - 2.0 * error; }));
    claims.push_back(shape.ablation("With a quarter of the clip it is worse", "56 % with 5 s of 20", "quarter",
                                    [](double ours, double full, double) { return ours < full; }));
    claims.push_back(shape.ablation("From scratch it is worse than from the language model", "chance", "scratch",
                                    [](double ours, double full, double) { return ours < full; }));
    claims.push_back(shape.beats("quality", "60 against 53.3 %"));
    claims.push_back(shape.beats("mulan", "60 against 51.6 %"));
}

}  // namespace

std::vector<Claim> shapeClaims(const ReportNumbers& numbers) {
    const Shape shape(numbers);
    std::vector<Claim> claims;
    addRewardClaims(shape, claims);
    addPreferenceClaims(shape, claims);
    addComparisonClaims(shape, numbers, claims);
    addAblationClaims(shape, claims);
    return claims;
}

}  // namespace musicrl
