// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/StudyVotes.h"

#include <algorithm>
#include <map>

namespace musicrl {
namespace {

constexpr double middleRating = 3.0;

const Answer* answerTo(const Judgement& judgement, const std::string& question) {
    const auto found = std::find_if(judgement.answers.begin(), judgement.answers.end(),
                                    [&](const Answer& answer) { return answer.question == question; });
    return found == judgement.answers.end() ? nullptr : &*found;
}

std::optional<double> valueOf(const Answer& answer, const PlannedTrial& trial) {
    if (answer.identity) {
        return answer.identity == trial.answer ? 1.0 : 0.0;
    }
    if (answer.preference) {
        return -static_cast<double>(*answer.preference);
    }
    if (answer.ratingA && answer.ratingB) {
        return static_cast<double>(*answer.ratingA - *answer.ratingB);
    }
    return answer.ratingA ? std::optional<double>(*answer.ratingA) : std::nullopt;
}

std::optional<StudyVote> voteOn(const RevealedJudgement& revealed, const std::string& question) {
    const Judgement& judgement = revealed.judgement;
    StudyVote vote{&revealed, labelOf(judgement, question), std::nullopt};
    const Answer* answer = answerTo(judgement, question);
    if (answer != nullptr && judgement.verdict == Verdict::Answered) {
        vote.value = valueOf(*answer, revealed.trial);
    }
    const bool saysSomething = vote.value || judgement.verdict != Verdict::Answered;
    return saysSomething ? std::optional(vote) : std::nullopt;
}

/// +1 or -1: turns a value in favour of A into one in favour of the clip whose handle comes first.
double orientation(const PlannedTrial& trial) {
    return trial.clips.size() == 2 && trial.clips[1] < trial.clips[0] ? -1.0 : 1.0;
}

}  // namespace

std::vector<StudyVote> votesOn(const RevealedStudy& study, const Question& question) {
    std::vector<StudyVote> votes;
    for (const RevealedJudgement& revealed : study.judgements) {
        if (const std::optional<StudyVote> vote = voteOn(revealed, question.id)) {
            votes.push_back(*vote);
        }
    }
    return votes;
}

std::vector<StudyVote> countedVotes(const std::vector<StudyVote>& votes, const std::set<std::string>& leftOut) {
    std::vector<StudyVote> counted;
    std::copy_if(votes.begin(), votes.end(), std::back_inserter(counted), [&](const StudyVote& vote) {
        return vote.from->counts() && !leftOut.contains(vote.from->trial.rater);
    });
    return counted;
}

RatedComparisons ratedComparisons(const std::vector<StudyVote>& votes, const std::vector<std::string>& raters) {
    std::map<std::pair<std::string, std::size_t>, std::size_t> units;    // by comparison and which answer to it
    std::map<std::pair<std::string, std::string>, std::size_t> answers;  // so far, by comparison and rater
    std::map<std::string, std::size_t> prompts;
    RatedComparisons rated;
    for (const StudyVote& vote : votes) {
        if (!vote.value || !vote.from->counts()) {
            continue;
        }
        const PlannedTrial& trial = vote.from->trial;
        const std::size_t occurrence = answers[{trial.comparison, trial.rater}]++;
        const auto [unit, isNew] = units.emplace(std::pair(trial.comparison, occurrence), units.size());
        if (isNew) {
            rated.prompts.push_back(prompts.emplace(trial.prompt, prompts.size()).first->second);
        }
        const auto rater = std::find(raters.begin(), raters.end(), trial.rater) - raters.begin();
        rated.ratings.push_back({static_cast<std::size_t>(rater), unit->second, orientation(trial) * *vote.value});
    }
    return rated;
}

std::vector<RepeatedAnswer> repeatsOf(const std::vector<StudyVote>& votes, const std::string& rater) {
    std::map<std::string, double> first;
    for (const StudyVote& vote : votes) {
        if (vote.value && vote.from->trial.rater == rater) {
            const double middle = vote.from->trial.clips.size() == 1 ? middleRating : 0.0;
            first[vote.from->trial.id] = orientation(vote.from->trial) * *vote.value - middle;
        }
    }
    std::vector<RepeatedAnswer> repeats;
    for (const StudyVote& vote : votes) {
        const PlannedTrial& trial = vote.from->trial;
        if (trial.role == TrialRole::Repeat && first.contains(trial.id) && first.contains(trial.repeatOf)) {
            repeats.push_back({first.at(trial.repeatOf), first.at(trial.id)});
        }
    }
    return repeats;
}

std::vector<double> goldAnswersOf(const std::vector<StudyVote>& votes, const std::string& rater) {
    std::vector<double> answers;
    for (const StudyVote& vote : votes) {
        const PlannedTrial& trial = vote.from->trial;
        if (trial.role == TrialRole::Gold && trial.rater == rater) {
            answers.push_back(vote.value.value_or(0.0) * (trial.answer == Side::B ? -1.0 : 1.0));
        }
    }
    return answers;
}

bool isShortListen(const RevealedJudgement& judgement, const StudyDesign& design) {
    const auto isShort = [&](Side side, const StudyClip& clip) {
        return !isHeardEnough(judgement.judgement, side, design.minimumListeningSeconds, clip.seconds);
    };
    return isShort(Side::A, judgement.a) || (judgement.b && isShort(Side::B, *judgement.b));
}

}  // namespace musicrl
