// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/SealedVotes.h"

#include "base/Error.h"
#include "base/Log.h"
#include "study/StudyStore.h"
#include "study/results/RatersLeftOut.h"

#include <algorithm>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

/// By which a database that nobody wrote to is known.
std::string stampOf(const fs::path& study) {
    std::string stamp;
    for (const char* name : {"study.sqlite", "study.sqlite-wal"}) {
        std::error_code missing;
        const auto bytes = fs::file_size(study / name, missing);
        if (missing) {
            continue;
        }
        const auto written = fs::last_write_time(study / name, missing).time_since_epoch().count();
        stamp += std::to_string(bytes) + "@" + std::to_string(written) + " ";
    }
    return stamp;
}

bool isSimulated(const RevealedStudy& study, const std::string& rater) {
    return std::any_of(study.profiles.begin(), study.profiles.end(),
                       [&](const RaterProfile& profile) { return profile.pseudonym == rater && profile.simulated; });
}

void addScores(const RevealedStudy& study, const std::string& question, std::vector<ClipVote>& votes) {
    for (const RevealedJudgement& revealed : study.judgements) {
        const Judgement& judgement = revealed.judgement;
        for (const Answer& answer : judgement.answers) {
            if (revealed.b || !revealed.counts() || revealed.a.noisy || answer.question != question ||
                !answer.ratingA || judgement.verdict != Verdict::Answered) {
                continue;
            }
            votes.push_back({.origin = isSimulated(study, judgement.rater) ? VoteOrigin::Program : VoteOrigin::Study,
                             .study = study.id,
                             .trial = judgement.trial,
                             .question = question,
                             .rater = judgement.rater,
                             .a = revealed.a.source.lexically_normal(),
                             .b = {},
                             .modelA = revealed.a.model,
                             .ratingA = *answer.ratingA,
                             .createdUtc = judgement.createdUtc});
        }
    }
}

std::vector<ClipVote> votesIn(const fs::path& folder) {
    const StudyStore store = StudyStore::open(folder);
    return store.sealed() ? votesOf(store.reveal()) : std::vector<ClipVote>();
}

}  // namespace

std::vector<ClipVote> votesOf(const RevealedStudy& study) {
    std::vector<ClipVote> votes;
    for (const Question& question : study.plan.design.questions) {
        for (const PreferencePair& pair : preferencePairs(study, question.id)) {
            votes.push_back(clipVote(pair));
        }
        if (study.plan.design.kind == StudyKind::Mos) {
            addScores(study, question.id, votes);
        }
    }
    const std::set<std::string> leftOut = votes.empty() ? std::set<std::string>() : ratersLeftOut(study);
    std::erase_if(votes, [&](const ClipVote& vote) { return leftOut.contains(vote.rater); });
    return votes;
}

std::vector<ClipVote> SealedVotes::read() {
    std::vector<ClipVote> votes;
    std::map<std::string, Known> there;
    for (const std::string& name : studiesIn(studies_)) {
        const std::string stamp = stampOf(studies_ / name);
        if (const auto known = known_.find(name); known != known_.end() && known->second.stamp == stamp) {
            there[name] = std::move(known->second);
        } else {
            try {
                there[name] = {stamp, votesIn(studies_ / name)};
            } catch (const Error& error) {  // one bad study of several, tried again at the next look
                if (known == known_.end() || !known->second.stamp.empty()) {
                    logWarning(error.what());
                }
                there[name] = {};
            }
        }
        votes.insert(votes.end(), there[name].votes.begin(), there[name].votes.end());
    }
    known_ = std::move(there);
    return votes;
}

}  // namespace musicrl
