// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/ClipVote.h"

#include "base/Error.h"
#include "base/Log.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

VoteOrigin originOf(const PreferencePair& pair) {
    if (pair.source == "simulated") {
        return VoteOrigin::Program;
    }
    if (pair.source == "study") {
        return VoteOrigin::Study;
    }
    return pair.source == "listen" ? VoteOrigin::Listen : VoteOrigin::Elsewhere;
}

std::vector<fs::path> voteFiles(const fs::path& projectFolder) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(projectFolder / "votes", ignored)) {
        if (entry.path().extension() == ".jsonl") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void count(VoteTally& tally, const ClipVote& vote, bool isA) {
    if (const std::optional<double>& rating = isA ? vote.ratingA : vote.ratingB) {
        ++tally.ratings;
        tally.meanRating += (*rating - tally.meanRating) / static_cast<double>(tally.ratings);
    }
    if (!vote.label) {
        return;
    }
    if (*vote.label == PreferenceLabel::Tie) {
        ++tally.ties;
    } else if (!outcomeOf(*vote.label)) {
        ++tally.undecided;
    } else {
        ++((*vote.label == PreferenceLabel::A) == isA ? tally.wins : tally.losses);
    }
}

}  // namespace

ClipVote clipVote(const PreferencePair& pair) {
    return {.origin = originOf(pair),
            .study = pair.study,
            .trial = pair.trial,
            .question = pair.criterion,
            .rater = pair.rater,
            .a = pair.a.file.lexically_normal(),
            .b = pair.b.file.lexically_normal(),
            .modelA = pair.a.generator,
            .modelB = pair.b.generator,
            .label = pair.label,
            .ratingA = pair.a.rating,
            .ratingB = pair.b.rating,
            .createdUtc = pair.createdUtc};
}

fs::path listenVotesPath(const fs::path& projectFolder) {
    return projectFolder / "votes" / "listen.jsonl";
}

std::vector<ClipVote> votesInFiles(const fs::path& projectFolder) {
    std::vector<ClipVote> votes;
    for (const fs::path& file : voteFiles(projectFolder)) {
        try {
            const std::vector<PreferencePair> pairs = readPreferencePairs(file);
            std::transform(pairs.begin(), pairs.end(), std::back_inserter(votes), clipVote);
        } catch (const Error& error) {  // one bad file of several
            logWarning(error.what());
        }
    }
    return votes;
}

std::vector<ClipVote> oneOfEachTrial(std::span<const ClipVote> votes) {
    std::vector<ClipVote> ordered(votes.begin(), votes.end());
    std::stable_partition(ordered.begin(), ordered.end(),
                          [](const ClipVote& vote) { return vote.question == "overall"; });
    std::set<std::string> seen;
    std::erase_if(ordered, [&](const ClipVote& vote) {
        return !vote.trial.empty() && !seen.insert(vote.study + "\n" + vote.trial + "\n" + vote.rater).second;
    });
    return ordered;
}

std::map<fs::path, VoteCount> countVotes(std::span<const ClipVote> votes) {
    std::map<fs::path, VoteCount> counts;
    for (const ClipVote& vote : oneOfEachTrial(votes)) {
        if (vote.origin == VoteOrigin::Program || !vote.label) {
            continue;
        }
        VoteCount& a = counts[vote.a];
        VoteCount& b = counts[vote.b];
        ++a.votes;
        ++b.votes;
        a.wins += vote.label == PreferenceLabel::A ? 1 : 0;
        b.wins += vote.label == PreferenceLabel::B ? 1 : 0;
    }
    return counts;
}

std::vector<ClipVote> votesOn(std::span<const ClipVote> votes, const fs::path& clip) {
    std::vector<ClipVote> found;
    std::copy_if(votes.begin(), votes.end(), std::back_inserter(found),
                 [&](const ClipVote& vote) { return vote.a == clip || vote.b == clip; });
    return found;
}

std::vector<ClipVote> votesBetween(std::span<const ClipVote> votes, const fs::path& first, const fs::path& second) {
    std::vector<ClipVote> found;
    std::copy_if(votes.begin(), votes.end(), std::back_inserter(found), [&](const ClipVote& vote) {
        return (vote.a == first && vote.b == second) || (vote.a == second && vote.b == first);
    });
    return found;
}

VoteTally tallyOf(std::span<const ClipVote> votes, const fs::path& clip) {
    VoteTally tally;
    for (const ClipVote& vote : oneOfEachTrial(votes)) {
        if (vote.a == clip || vote.b == clip) {
            count(tally, vote, vote.a == clip);
        }
    }
    return tally;
}

}  // namespace musicrl
