// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "statistics/RaterScreening.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace musicrl {

/// What a trial puts before a rater.
enum class StudyKind {
    Pairs,  ///< two clips of one prompt, A and B
    Abx,    ///< A, B and X, which is one of the two again: can they be told apart at all?
    Mos,    ///< one clip, judged by itself
};

enum class QuestionKind {
    Preference,  ///< which of A and B, in steps: −2 … +2 or −3 … +3 (pairs)
    Rating,      ///< each clip by itself, 1 to 5 (pairs: both; mos: the one)
    Identity,    ///< whether X is A or B (abx)
};

struct Question {
    std::string id = "overall";  ///< dimension: "overall", "fits", "quality", or another of the study's own
    std::string text;            ///< as the rater reads it
    QuestionKind kind = QuestionKind::Preference;
    int steps = 2;           ///< Preference: 2 or 3 to each side
    bool tieAllowed = true;  ///< Preference: whether 0 can be answered
};

/// One of the models (or other makers of clips) that a study compares.
struct StudyModel {
    std::string name;
    std::filesystem::path clips;  ///< folder of clips with records, as "musicrl generate" and runs write them
    std::vector<std::filesystem::path> files = {};  ///< these clips with records, in place of a folder's
};

/// A pair whose better clip is known before.
struct GoldPair {
    std::string prompt;
    std::filesystem::path better;
    std::filesystem::path worse;
};

/// What a study asks of whom: the content of a design file (TOML; docs/file-formats.md has every key).
struct StudyDesign {
    std::string name;  ///< shown to who runs the study, never to raters
    std::string description;
    StudyKind kind = StudyKind::Pairs;
    std::vector<StudyModel> models;       ///< two or more of different names (mos: one or more)
    std::filesystem::path prompts;        ///< file; only these prompts take part. Empty: all that the models share
    std::vector<Question> questions;      ///< at least one; empty in a file: the kind's usual one
    std::vector<std::string> raters;      ///< pseudonyms
    std::int64_t votesPerComparison = 0;  ///< of how many raters, in turn; 0: of all
    std::int64_t repeats = 0;             ///< hidden, for each rater: a trial again, sides swapped
    std::vector<GoldPair> gold;           ///< shown to each rater once, among the others
    std::int64_t noisyGold = 0;           ///< gold pairs made here: a clip, and the same under loud noise
    std::int64_t practice = 0;            ///< trials before the first that counts, for each rater
    double practiceToPass = 0.0;          ///< share of them to be right, or nothing that counts follows; 0: any will do
    std::int64_t practiceAttempts = 3;    ///< at a practice that has to be passed
    std::int64_t abxTrials = 8;           ///< abx: how often each two clips are asked about, for each rater
    std::int64_t blockTrials = 30;        ///< a break is offered after so many
    double minimumListeningSeconds = 5.0;  ///< to each clip before an answer counts; never more than the clip has
    bool commonLength = true;              ///< cut to the shortest clip of the prompt, so that lengths do not tell
    bool showWaveform = false;
    double targetLufs = -23.0;  ///< loudness at most; a trial's quietest clip may set it lower
    ScreeningRules screening;   ///< whose judgements are left out, fixed before anything is revealed
    std::uint64_t seed = 1;     ///< of sides, order, repeats, names of files
};

/// Reads a design strictly. "template" names the start that the other keys change: "musicrl-paper" (both clips rated 1
/// to 5, by three raters, each a comparison of every two of four models for 101 prompts). Relative files are found from
/// the file's own folder. \throws Error(NotFound), Error(BadInput) naming file, key, value and what is allowed
[[nodiscard]] StudyDesign readStudyDesign(const std::filesystem::path& path);
/// \param where   names the design in errors
/// \param folder  where relative files are found from
[[nodiscard]] StudyDesign studyDesignFromJson(const Json& json, const std::string& where,
                                              const std::filesystem::path& folder);
/// Every key; files as they are in the design. studyDesignFromJson reads it back.
[[nodiscard]] Json toJson(const StudyDesign& design);

/// The questions that a study asks whose design names none, such as "Overall, which do you like more?", −2 … +2.
[[nodiscard]] std::vector<Question> usualQuestions(StudyKind kind);

/// "pairs", "abx", "mos"; "preference", "rating", "identity".
[[nodiscard]] std::string textOf(StudyKind kind);
[[nodiscard]] std::string textOf(QuestionKind kind);

}  // namespace musicrl
