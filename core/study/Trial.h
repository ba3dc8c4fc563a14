// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyDesign.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace musicrl {

/// Where a clip is on the screen; X only in ABX.
enum class Side { A, B, X };

/// "A", "B", "X".
[[nodiscard]] std::string textOf(Side side);
/// \throws Error(BadInput) naming \p where
[[nodiscard]] Side sideFromText(const std::string& text, const std::string& where);

/// A clip as a rater may know it.
struct TrialClip {
    Side side = Side::A;
    std::filesystem::path file;  ///< studies/<id>/clips/<opaque>.wav: float samples, the study's one rate, no tags
    double seconds = 0.0;
    std::string sha256 = {};  ///< of the file as it was planned; empty in studies of before that was kept
};

/// One question round as a rater may see it: nothing here tells models, repeats or gold pairs.
struct Trial {
    std::string id;  ///< opaque
    std::string prompt;
    std::vector<TrialClip> clips;  ///< pairs: A, B; abx: A, B, X; mos: A
    std::vector<Question> questions;
    double minimumListeningSeconds = 0.0;  ///< to each clip before an answer counts
    bool showWaveform = false;
    double targetLufs = -23.0;
    Side firstHeard = Side::A;    ///< the clip that plays first, A or B: planned, so that it hides behind no side
    bool practice = false;        ///< does not count, and the rater is told so
    std::int64_t attempt = 0;     ///< at a practice that has to be passed, from 1; 0: this is none
    std::int64_t number = 1;      ///< from 1, among all of this rater's trials
    std::int64_t count = 1;       ///< of all of this rater's trials
    std::int64_t untilBreak = 0;  ///< trials to the next break, this one included; 0: none ahead
    bool afterBreak = false;      ///< the first of a new block: a break is offered before it
};

}  // namespace musicrl
