// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/QuestionResults.h"

#include "statistics/Elo.h"
#include "study/results/RaterResults.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace musicrl {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int lowestRating = 1;
constexpr int highestRating = 5;

/// Numbers for names, from 0 in the order in which they come.
class Numbers {
public:
    std::size_t operator()(const std::string& name) { return numbers_.emplace(name, numbers_.size()).first->second; }

private:
    std::map<std::string, std::size_t> numbers_;
};

std::size_t placeOf(const std::string& model, const std::vector<std::string>& models) {
    return static_cast<std::size_t>(std::find(models.begin(), models.end(), model) - models.begin());
}

std::optional<double> outcomeOf(const StudyVote& vote) {
    return vote.label ? outcomeOf(*vote.label) : std::nullopt;
}

/// Of one question's rating, where both clips were rated.
std::pair<double, double> ratingsOf(const StudyVote& vote, const std::string& question) {
    for (const Answer& answer : vote.from->judgement.answers) {
        if (answer.question == question && answer.ratingA && answer.ratingB) {
            return {*answer.ratingA, *answer.ratingB};
        }
    }
    return {nan, nan};
}

/// Steps in favour of A, where a preference was asked for.
double gradeOf(const StudyVote& vote, const Question& question) {
    return question.kind == QuestionKind::Preference ? vote.value.value_or(nan) : nan;
}

/// A pair's votes with a choice, as numbers.
struct PairVotes {
    std::vector<Comparison> comparisons;
    std::vector<BiasedVote> biased;
    std::vector<const StudyVote*> votes;
    Crossing crossing;
};

/// A's value over B's.
std::optional<double> differenceOf(const std::map<Side, double>& values) {
    const auto a = values.find(Side::A);
    const auto b = values.find(Side::B);
    return a == values.end() || b == values.end() ? std::nullopt : std::optional(a->second - b->second);
}

void addLoudness(BiasedVote& biased, const Judgement& judgement) {
    const std::optional<double> gains = differenceOf(judgement.gainsDb);
    const std::optional<double> measured = differenceOf(judgement.measuredLufs);
    if (measured && gains) {
        biased.storedDifferenceLu = *measured;
        biased.loudnessDifferenceLu = *measured + *gains;
    } else if (gains && judgement.playback.matchedLufs) {  // judged before the loudness was kept: its gains tell
        biased.storedDifferenceLu = -*gains;
        biased.loudnessDifferenceLu = 0.0;
    }
}

BiasedVote biasedVote(const Comparison& comparison, const Judgement& judgement) {
    BiasedVote biased{.modelA = comparison.first,
                      .modelB = comparison.second,
                      .prompt = comparison.prompt,
                      .outcome = comparison.outcome};
    if (judgement.firstHeard) {
        biased.aWasFirst = *judgement.firstHeard == Side::A;
    }
    addLoudness(biased, judgement);
    return biased;
}

PairVotes pairVotes(const Question& question, const std::vector<StudyVote>& votes,
                    const std::vector<std::string>& models) {
    Numbers prompts;
    Numbers raters;
    PairVotes result;
    for (const StudyVote& vote : votes) {
        const std::optional<double> outcome = outcomeOf(vote);
        if (!outcome || !vote.from->b) {
            continue;
        }
        const auto [ratingA, ratingB] = ratingsOf(vote, question.id);
        result.comparisons.push_back({placeOf(vote.from->a.model, models), placeOf(vote.from->b->model, models),
                                      prompts(vote.from->trial.prompt), *outcome, ratingA, ratingB,
                                      raters(vote.from->trial.rater), gradeOf(vote, question)});
        const Comparison& comparison = result.comparisons.back();
        result.biased.push_back(biasedVote(comparison, vote.from->judgement));
        result.crossing.prompts.push_back(comparison.prompt);
        result.crossing.raters.push_back(comparison.rater);
        result.votes.push_back(&vote);
    }
    return result;
}

double signalOf(const ClipSignals& signals, const std::filesystem::path& clip, const std::string& name) {
    const auto values = signals.find(clip);
    if (values == signals.end()) {
        return nan;
    }
    const auto value = values->second.find(name);
    return value == values->second.end() ? nan : value->second;
}

std::vector<SignalAccuracy> signalAccuracies(const PairVotes& pairs, const ClipSignals& signals,
                                             const BootstrapConfig& bootstrap) {
    std::set<std::string> names;
    for (const auto& [clip, values] : signals) {
        for (const auto& [name, value] : values) {
            names.insert(name);
        }
    }
    std::vector<double> outcomes;
    for (const Comparison& comparison : pairs.comparisons) {
        outcomes.push_back(comparison.outcome);
    }
    std::vector<SignalAccuracy> accuracies;
    for (const std::string& name : names) {
        std::vector<double> margins;
        for (const StudyVote* vote : pairs.votes) {
            margins.push_back(signalOf(signals, vote->from->a.source, name) -
                              signalOf(signals, vote->from->b->source, name));
        }
        const RewardAccuracy accuracy = rewardAccuracy(margins, outcomes, pairs.crossing, bootstrap);
        if (accuracy.votes > 0) {
            accuracies.push_back({name, accuracy});
        }
    }
    std::stable_sort(accuracies.begin(), accuracies.end(), [](const SignalAccuracy& a, const SignalAccuracy& b) {
        return a.accuracy.accuracy.value > b.accuracy.accuracy.value;
    });
    return accuracies;
}

void addPairs(QuestionResults& results, const std::vector<StudyVote>& votes, const std::vector<std::string>& models,
              const ClipSignals& signals, const BootstrapConfig& bootstrap) {
    const PairVotes pairs = pairVotes(results.question, votes, models);
    if (pairs.comparisons.empty()) {
        return;
    }
    results.standings = compareModels(models.size(), pairs.comparisons, {.bootstrap = bootstrap});
    for (ModelStanding& model : results.standings.models) {  // Student's t knows no end of the scale; NaN stays
        Interval& interval = model.meanScore.interval;
        interval.low = std::max<double>(interval.low, lowestRating);
        interval.high = std::min<double>(interval.high, highestRating);
    }
    results.transitivity = transitivityOf(results.standings.wins);
    results.biases = testBiases(models.size(), pairs.biased);
    results.signals = signalAccuracies(pairs, signals, bootstrap);
    std::vector<Estimate> worths;
    for (const ModelStanding& model : results.standings.models) {
        worths.push_back(model.davidson);
    }
    results.elo = eloRatings(worths);
}

void addOpinions(QuestionResults& results, const std::vector<StudyVote>& votes, const std::vector<std::string>& models,
                 const BootstrapConfig& bootstrap) {
    Numbers clips;
    Numbers raters;
    std::vector<ClipScore> scores;
    for (const StudyVote& vote : votes) {
        if (vote.value) {
            scores.push_back({placeOf(vote.from->a.model, models), clips(vote.from->a.prompt),
                              raters(vote.from->trial.rater), *vote.value});
        }
    }
    results.opinions = meanOpinions(models.size(), scores, lowestRating, highestRating, bootstrap);
}

void addAbx(QuestionResults& results, const std::vector<StudyVote>& votes, const std::vector<std::string>& models,
            const BootstrapConfig& bootstrap) {
    Numbers prompts;
    Numbers raters;
    std::vector<AbxTrial> trials;
    for (const StudyVote& vote : votes) {
        if (vote.value && vote.from->b) {
            const auto [first, second] =
                std::minmax({placeOf(vote.from->a.model, models), placeOf(vote.from->b->model, models)});
            trials.push_back(
                {first, second, prompts(vote.from->trial.prompt), raters(vote.from->trial.rater), *vote.value > 0.5});
        }
    }
    results.abx = abxStandings(trials, bootstrap);
}

void addCounts(QuestionResults& results, const std::vector<StudyVote>& votes) {
    for (const StudyVote& vote : votes) {
        const Verdict verdict = vote.from->judgement.verdict;
        (verdict == Verdict::BothBad       ? results.bothBad
         : verdict == Verdict::CannotJudge ? results.cannotJudge
                                           : results.votes) += 1;
    }
}

std::vector<std::string> ratersOf(const std::vector<StudyVote>& votes) {
    std::set<std::string> raters;
    for (const StudyVote& vote : votes) {
        raters.insert(vote.from->trial.rater);
    }
    return {raters.begin(), raters.end()};
}

}  // namespace

std::vector<std::string> modelsByVotes(const StudyDesign& design, const std::vector<StudyVote>& votes) {
    std::vector<std::string> models;
    for (const StudyModel& model : design.models) {
        models.push_back(model.name);
    }
    std::map<std::string, std::pair<double, double>> sums;
    const auto add = [&](const std::string& model, double value) {
        sums[model].first += value;
        sums[model].second += 1.0;
    };
    for (const StudyVote& vote : votes) {
        if (design.kind == StudyKind::Mos && vote.value) {
            add(vote.from->a.model, *vote.value);
        } else if (const auto outcome = outcomeOf(vote); outcome && vote.from->b && design.kind == StudyKind::Pairs) {
            add(vote.from->a.model, *outcome);
            add(vote.from->b->model, 1.0 - *outcome);
        }
    }
    const auto mean = [&](const std::string& model) {
        const auto found = sums.find(model);
        return found == sums.end() ? -1.0 : found->second.first / found->second.second;
    };
    std::stable_sort(models.begin(), models.end(),
                     [&](const std::string& a, const std::string& b) { return mean(a) > mean(b); });
    return models;
}

QuestionResults resultsOn(const Question& question, StudyKind kind, const std::vector<StudyVote>& votes,
                          const std::vector<std::string>& models, const ClipSignals& signals,
                          const BootstrapConfig& bootstrap) {
    QuestionResults results{.question = question};
    addCounts(results, votes);
    switch (kind) {
        case StudyKind::Pairs:
            addPairs(results, votes, models, signals, bootstrap);
            break;
        case StudyKind::Mos:
            addOpinions(results, votes, models, bootstrap);
            break;
        case StudyKind::Abx:
            addAbx(results, votes, models, bootstrap);
            break;
    }
    const RatedComparisons rated = ratedComparisons(votes, ratersOf(votes));
    const auto alpha = [&](const std::vector<RatedUnit>& units) {
        return kind == StudyKind::Pairs ? krippendorffAlphaOfPairs(units, rated.prompts, measurementOf(kind), bootstrap)
                                        : krippendorffAlpha(units, rated.prompts, measurementOf(kind), bootstrap);
    };
    results.alpha = alpha(unitsOf(rated.ratings));
    return results;
}

}  // namespace musicrl
