// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/StatisticsBenchTask.h"

#include "base/Json.h"
#include "base/Random.h"
#include "statistics/SequentialDecision.h"
#include "statistics/SimulatedStudy.h"

#include <algorithm>
#include <map>
#include <optional>

namespace musicrl {
namespace {

constexpr double leastCoverage = 0.93;
constexpr double mostCoverage = 0.97;
constexpr double mostFalseStops = 0.05;
constexpr double unequalWinRate = 0.65;
constexpr double level = 0.05;
constexpr double mostFalseFinds = 0.07;  // 0.05, and the noise of 500 studies

struct NamedStudy {
    std::string name;
    SimulatedStudy study;
};

std::vector<NamedStudy> coverageStudies() {
    return {{"as in the paper", {}},
            {"few prompts", {.prompts = 24}},
            {"very few prompts", {.prompts = 8}},
            {"hardly any prompts", {.prompts = 6}},
            {"many raters, alike", {.prompts = 60, .raters = 12}},
            {"many raters, unlike", {.prompts = 60, .raters = 12, .raterSpread = 0.4}}};
}

/// Counts what is done over all studies, for the progress.
class Steps {
public:
    Steps(std::int64_t total, const JobContext& context) : total_(total), context_(context) {}

    void next(const std::string& what) {
        context_.throwIfStopped();
        context_.publish(Progress{++done_, total_, what});
    }

private:
    std::int64_t total_;
    std::int64_t done_ = 0;
    const JobContext& context_;
};

Json coverageJson(const NamedStudy& named, const Coverage& coverage) {
    const double share = coverage.share();
    return {{"study", named.name},
            {"prompts", named.study.prompts},
            {"raters", named.study.raters},
            {"of", coverage.of},
            {"intervals", coverage.intervals},
            {"covered", coverage.covered},
            {"share", share},
            {"mean_width", coverage.meanWidth},
            {"met", leastCoverage <= share && share <= mostCoverage}};
}

Json coveragesOf(const NamedStudy& named, const StatisticsBenchConfig& config, Steps& steps) {
    const TrueStandings truth = trueStandings(named.study);
    std::vector<Coverage> coverages;
    for (std::int64_t i = 0; i < config.studies; ++i) {
        steps.next("intervals: " + named.name);
        const std::uint64_t seed = deriveSeed(config.seed, named.name, static_cast<std::uint64_t>(i));
        const HeadToHeadConfig test{.bootstrap = {.replicates = config.replicates, .seed = seed}};
        addCoverage(compareModels(named.study.logWorths.size(), simulateVotes(named.study, seed), test), truth,
                    coverages);
    }
    Json rows = Json::array();
    for (const Coverage& coverage : coverages) {
        rows.push_back(coverageJson(named, coverage));
    }
    return rows;
}

/// How often equal models pass for different at 5 % where raters are of unlike taste.
Json equalityJson(const StatisticsBenchConfig& config, Steps& steps) {
    const SimulatedStudy study{
        .logWorths = {0.0, 0.0}, .prompts = 60, .raters = 8, .votesPerPair = 4, .raterSpread = 0.4};
    std::int64_t found = 0;
    std::int64_t foundByWilcoxon = 0;
    for (std::int64_t i = 0; i < config.studies; ++i) {
        steps.next("tests: equal models, unlike raters");
        const std::uint64_t seed = deriveSeed(config.seed, "equality", static_cast<std::uint64_t>(i));
        const HeadToHeadConfig test{.bootstrap = {.replicates = config.replicates, .seed = seed}};
        const EqualityTest result = compareModels(2, simulateVotes(study, seed), test).pairs.front().outcomeTest;
        found += result.pValue <= level ? 1 : 0;
        foundByWilcoxon += result.wilcoxon.pValue <= level ? 1 : 0;
    }
    const double share = static_cast<double>(found) / static_cast<double>(config.studies);
    return {{"studies", config.studies},
            {"prompts", study.prompts},
            {"raters", study.raters},
            {"level", level},
            {"found", found},
            {"found_by_wilcoxon", foundByWilcoxon},
            {"share", share},
            {"asked", mostFalseFinds},
            {"met", share <= mostFalseFinds}};
}

SimulatedStudy twoModels(double difference, std::int64_t prompts) {
    return {.logWorths = {difference / 2.0, -difference / 2.0}, .prompts = prompts};
}

/// The difference of worths at which the first model wins so much of the decisive votes, by halving.
double differenceFor(double winRate) {
    double low = 0.0;
    double high = 8.0;
    for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (low + high);
        (trueStandings(twoModels(middle, 2)).winRates.front() < winRate ? low : high) = middle;
    }
    return low;
}

/// Prompts until the two models are decided; nothing when they never are.
std::optional<std::int64_t> promptsToDecide(const SimulatedStudy& study, std::uint64_t seed) {
    SequentialDecision decision(study.votesPerPair);
    std::map<std::size_t, std::pair<std::int64_t, std::int64_t>> tallies;
    for (const Comparison& vote : simulateVotes(study, seed)) {
        tallies[vote.prompt].first += vote.outcome > 0.5 ? 1 : 0;
        tallies[vote.prompt].second += vote.outcome < 0.5 ? 1 : 0;
    }
    for (const auto& [prompt, tally] : tallies) {
        decision.addPrompt(tally.first, tally.second);
        if (decision.decided()) {
            return decision.prompts();
        }
    }
    return std::nullopt;
}

std::vector<std::int64_t> decisions(const SimulatedStudy& study, std::int64_t count, const std::string& stream,
                                    std::uint64_t seed, Steps& steps) {
    std::vector<std::int64_t> prompts;
    for (std::int64_t i = 0; i < count; ++i) {
        steps.next("sequential stop: " + stream);
        if (const auto decided = promptsToDecide(study, deriveSeed(seed, stream, static_cast<std::uint64_t>(i)))) {
            prompts.push_back(*decided);
        }
    }
    std::sort(prompts.begin(), prompts.end());
    return prompts;
}

/// The prompts after which such a share of all studies was decided; null where it never was.
Json promptsOf(const std::vector<std::int64_t>& sorted, std::int64_t studies, double share) {
    const auto place = static_cast<std::size_t>(share * static_cast<double>(studies));
    return place < sorted.size() ? Json(sorted[place]) : Json();
}

Json sequentialJson(const StatisticsBenchConfig& config, Steps& steps) {
    const std::vector<std::int64_t> stops =
        decisions(twoModels(0.0, config.prompts), config.nullStudies, "equal models", config.seed, steps);
    const std::vector<std::int64_t> decided = decisions(twoModels(differenceFor(unequalWinRate), config.prompts),
                                                        config.unequalStudies, "unequal models", config.seed, steps);
    const double share = static_cast<double>(stops.size()) / static_cast<double>(config.nullStudies);
    return {{"null_studies", config.nullStudies},
            {"prompts", config.prompts},
            {"false_stops", stops.size()},
            {"share", share},
            {"asked", mostFalseStops},
            {"met", share <= mostFalseStops},
            {"unequal_studies", config.unequalStudies},
            {"win_rate", unequalWinRate},
            {"decided", decided.size()},
            {"median_prompts", promptsOf(decided, config.unequalStudies, 0.5)},
            {"prompts_of_90_percent", promptsOf(decided, config.unequalStudies, 0.9)}};
}

void benchStatistics(const StatisticsBenchConfig& config, const JobContext& context) {
    const std::vector<NamedStudy> studies = coverageStudies();
    const auto kinds = static_cast<std::int64_t>(studies.size()) + 1;
    Steps steps(kinds * config.studies + config.nullStudies + config.unequalStudies, context);
    Json coverage = Json::array();
    bool met = true;
    for (const NamedStudy& named : studies) {
        for (const Json& row : coveragesOf(named, config, steps)) {
            met = met && row.at("met").get<bool>();
            coverage.push_back(row);
        }
    }
    const Json equality = equalityJson(config, steps);
    const Json sequential = sequentialJson(config, steps);
    met = met && equality.at("met").get<bool>() && sequential.at("met").get<bool>();
    context.publish(ResultRow{"statistics_bench",
                              {{"simulated", true},
                               {"studies", config.studies},
                               {"replicates", config.replicates},
                               {"coverage", coverage},
                               {"asked", {leastCoverage, mostCoverage}},
                               {"equality", equality},
                               {"sequential", sequential},
                               {"met", met}}});
}

}  // namespace

Job makeStatisticsBenchJob(StatisticsBenchConfig config) {
    return [config](const JobContext& context) { benchStatistics(config, context); };
}

}  // namespace musicrl
