// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Which of two clips was liked better. BothBad and CannotJudge stay out of everything that is fitted to pairs.
enum class PreferenceLabel { A, B, Tie, BothBad, CannotJudge };

/// A part of a file, from startSeconds up to endSeconds.
struct ClipSpan {
    double startSeconds = 0.0;
    double endSeconds = 0.0;

    [[nodiscard]] bool operator==(const ClipSpan&) const = default;
};

/// One of the two clips of a comparison.
struct ComparedClip {
    std::filesystem::path file;
    std::string sha256;                     ///< of the file; empty where unknown
    std::string generator;                  ///< what made it, such as a run's checkpoint; empty where unknown
    double gainDb = 0.0;                    ///< with which it was played, to match the other's loudness
    std::optional<ClipSpan> span;           ///< what was compared; without it the whole file
    std::optional<double> listenedSeconds;  ///< how long the rater listened, where known
    std::optional<double> rating;           ///< given to this clip by itself, such as 1 to 5; 0 to 100
};

/// Somebody's choice between two clips for one prompt.
struct PreferencePair {
    std::string id;
    std::string source;  ///< where it comes from, such as a study's name or "simulated"
    std::string prompt;  ///< text, never blank
    ComparedClip a;
    ComparedClip b;
    PreferenceLabel label = PreferenceLabel::Tie;
    std::optional<double> strength;    ///< how much better, 0 to 100 on the source's own scale
    std::optional<double> confidence;  ///< how sure the rater is, 0 to 100 on the source's own scale
    std::optional<bool> blind;         ///< whether the rater knew which clip came from where
    std::string study;
    std::string trial;
    std::string createdUtc;
    std::string criterion;  ///< what was asked, such as "overall"
    std::string rater;      ///< name or pseudonym
};

/// How much of a win for A: 1, 0 when B is better, a half for a tie; nothing for a pair without a choice.
[[nodiscard]] std::optional<double> outcomeOf(PreferenceLabel label);

/// Reads JSON lines, one pair each. Needed are "prompt", "clip_a", "clip_b" and "label" (A, B, TIE, BOTH_BAD or
/// CANNOT_JUDGE); optional are id, source, sha256_a, sha256_b, strength, confidence, blind, study, trial, gain_db_a,
/// gain_db_b, created, criterion, span_a and span_b ([start, end] in seconds), listened_a, listened_b (seconds),
/// rating_a, rating_b, rater, generator_a, generator_b. Null counts as absent, other keys are passed over; the id of a
/// pair without one is its line's number. Relative clips are found from the file's own folder; whether they exist is
/// left to who reads them. \throws Error(NotFound), Error(BadInput) with file, line, reason and what to do; also when
/// there is no pair at all
[[nodiscard]] std::vector<PreferencePair> readPreferencePairs(const std::filesystem::path& path);

/// The line for one pair, clips relative to \p folder: the absolute folder of the file that it goes into.
[[nodiscard]] Json toJson(const PreferencePair& pair, const std::filesystem::path& folder);

/// Writes the same atomically, clips relative to the file's folder. \throws Error(Io)
void writePreferencePairs(const std::filesystem::path& path, const std::vector<PreferencePair>& pairs);

}  // namespace musicrl
