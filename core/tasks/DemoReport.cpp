// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/DemoReport.h"

#include "base/AtomicFile.h"
#include "base/Error.h"
#include "record/ClipRecipe.h"
#include "record/Csv.h"
#include "run/MetricsLog.h"
#include "statistics/Summary.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 2> terms = {"mulan", "quality"};

/// The clip of a prompt among those in a folder, found by the records.
ScoredClip scoredClip(const fs::path& folder, const Prompt& prompt) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".flac") {
            continue;
        }
        const ClipRecord record = readClipRecord(entry.path());
        if (record.recipe.prompt.text == prompt.text && record.recipe.prompt.seed == prompt.seed && record.scores) {
            return {entry.path(), *record.scores};
        }
    }
    throw Error(ErrorKind::NotFound, folder.string() + " has no scored clip for the prompt \"" + prompt.text + "\".");
}

double valueOf(const RewardBreakdown& scores, const std::string& term) {
    const RewardTerm* found = scores.find(term);
    return found == nullptr ? std::nan("") : found->raw;
}

std::string numberText(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value);
    return std::isfinite(value) ? text.data() : "";
}

Json scoresOf(const RewardBreakdown& scores) {
    return {{"mulan", valueOf(scores, "mulan")}, {"quality", valueOf(scores, "quality")}, {"scores", scores.total}};
}

RewardBreakdown meanOf(const std::vector<BeforeAfter>& comparisons, ScoredClip BeforeAfter::*side) {
    const auto count = static_cast<double>(comparisons.size());
    RewardBreakdown mean;
    for (const char* term : terms) {
        mean.terms.push_back({.name = term, .raw = 0.0, .windows = {}});
    }
    for (const BeforeAfter& comparison : comparisons) {
        mean.total += (comparison.*side).scores.total / count;
        for (RewardTerm& term : mean.terms) {
            term.raw += valueOf((comparison.*side).scores, term.name) / count;
        }
    }
    return mean;
}

/// Tuned minus base of the same prompt and seed: mean and standard error of the mean.
Json gainsOf(const std::vector<BeforeAfter>& comparisons) {
    std::map<std::string, std::vector<double>> differences;
    for (const BeforeAfter& comparison : comparisons) {
        const Json base = scoresOf(comparison.base.scores);
        const Json tuned = scoresOf(comparison.tuned.scores);
        for (const auto& [name, value] : tuned.items()) {
            differences[name].push_back(value.get<double>() - base.at(name).get<double>());
        }
    }
    Json gains;
    for (const auto& [name, values] : differences) {
        const MeanWithError gain = meanWithError(values);
        gains[name] = {{"mean", gain.mean}, {"standard_error", std::isnan(gain.standardError) ? Json() : Json(gain.standardError)}};
    }
    return gains;
}

std::vector<std::string> tableRow(const std::string& prompt, const std::string& seed, const RewardBreakdown& base,
                                  const RewardBreakdown& tuned) {
    std::vector<std::string> row = {prompt, seed};
    for (const char* term : terms) {
        row.push_back(numberText(valueOf(base, term)));
        row.push_back(numberText(valueOf(tuned, term)));
    }
    row.push_back(numberText(base.total));
    row.push_back(numberText(tuned.total));
    return row;
}

}  // namespace

std::vector<BeforeAfter> compareFolders(const std::vector<Prompt>& prompts, const fs::path& baseFolder,
                                       const fs::path& tunedFolder) {
    std::vector<BeforeAfter> comparisons;
    for (const Prompt& prompt : prompts) {
        comparisons.push_back({prompt, scoredClip(baseFolder, prompt), scoredClip(tunedFolder, prompt)});
    }
    return comparisons;
}

void writeComparisonTable(const fs::path& file, const std::vector<BeforeAfter>& comparisons) {
    CsvTable table;
    table.columns = {"prompt",       "seed",          "base_mulan",  "tuned_mulan",
                     "base_quality", "tuned_quality", "base_scores", "tuned_scores"};
    for (const BeforeAfter& comparison : comparisons) {
        table.rows.push_back(tableRow(comparison.prompt.text, std::to_string(comparison.prompt.seed),
                                      comparison.base.scores, comparison.tuned.scores));
    }
    table.rows.push_back(
        tableRow("mean", "", meanOf(comparisons, &BeforeAfter::base), meanOf(comparisons, &BeforeAfter::tuned)));
    writeFileAtomically(file, csvText(table));
}

void writeCurves(const fs::path& file, const RunDirectory& run) {
    constexpr std::array<std::array<const char*, 2>, 7> curves = {{{"kl", "objective/kl"},
                                                                   {"mulan", "rewards/mulan/mean"},
                                                                   {"quality", "rewards/quality/mean"},
                                                                   {"scores", "objective/scores"},
                                                                   {"heldout_mulan", "heldout/mulan"},
                                                                   {"heldout_quality", "heldout/quality"},
                                                                   {"heldout_scores", "heldout/scores"}}};
    CsvTable table;
    table.columns = {"step"};
    for (const auto& [column, metric] : curves) {
        table.columns.emplace_back(column);
    }
    for (const MetricRow& row : readMetricRows(run.metricsPath())) {
        std::vector<std::string> cells = {std::to_string(row.step)};
        for (const auto& [column, metric] : curves) {
            const auto found = row.values.find(metric);
            cells.push_back(found != row.values.end() && found->is_number() ? numberText(found->get<double>()) : "");
        }
        table.rows.push_back(std::move(cells));
    }
    writeFileAtomically(file, csvText(table));
}

void publishComparisons(const std::vector<BeforeAfter>& comparisons, double seconds, const JobContext& context) {
    for (const BeforeAfter& comparison : comparisons) {
        context.publish(ResultRow{"comparison",
                                  {{"prompt", comparison.prompt.text},
                                   {"seed", comparison.prompt.seed},
                                   {"base", scoresOf(comparison.base.scores)},
                                   {"tuned", scoresOf(comparison.tuned.scores)},
                                   {"base_file", comparison.base.file.string()},
                                   {"tuned_file", comparison.tuned.file.string()}}});
    }
    context.publish(ResultRow{"summary",
                              {{"base", scoresOf(meanOf(comparisons, &BeforeAfter::base))},
                               {"tuned", scoresOf(meanOf(comparisons, &BeforeAfter::tuned))},
                               {"gain", gainsOf(comparisons)},
                               {"clips", comparisons.size()},
                               {"seconds", seconds}}});
}

}  // namespace musicrl
