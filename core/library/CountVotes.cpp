// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/CountVotes.h"

#include "base/Error.h"
#include "base/Log.h"
#include "record/PreferencePair.h"

#include <algorithm>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> voteFiles(const fs::path& projectFolder) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(projectFolder / "votes", ignored)) {
        if (entry.path().extension() == ".jsonl") {
            files.push_back(entry.path());
        }
    }
    for (const auto& study : fs::directory_iterator(projectFolder / "studies", ignored)) {
        if (fs::exists(study.path() / "votes.jsonl", ignored)) {
            files.push_back(study.path() / "votes.jsonl");
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void count(const PreferencePair& pair, std::map<fs::path, VoteCount>& votes) {
    if (pair.source == "simulated") {
        return;
    }
    VoteCount& a = votes[pair.a.file.lexically_normal()];
    VoteCount& b = votes[pair.b.file.lexically_normal()];
    ++a.votes;
    ++b.votes;
    a.wins += pair.label == PreferenceLabel::A ? 1 : 0;
    b.wins += pair.label == PreferenceLabel::B ? 1 : 0;
}

}  // namespace

fs::path listenVotesPath(const fs::path& projectFolder) {
    return projectFolder / "votes" / "listen.jsonl";
}

std::map<fs::path, VoteCount> countVotes(const fs::path& projectFolder) {
    std::map<fs::path, VoteCount> votes;
    for (const fs::path& file : voteFiles(projectFolder)) {
        try {
            for (const PreferencePair& pair : readPreferencePairs(file)) {
                count(pair, votes);
            }
        } catch (const Error& error) {  // one bad file of several
            logWarning(error.what());
        }
    }
    return votes;
}

}  // namespace musicrl
