// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReportTables.h"

#include "statistics/Holm.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace musicrl {
namespace {

constexpr std::array rewards = {"quality", "mulan", "preference"};
constexpr double normal95 = 1.959964;

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return std::isfinite(value) ? text.data() : "";
}

std::string number(std::int64_t value) {
    return std::to_string(value);
}

enum class Axis { Kl, Step };

/// Steps that a run's own are counted on from: those of the run that it starts from.
std::int64_t stepsBefore(const ReportNumbers& numbers, const MeasuredRun& run) {
    const MeasuredRun* first = run.after.empty() ? nullptr : numbers.run(run.after);
    return first == nullptr ? 0 : first->selectedStep;
}

std::vector<std::string> curveRow(const std::string& name, const MeasuredCheckpoint& checkpoint,
                                  const std::string& reward, Axis axis, std::int64_t before, std::int64_t prompts) {
    const double kl = meanOf(&checkpoint.values, "kl");
    const double value = meanOf(&checkpoint.values, reward);
    const double error = normal95 * standardErrorOf(&checkpoint.values, reward, prompts);
    return {name,
            number(checkpoint.step),
            axis == Axis::Kl ? number(kl) : number(before + checkpoint.step),
            number(value),
            number(value - error),
            number(value + error),
            number(kl),
            number(meanOf(&checkpoint.values, "kl_base"))};
}

CsvTable curveTable(const ReportNumbers& numbers, const std::string& reward, Axis axis) {
    CsvTable table{{"run", "step", "x", "value", "low", "high", "kl", "kl_base"}, {}};
    for (const MeasuredRun& run : numbers.runs) {
        for (const MeasuredCheckpoint& checkpoint : run.checkpoints) {
            if (checkpoint.values.count(reward) > 0) {
                table.rows.push_back(
                    curveRow(run.name, checkpoint, reward, axis, stepsBefore(numbers, run), numbers.evaluationPrompts));
            }
        }
    }
    const MeasuredRun* last = numbers.run("ru");
    const MeasuredRun* first = last == nullptr ? nullptr : numbers.run(last->after);
    const MeasuredCheckpoint* start = first == nullptr ? nullptr : first->selected();
    if (start != nullptr && start->values.count(reward) > 0) {
        table.rows.push_back(curveRow("start ru", *start, reward, axis, 0, numbers.evaluationPrompts));
    }
    return table;
}

CsvTable comparisonTable(const ReportNumbers& numbers) {
    CsvTable table{{"first", "second", "wins", "ties", "losses", "win_rate", "low", "high"}, {}};
    for (const MeasuredPair& pair : numbers.pairs) {
        const Interval& interval = pair.winRate.interval;
        table.rows.push_back({pair.first, pair.second, number(pair.counts.wins), number(pair.counts.ties),
                              number(pair.counts.losses), number(pair.winRate.value), number(interval.low),
                              number(interval.high)});
    }
    return table;
}

CsvTable accuracyTable(const ReportNumbers& numbers) {
    CsvTable table{{"model", "epoch", "accuracy", "standard_error"}, {}};
    for (const MeasuredPreference& model : numbers.preferences) {
        for (std::size_t epoch = 0; epoch < model.accuracyByEpoch.size(); ++epoch) {
            table.rows.push_back({model.name, std::to_string(epoch + 1), number(model.accuracyByEpoch[epoch]),
                                  number(model.standardError)});
        }
    }
    for (const MeasuredHeuristic& heuristic : numbers.heuristics) {
        table.rows.push_back({heuristic.name, "", number(heuristic.accuracy), number(heuristic.standardError)});
    }
    return table;
}

/// The gains of all models in all rewards, with the p-values corrected together.
struct Gain {
    std::string model;
    std::string reward;
    PairedGain gain;
    double pHolm = notMeasured;
};

std::vector<Gain> allGains(const ReportNumbers& numbers) {
    std::vector<Gain> gains;
    std::vector<double> pValues;
    for (const MeasuredRun& run : numbers.runs) {
        for (const char* reward : rewards) {
            const PairedGain gain =
                pairedGain(numbers.model(run.name), numbers.model("base"), reward, numbers.evaluationPrompts);
            if (gain.known()) {
                gains.push_back({run.name, reward, gain});
                pValues.push_back(gain.pValue);
            }
        }
    }
    const std::vector<double> adjusted = holmAdjusted(pValues);
    for (std::size_t i = 0; i < gains.size(); ++i) {
        gains[i].pHolm = adjusted[i];
    }
    return gains;
}

void addGain(const std::vector<Gain>& gains, const std::string& model, const std::string& reward,
             std::vector<std::string>& row) {
    Gain found;
    for (const Gain& gain : gains) {
        found = gain.model == model && gain.reward == reward ? gain : found;
    }
    row.push_back(number(found.gain.mean));
    row.push_back(number(found.gain.pValue));
    row.push_back(number(found.pHolm));
}

}  // namespace

std::map<std::string, CsvTable> figureTables(const ReportNumbers& numbers) {
    std::map<std::string, CsvTable> tables;
    for (const char* reward : rewards) {
        tables[std::string(reward) + "-vs-kl"] = curveTable(numbers, reward, Axis::Kl);
        tables[std::string(reward) + "-vs-step"] = curveTable(numbers, reward, Axis::Step);
    }
    tables["win-tie-loss"] = comparisonTable(numbers);
    tables["preference-accuracy"] = accuracyTable(numbers);
    std::erase_if(tables, [](const auto& entry) { return entry.second.rows.empty(); });
    return tables;
}

CsvTable rewardsTable(const ReportNumbers& numbers) {
    CsvTable table{{"model", "step", "kl", "kl_base"}, {}};
    for (const char* reward : rewards) {
        for (const char* column : {"", "_se", "_gain", "_p", "_p_holm"}) {
            table.columns.push_back(reward + std::string(column));
        }
    }
    const std::vector<Gain> gains = allGains(numbers);
    std::vector<std::string> models = {"base"};
    for (const MeasuredRun& run : numbers.runs) {
        models.push_back(run.name);
    }
    for (const std::string& model : models) {
        const StepValues* values = numbers.model(model);
        const MeasuredRun* run = numbers.run(model);
        std::vector<std::string> row = {model, run == nullptr ? "0" : number(run->selectedStep),
                                        number(meanOf(values, "kl")), number(meanOf(values, "kl_base"))};
        for (const char* reward : rewards) {
            row.push_back(number(meanOf(values, reward)));
            row.push_back(number(standardErrorOf(values, reward, numbers.evaluationPrompts)));
            addGain(gains, model, reward, row);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

CsvTable stagesTable(const ReportNumbers& numbers) {
    CsvTable table{{"stage", "seconds", "peak_memory_mb", "sessions"}, {}};
    for (const MeasuredStage& stage : numbers.stages) {
        table.rows.push_back(
            {stage.name, number(stage.seconds), number(stage.peakMemoryBytes / 1000000), number(stage.sessions)});
    }
    return table;
}

CsvTable stepTimesTable(const ReportNumbers& numbers) {
    CsvTable table{{"run", "rollout_seconds", "reward_seconds", "update_seconds", "step_seconds"}, {}};
    for (const MeasuredRun& run : numbers.runs) {
        const StepTimes& times = run.times;
        table.rows.push_back(
            {run.name, number(times.rollout), number(times.reward), number(times.update), number(times.step)});
    }
    return table;
}

CsvTable claimsTable(const std::vector<Claim>& claims) {
    CsvTable table{{"claim", "paper", "ours", "verdict"}, {}};
    for (const Claim& claim : claims) {
        const char* verdict = claim.verdict == Verdict::Holds   ? "yes"
                              : claim.verdict == Verdict::Fails ? "no"
                                                                : "not measured";
        table.rows.push_back({claim.statement, claim.paper, claim.ours, verdict});
    }
    return table;
}

}  // namespace musicrl
