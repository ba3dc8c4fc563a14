// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/CountVotes.h"

#include "base/Error.h"
#include "base/Log.h"
#include "record/PreferencePair.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

bool isPairs(const fs::path& path, const std::string& beginning) {
    return path.extension() == ".jsonl" && path.filename().string().starts_with(beginning);
}

void addFiles(const fs::path& folder, const std::string& beginning, std::vector<fs::path>& files) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (isPairs(entry.path(), beginning)) {
            files.push_back(entry.path());
        }
    }
}

/// A study's answers on "overall" first, since only the first answer of a trial counts.
std::vector<fs::path> voteFiles(const fs::path& projectFolder) {
    std::vector<fs::path> files;
    addFiles(projectFolder / "votes", "", files);
    std::error_code ignored;
    for (const auto& study : fs::directory_iterator(projectFolder / "studies", ignored)) {
        addFiles(study.path(), "pairs-", files);
    }
    std::sort(files.begin(), files.end());
    std::stable_partition(files.begin(), files.end(),
                          [](const fs::path& file) { return file.stem() == "pairs-overall"; });
    return files;
}

class VoteCounter {
public:
    void add(const PreferencePair& pair) {
        const std::string trial = pair.study + "\n" + pair.trial + "\n" + pair.rater;
        if (pair.source == "simulated" || (!pair.trial.empty() && !trials_.insert(trial).second)) {
            return;
        }
        VoteCount& a = votes_[pair.a.file.lexically_normal()];
        VoteCount& b = votes_[pair.b.file.lexically_normal()];
        ++a.votes;
        ++b.votes;
        a.wins += pair.label == PreferenceLabel::A ? 1 : 0;
        b.wins += pair.label == PreferenceLabel::B ? 1 : 0;
    }
    [[nodiscard]] std::map<fs::path, VoteCount> take() { return std::move(votes_); }

private:
    std::set<std::string> trials_;
    std::map<fs::path, VoteCount> votes_;
};

}  // namespace

fs::path listenVotesPath(const fs::path& projectFolder) {
    return projectFolder / "votes" / "listen.jsonl";
}

std::map<fs::path, VoteCount> countVotes(const fs::path& projectFolder) {
    VoteCounter counter;
    for (const fs::path& file : voteFiles(projectFolder)) {
        try {
            for (const PreferencePair& pair : readPreferencePairs(file)) {
                counter.add(pair);
            }
        } catch (const Error& error) {  // one bad file of several
            logWarning(error.what());
        }
    }
    return counter.take();
}

}  // namespace musicrl
