// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/StudyReport.h"

#include <cmath>

namespace musicrl {
namespace {

Json orNull(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json estimateJson(const Estimate& estimate) {
    return {{"value", orNull(estimate.value)},
            {"low", orNull(estimate.interval.low)},
            {"high", orNull(estimate.interval.high)}};
}

Json binomialJson(const BinomialResult& result) {
    return {{"count", result.successes},
            {"of", result.trials},
            {"share", estimateJson(result.share)},
            {"p", result.trials > 0 ? orNull(result.pValue) : Json()}};
}

Json modelsJson(const QuestionResults& question, const std::vector<std::string>& names) {
    Json models = Json::array();
    for (std::size_t i = 0; i < question.standings.models.size(); ++i) {
        const ModelStanding& model = question.standings.models[i];
        models.push_back({{"model", names[i]},
                          {"comparisons", model.comparisons},
                          {"wins", model.wins},
                          {"mean_score", estimateJson(model.meanScore)},
                          {"bradley_terry", estimateJson(model.bradleyTerry)},
                          {"davidson", estimateJson(model.davidson)},
                          {"elo", estimateJson(question.elo[i])}});
    }
    return models;
}

Json pairsJson(const QuestionResults& question, const std::vector<std::string>& names) {
    Json pairs = Json::array();
    for (std::size_t i = 0; i < question.standings.pairs.size(); ++i) {
        const PairStanding& pair = question.standings.pairs[i];
        const PairDecision& decision = decisionOn(question, pair, names);
        pairs.push_back(
            {{"first", names[pair.first]},
             {"second", names[pair.second]},
             {"wins", pair.counts.wins},
             {"ties", pair.counts.ties},
             {"losses", pair.counts.losses},
             {"win_rate", estimateJson(pair.winRate)},
             {"difference", textOf(pair.difference)},
             {"test", toJson(pair.test)},
             {"outcome_test", toJson(pair.outcomeTest)},
             {"sequential",
              {{"decided", decision.decided},
               {"p", orNull(decision.pValue)},
               {"prompts", decision.prompts},
               {"prompts_planned", decision.plannedPrompts},
               {"prompts_to_decide", decision.promptsToDecide > 0 ? Json(decision.promptsToDecide) : Json()}}}});
    }
    return pairs;
}

Json biasJson(const BiasTest& bias) {
    return {{"votes", binomialJson(bias.votes)},
            {"controlled",
             {{"log_odds", orNull(bias.controlled.coefficient)},
              {"standard_error", orNull(bias.controlled.standardError)},
              {"p", std::isfinite(bias.controlled.coefficient) ? orNull(bias.controlled.pValue) : Json()}}}};
}

Json cyclesJson(const QuestionResults& question, const std::vector<std::string>& names) {
    Json cycles = Json::array();
    for (const auto& cycle : question.transitivity.cycles) {
        cycles.push_back({names[cycle[0]], names[cycle[1]], names[cycle[2]]});
    }
    return cycles;
}

void addPairs(Json& json, const QuestionResults& question, const std::vector<std::string>& names) {
    json["models"] = modelsJson(question, names);
    json["pairs"] = pairsJson(question, names);
    json["tie_factor"] = estimateJson(question.standings.tieFactor);
    json["resampled"] = question.standings.resampling == Resampling::Prompts ? "prompts" : "prompts and raters";
    json["strengths"] = textOf(question.standings.groups, names);
    json["cycles"] = cyclesJson(question, names);
    json["consistence"] = orNull(question.transitivity.consistence);
    json["biases"] = {{"side_a", biasJson(question.biases.side)},
                      {"first_heard", biasJson(question.biases.firstHeard)},
                      {"louder_as_heard", biasJson(question.biases.louder)},
                      {"louder_before_matching", biasJson(question.biases.storedLouder)}};
    json["heard_loudness"] = {{"votes", question.biases.heardVotes},
                              {"most_lu", question.biases.heardVotes > 0 ? Json(question.biases.mostHeardLu) : Json()}};
    json["signals"] = Json::array();
    for (const SignalAccuracy& signal : question.signals) {
        json["signals"].push_back({{"signal", signal.signal},
                                   {"votes", signal.accuracy.votes},
                                   {"accuracy", estimateJson(signal.accuracy.accuracy)}});
    }
}

Json questionJson(const QuestionResults& question, StudyKind kind, const std::vector<std::string>& names) {
    Json json = {{"question", question.question.id},
                 {"text", question.question.text},
                 {"votes", question.votes},
                 {"both_bad", question.bothBad},
                 {"cannot_judge", question.cannotJudge},
                 {"alpha", estimateJson(question.alpha)},
                 {"alpha_of", alphaIsOf(kind, question.question.kind)}};
    if (!question.standings.models.empty()) {
        addPairs(json, question, names);
    }
    for (std::size_t i = 0; i < question.opinions.size(); ++i) {
        const MeanOpinion& opinion = question.opinions[i];
        json["opinions"].push_back({{"model", names[i]},
                                    {"scores", opinion.scores},
                                    {"mean", estimateJson(opinion.mean)},
                                    {"deviation", orNull(opinion.deviation)},
                                    {"histogram", opinion.histogram}});
    }
    for (const AbxStanding& abx : question.abx) {
        json["abx"].push_back({{"first", names[abx.first]},
                               {"second", names[abx.second]},
                               {"right", binomialJson(abx.result.right)},
                               {"p_holm", orNull(abx.result.adjustedPValue)},
                               {"discriminators", orNull(abx.result.discriminators)},
                               {"needed_right", abx.result.neededRight}});
    }
    return json;
}

Json raterJson(const RaterResult& rater) {
    return {{"rater", rater.rater},
            {"judgements", rater.judgements},
            {"median_seconds", orNull(rater.medianSeconds)},
            {"shared", rater.reliability.shared},
            {"correlation", orNull(rater.reliability.correlation)},
            {"agreement", orNull(rater.reliability.agreement)},
            {"alpha_without", orNull(rater.reliability.alphaWithout)},
            {"repeats", rater.repeats.repeats},
            {"repeats_same", orNull(rater.repeats.same)},
            {"repeats_same_side", binomialJson(rater.repeats.sameSide)},
            {"gold", binomialJson(rater.gold)},
            {"left_out", rater.exclusion}};
}

}  // namespace

Json toJson(const StudyResults& results) {
    Json json = {{"format", 1},
                 {"study", results.id},
                 {"name", results.name},
                 {"kind", textOf(results.kind)},
                 {"simulated", results.simulated},
                 {"plan_hash", results.planHash},
                 {"sealed", results.sealedUtc},
                 {"prompts", results.prompts},
                 {"judgements", results.judgements},
                 {"left_out", results.excludedJudgements},
                 {"taken_back", results.undone},
                 {"bootstrap",
                  {{"replicates", results.bootstrap.replicates},
                   {"confidence", results.bootstrap.confidence},
                   {"seed", results.bootstrap.seed}}},
                 {"questions", Json::array()},
                 {"raters", Json::array()}};
    for (const QuestionResults& question : results.questions) {
        json["questions"].push_back(questionJson(question, results.kind, results.models));
    }
    for (const RaterResult& rater : results.raters) {
        json["raters"].push_back(raterJson(rater));
    }
    return json;
}

}  // namespace musicrl
