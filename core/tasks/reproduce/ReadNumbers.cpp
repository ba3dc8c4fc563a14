// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/reproduce/ReadNumbers.h"

#include "run/MetricsLog.h"
#include "run/RunDirectory.h"
#include "run/SelectedCheckpoint.h"
#include "tasks/reproduce/StageLog.h"

#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr double endShare = 0.1;  // of a run's steps, that its end is averaged over

double numberAt(const Json& json, const std::string& key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : notMeasured;
}

/// Over the rows from \p first on that have the metric.
double meanOfMetric(const std::vector<MetricRow>& rows, std::size_t first, const std::string& key) {
    std::vector<double> values;
    for (std::size_t i = first; i < rows.size(); ++i) {
        if (const double value = numberAt(rows[i].values, key); std::isfinite(value)) {
            values.push_back(value);
        }
    }
    return meanOf(values);
}

ExplainedVariance explainedAtTheEnd(const std::vector<MetricRow>& rows) {
    const auto count = static_cast<std::size_t>(std::ceil(endShare * static_cast<double>(rows.size())));
    const std::size_t first = rows.size() - count;
    const std::string key = "val/explained_variance";
    return {meanOfMetric(rows, first, key), meanOfMetric(rows, first, key + "_first"),
            meanOfMetric(rows, first, key + "_middle"), meanOfMetric(rows, first, key + "_last"),
            static_cast<std::int64_t>(count)};
}

Estimate estimateOf(const Json& json) {
    return {numberAt(json, "value"), {numberAt(json, "low"), numberAt(json, "high")}};
}

void readComparison(const fs::path& file, ReportNumbers& numbers) {
    if (!fs::exists(file)) {
        return;
    }
    const Json comparison = readJsonFile(file);
    for (const Json& model : comparison.at("models")) {
        numbers.standings.push_back({model.at("name").get<std::string>(), estimateOf(model.at("mean_score")),
                                     model.at("wins").get<std::int64_t>(),
                                     model.at("comparisons").get<std::int64_t>()});
    }
    for (const Json& pair : comparison.at("pairs")) {
        numbers.pairs.push_back({pair.at("first").get<std::string>(),
                                 pair.at("second").get<std::string>(),
                                 {pair.at("wins").get<std::int64_t>(), pair.at("ties").get<std::int64_t>(),
                                  pair.at("losses").get<std::int64_t>()},
                                 estimateOf(pair.at("win_rate")),
                                 numberAt(pair.at("test"), "p_holm")});
    }
}

/// Every pair as the paper's figure has it: base last, then R, U, RU.
void orderPairs(ReportNumbers& numbers) {
    const std::vector<std::string> order = {"base", "r", "u", "ru", "joint"};
    std::vector<MeasuredPair> ordered;
    for (std::size_t later = 1; later < order.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (const auto pair = numbers.pair(order[later], order[earlier])) {
                ordered.push_back(*pair);
            }
        }
    }
    numbers.pairs = std::move(ordered);
    const auto place = [&](const MeasuredStanding& one) {
        return std::find(order.begin(), order.end(), one.name) - order.begin();
    };
    std::stable_sort(numbers.standings.begin(), numbers.standings.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

void readPreference(const fs::path& file, const std::string& name, ReportNumbers& numbers) {
    if (!fs::exists(file)) {
        return;
    }
    const Json training = readJsonFile(file);
    MeasuredPreference model{.name = name, .accuracyByEpoch = {}};
    for (const Json& epoch : training.at("epochs")) {
        model.accuracyByEpoch.push_back(numberAt(epoch, "heldout/accuracy"));
    }
    model.accuracy = numberAt(training.at("heldout"), "accuracy");
    model.standardError = numberAt(training.at("heldout"), "standard_error");
    numbers.preferences.push_back(std::move(model));
    if (name == "full") {
        for (const auto& [heuristic, accuracy] : training.at("baselines").items()) {
            numbers.heuristics.push_back(
                {heuristic, numberAt(accuracy, "accuracy"), numberAt(accuracy, "standard_error")});
        }
    }
}

/// The mean over a group's pairs of raters, weighted by what both decided.
std::optional<double> agreementOf(const Json& rating) {
    double agreed = 0.0;
    double decisive = 0.0;
    for (const Json& pair : rating.is_object() ? rating.value("agreement", Json::array()) : Json::array()) {
        const double count = numberAt(pair, "decisive");
        if (count > 0.0 && std::isfinite(numberAt(pair, "agreement"))) {
            agreed += count * numberAt(pair, "agreement");
            decisive += count;
        }
    }
    return decisive > 0.0 ? std::optional(agreed / decisive) : std::nullopt;
}

std::vector<std::string> stageNames(const ReproduceSettings& settings) {
    std::vector<std::string> names = {"measure", "rollouts", "votes", "preference-full"};
    for (const std::string& ablation : settings.preference.ablations) {
        names.push_back("preference-" + ablation);
    }
    for (const RunSettings& run : settings.runs) {
        names.push_back("run-" + run.name);
        names.push_back("evaluate-" + run.name);
    }
    for (const char* model : {"base", "r", "u", "ru", "joint"}) {
        names.push_back(std::string("clips-") + model);
    }
    names.insert(names.end(), {"test-votes", "test-votes-joint"});
    return names;
}

}  // namespace

MeasuredRun readMeasuredRun(const fs::path& runFolder, const std::string& name, const std::string& after) {
    const RunDirectory run = RunDirectory::open(runFolder);
    MeasuredRun measured;
    measured.name = name;
    measured.after = after;
    for (auto& [step, values] : valuesByStep(readEvaluation(evaluationPath(runFolder)))) {
        measured.checkpoints.push_back({step, values});
    }
    measured.selectedStep = selectedCheckpoint(run).step;
    const std::vector<MetricRow> rows = readMetricRows(run.metricsPath());
    measured.explained = explainedAtTheEnd(rows);
    measured.times = {meanOfMetric(rows, 0, "time/rollout"), meanOfMetric(rows, 0, "time/reward"),
                      meanOfMetric(rows, 0, "time/update"), meanOfMetric(rows, 0, "time/step")};
    return measured;
}

ReportNumbers readNumbers(const ReproduceFolder& folder, const ReproduceSettings& settings) {
    ReportNumbers numbers;
    const StageLog log(folder.stages());
    for (const std::string& name : stageNames(settings)) {
        if (const auto stage = log.find(name)) {
            numbers.stages.push_back({name, stage->seconds, stage->peakMemoryBytes, stage->sessions});
        }
    }
    for (const RunSettings& run : settings.runs) {
        if (const auto evaluated = log.find("evaluate-" + run.name)) {
            numbers.evaluationPrompts = evaluated->result.value("prompts", std::int64_t{0});
            const std::string after = runBefore(settings, RunDirectory::open(folder.run(run.name)).recipe().after);
            numbers.runs.push_back(readMeasuredRun(folder.run(run.name), run.name, after));
        }
    }
    readPreference(folder.preference("full") / "training.json", "full", numbers);
    for (const std::string& ablation : settings.preference.ablations) {
        readPreference(folder.preference(ablation) / "training.json", ablation, numbers);
    }
    readComparison(folder.tables() / "comparison.json", numbers);
    orderPairs(numbers);
    if (const auto votes = log.find("votes")) {
        numbers.trainAgreement = agreementOf(votes->result);
    }
    for (const char* name : {"test-votes", "test-votes-joint"}) {
        if (const auto votes = log.find(name)) {
            numbers.testAgreement = agreementOf(votes->result);
        }
    }
    if (fs::exists(folder.settings())) {
        numbers.settings = readJsonFile(folder.settings());
    }
    if (const auto measured = log.find("measure")) {
        numbers.machine = measured->result.value("machine", Json::object());
    }
    return numbers;
}

}  // namespace musicrl
