// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "playback/Listening.h"

#include <optional>
#include <vector>

namespace musicrl {

/// The part of its clips that a trial compares, in seconds.
struct TrialSpan {
    double beginSeconds = 0.0;
    double endSeconds = 0.0;
};

/// A clip, and the same sound at the output's rate.
struct PlayableClip {
    ClipPtr source;    ///< null: nothing
    ClipPtr playable;  ///< the source itself when the rates agree
};

/// Resamples where that is needed, which takes a moment for long clips: call it off the window's thread. \see resample
[[nodiscard]] PlayableClip playableAt(const ClipPtr& clip, int sampleRateHz);

/// The clips of a trial, ready to be heard at once.
struct PreparedTrial {
    std::vector<PlayableClip> clips;  ///< by lane, cut to the trial's span
    TrialLevels levels;
};

/// Whether every clip can be played at this rate as it is.
[[nodiscard]] bool isAtRate(const PreparedTrial& trial, int sampleRateHz);

/// The same trial for an output of another rate; levels stay as they are. \see playableAt, also for the thread
[[nodiscard]] PreparedTrial atRate(PreparedTrial trial, int sampleRateHz);

/// Cuts decoded clips to the trial's span, measures them, matches their levels and brings them to the output's rate.
/// Takes a good part of a second for two clips of 30 s: call it off the window's thread, while the trial before is
/// heard.
///
/// \param clips       by lane, none null
/// \param span        what the trial compares; without it the whole of each clip. Position 0 is its start
/// \param wishedLufs  the study's target; \see matchLevels
/// \throws Error(BadInput) when a clip ends before the span starts
[[nodiscard]] PreparedTrial prepareTrial(const std::vector<ClipPtr>& clips, const std::optional<TrialSpan>& span,
                                         double wishedLufs, int sampleRateHz);

}  // namespace musicrl
