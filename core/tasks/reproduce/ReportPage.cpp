// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReportPage.h"

#include "tasks/reproduce/ClaimText.h"
#include "tasks/reproduce/ReportTables.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace musicrl {
namespace {

/// Figure 1 of the paper: percent of ratings.
struct PaperPair {
    const char* first;
    const char* second;
    double win;
    double tie;
    double loss;
};
constexpr std::array<PaperPair, 6> paperPairs = {{{"r", "base", 65.0, 22.1, 12.9},
                                                  {"u", "base", 58.6, 21.2, 20.2},
                                                  {"u", "r", 36.0, 33.0, 31.0},
                                                  {"ru", "base", 66.7, 22.9, 10.4},
                                                  {"ru", "u", 43.9, 29.7, 26.4},
                                                  {"ru", "r", 42.6, 35.6, 21.8}}};

/// Table 1 of the paper.
struct PaperStanding {
    const char* name;
    double score;
    int wins;
};
constexpr std::array<PaperStanding, 4> paperStandings = {
    {{"base", 3.07, 133}, {"r", 3.54, 362}, {"u", 3.54, 372}, {"ru", 3.82, 460}}};

std::string row(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) {
        text += " " + cell + " |";
    }
    return text + "\n";
}

enum class Cells { Numbers, Words };

/// Numbers stand to the right, but for the first column.
std::string head(const std::vector<std::string>& cells, Cells kind = Cells::Numbers) {
    std::string rule = "|";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        rule += i == 0 || kind == Cells::Words ? "---|" : "---:|";
    }
    return row(cells) + rule + "\n";
}

std::string plural(std::int64_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::int64_t countOf(const std::vector<Claim>& claims, Verdict verdict) {
    return std::count_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.verdict == verdict; });
}

/// Such as "7 of 9 agree, 1 does not, 1 was not measured."
/// \param words  for those that hold, for one that does not, and for several
std::string tally(const std::vector<Claim>& claims, const std::array<const char*, 3>& words) {
    const std::int64_t fails = countOf(claims, Verdict::Fails);
    const std::int64_t unknown = countOf(claims, Verdict::NotMeasured);
    std::string text =
        std::to_string(countOf(claims, Verdict::Holds)) + " of " + std::to_string(claims.size()) + " " + words[0];
    text += fails > 0 ? ", " + std::to_string(fails) + " " + (fails == 1 ? words[1] : words[2]) : "";
    text += unknown > 0 ? ", " + std::to_string(unknown) + (unknown == 1 ? " was" : " were") + " not measured" : "";
    return text + ".";
}

std::string claimRows(const std::vector<Claim>& claims, const std::array<const char*, 3>& words) {
    std::string text;
    for (const Claim& claim : claims) {
        const std::string verdict = words.at(static_cast<std::size_t>(claim.verdict));
        text += row({claim.statement, claim.paper, claim.ours.empty() ? "–" : claim.ours,
                     claim.verdict == Verdict::Fails ? "**" + verdict + "**" : verdict});
    }
    return text;
}

std::string targets(const ReportNumbers& numbers) {
    const std::vector<Claim> claims = targetClaims(numbers);
    return "## What it had to reach\n\n" + tally(claims, {"are met", "is not", "are not"}) + "\n\n" +
           head({"statement", "asked", "found", "met"}, Cells::Words) +
           claimRows(claims, {"yes", "no", "not measured"}) + "\n";
}

std::string shape(const ReportNumbers& numbers) {
    const std::vector<Claim> claims = shapeClaims(numbers);
    return "## Where the shape agrees with the paper's\n\n" + tally(claims, {"agree", "does not", "do not"}) +
           " \"More\" and \"less\" mean beyond chance: paired Wilcoxon p < 0.05 over prompts; \"wins\" that the 95 % "
           "interval lies above 50 %. Between preference models, \"worse\" and \"better\" hold the accuracies "
           "against each other as they are: see their errors.\n\n" +
           head({"statement", "paper", "here", "agrees"}, Cells::Words) +
           claimRows(claims, {"yes", "no", "not measured"}) + "\n";
}

std::string rewardCell(const StepValues* values, const std::string& reward, const PairedGain& gain) {
    const int digits = rewardDigits(reward);
    std::string text = decimals(meanOf(values, reward), digits);
    return gain.known() ? text + " (" + signedDecimals(gain.mean, digits) + ", " + pText(gain.pValue) + ")" : text;
}

std::string rewardRows(const ReportNumbers& numbers) {
    std::vector<std::string> models = {"base"};
    for (const MeasuredRun& run : numbers.runs) {
        models.push_back(run.name);
    }
    std::string text;
    for (const std::string& model : models) {
        const StepValues* values = numbers.model(model);
        const MeasuredRun* run = numbers.run(model);
        std::vector<std::string> cells = {modelLabel(model), run == nullptr ? "–" : std::to_string(run->selectedStep),
                                          decimals(meanOf(values, "kl"), 1)};
        for (const char* reward : {"quality", "mulan", "preference"}) {
            const PairedGain gain = model == "base"
                                        ? PairedGain{}
                                        : pairedGain(values, numbers.model("base"), reward, numbers.evaluationPrompts);
            cells.push_back(rewardCell(values, reward, gain));
        }
        text += row(cells);
    }
    return text;
}

std::string rewardsSection(const ReportNumbers& numbers) {
    return "## Rewards at the selected checkpoints\n\nMeans over " + plural(numbers.evaluationPrompts, "prompt") +
           " that no run was trained on, the same seeds for every model; in brackets the gain over base and the paired "
           "test's p. KL is exact, in nats a clip, to the run's own reference (RU's is R). With Holm's correction over "
           "the table: `tables/rewards.csv`.\n\n" +
           head({"model", "step", "KL", "MOS", "MuLan", "preference"}) + rewardRows(numbers) + "\n";
}

std::string standingRows(const ReportNumbers& numbers) {
    std::string text;
    for (const MeasuredStanding& one : numbers.standings) {
        const auto* paper = std::find_if(paperStandings.begin(), paperStandings.end(),
                                         [&](const PaperStanding& other) { return one.name == other.name; });
        const bool known = paper != paperStandings.end();
        const Interval& interval = one.meanScore.interval;
        text += row({modelLabel(one.name),
                     decimals(one.meanScore.value, 2) + " (" + decimals(interval.low, 2) + " to " +
                         decimals(interval.high, 2) + ")",
                     std::to_string(one.wins) + " of " + std::to_string(one.comparisons),
                     known ? decimals(paper->score, 2) + ", " + std::to_string(paper->wins) : "–"});
    }
    return text;
}

std::string paperPairText(const MeasuredPair& pair) {
    for (const PaperPair& paper : paperPairs) {
        if (pair.first == paper.first && pair.second == paper.second) {
            return decimals(paper.win, 1) + " / " + decimals(paper.tie, 1) + " / " + decimals(paper.loss, 1);
        }
    }
    return "–";
}

std::string pairRows(const ReportNumbers& numbers) {
    std::string text;
    for (const MeasuredPair& pair : numbers.pairs) {
        const auto total = static_cast<double>(std::max<std::int64_t>(1, pair.counts.total()));
        const auto percent = [&](std::int64_t count) {
            return decimals(100.0 * static_cast<double>(count) / total, 1);
        };
        text +=
            row({modelLabel(pair.first) + " against " + modelLabel(pair.second),
                 percent(pair.counts.wins) + " / " + percent(pair.counts.ties) + " / " + percent(pair.counts.losses),
                 winRateText(pair), pText(pair.pHolm), paperPairText(pair)});
    }
    return text;
}

std::string comparison(const ReportNumbers& numbers) {
    if (numbers.pairs.empty()) {
        return {};
    }
    const auto percent = [](const std::optional<double>& value) {
        return value ? decimals(100.0 * *value, 0) + " %" : "–";
    };
    return "## Side by side\n\n**All raters here are simulated**: programs with a hidden taste over measured "
           "properties of the sound, fit and quality, whose judges are not the rewards that were trained on. Those "
           "that "
           "judge here cast no vote that was learned from. Two of them agree on " +
           percent(numbers.testAgreement) +
           " of what both decide (of the training group: " + percent(numbers.trainAgreement) +
           "). Intervals of 95 % and tests take prompts as the unit; p after Holm's correction.\n\n" +
           head({"model", "mean score (1 to 5)", "wins", "paper: score, wins"}) + standingRows(numbers) + "\n" +
           head({"pair", "win / tie / loss, %", "win rate", "p", "paper, %"}) + pairRows(numbers) + "\n";
}

std::string preferenceSection(const ReportNumbers& numbers) {
    if (numbers.preferences.empty()) {
        return {};
    }
    std::string text =
        "## The preference model\n\nShare of held-out votes of the simulated training raters that are "
        "foretold (prompts not learned from), with its standard error, prompts being the unit.\n\n" +
        head({"model", "accuracy, %"});
    const auto line = [](const std::string& name, double accuracy, double error) {
        return row({name, decimals(100.0 * accuracy, 1) + " ± " + decimals(100.0 * error, 1)});
    };
    for (const MeasuredPreference& model : numbers.preferences) {
        text += line(model.name, model.accuracy, model.standardError);
    }
    for (const MeasuredHeuristic& heuristic : numbers.heuristics) {
        text += line(rewardLabel(heuristic.name) + " alone", heuristic.accuracy, heuristic.standardError);
    }
    return text + "\n";
}

std::string durationText(double seconds) {
    return seconds >= 5400.0 ? decimals(seconds / 3600.0, 1) + " h"
           : seconds >= 90.0 ? decimals(seconds / 60.0, 1) + " min"
                             : decimals(seconds, 1) + " s";
}

std::string timeSection(const ReportNumbers& numbers) {
    double seconds = 0.0;
    std::int64_t peak = 0;
    for (const MeasuredStage& stage : numbers.stages) {
        seconds += stage.seconds;
        peak = std::max(peak, stage.peakMemoryBytes);
    }
    std::string text = "## Time and memory\n\n" + durationText(seconds) + " in all, " +
                       decimals(static_cast<double>(peak) / 1e9, 2) + " GB at most";
    if (numbers.machine.contains("cpu")) {
        text += ", on " + numbers.machine.value("cpu", std::string()) + " (" + numbers.machine.at("threads").dump() +
                " threads)";
    }
    text += ".\n\n" + head({"stage", "time", "peak memory, GB", "sessions"});
    for (const MeasuredStage& stage : numbers.stages) {
        text += row({stage.name, durationText(stage.seconds),
                     decimals(static_cast<double>(stage.peakMemoryBytes) / 1e9, 2), std::to_string(stage.sessions)});
    }
    text += "\nSeconds of an RL step, mean over the run:\n\n" + head({"run", "rollout", "reward", "update", "step"});
    for (const MeasuredRun& run : numbers.runs) {
        const StepTimes& times = run.times;
        text += row({modelLabel(run.name), decimals(times.rollout, 2), decimals(times.reward, 2),
                     decimals(times.update, 2), decimals(times.step, 2)});
    }
    return text + "\n";
}

std::string figures(const ReportNumbers& numbers, const std::string& format) {
    std::string text = "## Figures\n\n";
    text += format.empty()
                ? "Not drawn: musicrl-workbench, which draws them, was not found beside this program or in "
                  "PATH. Their numbers are in `figures/`.\n\n"
                : "Also as PDF and SVG, with their numbers as CSV, in `figures/`. Bars are 95 % intervals of "
                  "the mean; RU's steps go on from R's selected one, its KL is measured to R.\n\n";
    for (const auto& [name, table] : figureTables(numbers)) {
        text += format.empty() ? "- `figures/" + name + ".csv`\n"
                               : "![" + name + "](figures/" + name + "." + format + ")\n";
    }
    return text + "\n";
}

std::string settingsSection(const ReportNumbers& numbers) {
    Json shared = numbers.settings;
    const Json runs = shared.value("runs", Json::object());
    shared.erase("runs");
    const std::vector<std::string> keys = {"steps", "batch_clips", "alpha", "learning_rate", "temperature"};
    std::vector<std::string> columns = {"run"};
    columns.insert(columns.end(), keys.begin(), keys.end());
    std::string text = "## Settings\n\nAll of them: `settings.json`.\n\n" + head(columns);
    for (const auto& [name, recipe] : runs.items()) {
        std::vector<std::string> cells = {modelLabel(name)};
        for (const std::string& key : keys) {
            cells.push_back(recipe.contains(key) ? recipe.at(key).dump() : "–");
        }
        text += row(cells);
    }
    return text + "\n```json\n" + shared.dump(2) + "\n```\n";
}

}  // namespace

std::string reportPage(const ReportNumbers& numbers, const std::string& figureFormat) {
    return "# MusicRL, reproduced at a small scale\n\nThe method of Cideron et al., *MusicRL*, 2024 (arXiv "
           "2402.04229), from a pretrained model to a comparison of base, R, U and RU, with **simulated raters in the "
           "place of people**. Numbers are of this model and its own rewards; only shapes compare with the "
           "paper's.\n\n" +
           targets(numbers) + shape(numbers) + rewardsSection(numbers) + comparison(numbers) +
           preferenceSection(numbers) + figures(numbers, figureFormat) + timeSection(numbers) +
           settingsSection(numbers);
}

}  // namespace musicrl
