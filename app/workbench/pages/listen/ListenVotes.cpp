// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ListenVotes.h"

#include "base/AtomicFile.h"
#include "base/Hash.h"

#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

std::string idOf(const ComparedLanes& lanes) {
    std::string first = lanes.first.file.string();
    std::string second = lanes.second.file.string();
    if (second < first) {
        std::swap(first, second);
    }
    return "listen-" + sha256(first + "\n" + second).substr(0, 16);
}

PreferenceLabel labelOf(QuickPreference preference) {
    switch (preference) {
        case QuickPreference::MuchBetter:
        case QuickPreference::Better:
            return PreferenceLabel::A;
        case QuickPreference::Worse:
        case QuickPreference::MuchWorse:
            return PreferenceLabel::B;
        case QuickPreference::Same:
            break;
    }
    return PreferenceLabel::Tie;
}

double strengthOf(QuickPreference preference) {
    const bool much = preference == QuickPreference::MuchBetter || preference == QuickPreference::MuchWorse;
    return preference == QuickPreference::Same ? 0.0 : much ? 2.0 : 1.0;
}

}  // namespace

PreferencePair listenVote(const ComparedLanes& lanes, QuickPreference preference, const std::string& createdUtc) {
    PreferencePair vote;
    vote.id = idOf(lanes);
    vote.source = "listen";
    vote.study = "listen";
    vote.prompt = lanes.prompt;
    vote.a = lanes.first;
    vote.b = lanes.second;
    vote.label = labelOf(preference);
    vote.strength = strengthOf(preference);
    vote.blind = false;
    vote.createdUtc = createdUtc;
    vote.criterion = "overall";
    return vote;
}

void keepVote(const std::filesystem::path& file, const PreferencePair& vote) {
    std::vector<PreferencePair> votes;
    if (std::filesystem::exists(file)) {
        votes = readPreferencePairs(file);
    } else {
        makeFolder(file.parent_path());
    }
    const auto same =
        std::find_if(votes.begin(), votes.end(), [&](const PreferencePair& old) { return old.id == vote.id; });
    if (same == votes.end()) {
        votes.push_back(vote);
    } else {
        *same = vote;
    }
    writePreferencePairs(file, votes);
}

}  // namespace musicrl
