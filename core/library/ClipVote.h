// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/LibraryClip.h"
#include "record/PreferencePair.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace musicrl {

/// Where a vote was given. They are never added up with each other.
enum class VoteOrigin {
    Study,      ///< blind, in a study that is sealed
    Listen,     ///< on the Listen page, with names to be seen
    Elsewhere,  ///< in other files of the project's folder votes
    Program,    ///< by a program: no vote of people
};

/// The answer to one question about two clips, or about one by itself.
struct ClipVote {
    VoteOrigin origin = VoteOrigin::Study;
    std::string study;  ///< the folder's name; "listen" or what the file says elsewhere
    std::string trial;  ///< empty where votes have none
    std::string question;
    std::string rater;
    std::filesystem::path a;
    std::filesystem::path b;  ///< empty for a clip that was judged by itself
    std::string modelA = {};  ///< what made it; empty where unknown
    std::string modelB = {};
    std::optional<PreferenceLabel> label = {};  ///< none for a clip that was judged by itself
    std::optional<double> ratingA = {};         ///< 1 to 5 in our own studies
    std::optional<double> ratingB = {};
    std::string createdUtc = {};
};

/// What somebody's votes make of one clip.
struct VoteTally {
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    std::int64_t undecided = 0;  ///< both bad, or nobody could judge
    std::int64_t ratings = 0;    ///< how often it was given a score, by itself or in a pair
    double meanRating = 0.0;     ///< of those

    [[nodiscard]] std::int64_t comparisons() const { return wins + ties + losses + undecided; }
    friend bool operator==(const VoteTally&, const VoteTally&) = default;
};

/// A preference pair as a vote; its source says where it was given.
[[nodiscard]] ClipVote clipVote(const PreferencePair& pair);

/// Where the Listen page keeps its votes: preference pairs with "blind" false.
[[nodiscard]] std::filesystem::path listenVotesPath(const std::filesystem::path& projectFolder);

/// The preference pairs of the project's votes/*.jsonl. A file that cannot be read is told of in the log and passed
/// over.
[[nodiscard]] std::vector<ClipVote> votesInFiles(const std::filesystem::path& projectFolder);

/// A trial with several questions once: by "overall" where that was asked, else by the question that comes first.
[[nodiscard]] std::vector<ClipVote> oneOfEachTrial(std::span<const ClipVote> votes);

/// How often people compared each clip and preferred it, by file: a trial once, programs left out.
[[nodiscard]] std::map<std::filesystem::path, VoteCount> countVotes(std::span<const ClipVote> votes);

/// Those on the clip.
[[nodiscard]] std::vector<ClipVote> votesOn(std::span<const ClipVote> votes, const std::filesystem::path& clip);
/// Those on these two, whichever of them was A.
[[nodiscard]] std::vector<ClipVote> votesBetween(std::span<const ClipVote> votes, const std::filesystem::path& first,
                                                 const std::filesystem::path& second);

/// Of votes on the clip, a trial once.
[[nodiscard]] VoteTally tallyOf(std::span<const ClipVote> votes, const std::filesystem::path& clip);

}  // namespace musicrl
