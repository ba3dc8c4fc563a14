// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/ClipImpression.h"
#include "record/PreferencePair.h"

#include <array>
#include <cstdint>
#include <string>

namespace musicrl {

/// What is good about an aspect: more of it, less of it, or to be near an ideal.
enum class Liking { More, Less, Near };

/// One rater's mind about one aspect x. With z = (x − centre) / scale it is worth
///     weight · z (More),   −weight · z (Less),   −weight · |z − ideal| (Near),
/// z or its distance held within ±3: no aspect can win a clip everything.
struct AspectTaste {
    Liking liking = Liking::More;
    double centre = 0.0;  ///< of the clips that the scale was set with, in the aspect's unit
    double scale = 1.0;   ///< their standard deviation
    double ideal = 0.0;   ///< Near: in standard deviations from the centre
    double weight = 0.0;  ///< at least 0
};
using Taste = std::array<AspectTaste, aspectNames.size()>;

/// How a rater turns what it feels into answers.
struct RatingManner {
    double slip = 1.0;       ///< standard deviation of the error in each clip's worth, drawn anew for every judgement
    double tieWidth = 0.25;  ///< closer than this is a tie
    double averageWorth = 0.0;  ///< of a clip that gets 3 points
    double worthPerPoint = 1.0;
};

/// A seeded program in the place of a person who votes: a hidden taste over measured properties of the sound, fit to
/// the prompt and quality, and slips. It exists to test and demonstrate the loop without people; everything that it
/// says is marked as simulated.
struct SimulatedRater {
    std::string name;  ///< begins with "simulated"
    Taste taste;
    RatingManner manner;
};

/// What the clip is worth to the rater, without slips: the sum over aspects.
[[nodiscard]] double worthOf(const SimulatedRater& rater, const ClipImpression& impression);
/// What each aspect adds to that.
[[nodiscard]] AspectValues worthByAspect(const SimulatedRater& rater, const ClipImpression& impression);

/// A rater's answer about two clips of one prompt. Points never contradict the label: a tie gives both clips the same.
struct SimulatedVerdict {
    PreferenceLabel label = PreferenceLabel::Tie;  ///< A, B or Tie
    int ratingA = 3;                               ///< points, 1 to 5, as the paper's raters give
    int ratingB = 3;

    [[nodiscard]] bool operator==(const SimulatedVerdict&) const = default;
};

/// The same rater, impressions and seed give the same verdict; the seed draws the slips, the rater's name enters it.
/// \see Cideron et al., MusicRL, 2024, section 4.3
[[nodiscard]] SimulatedVerdict judge(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b,
                                     std::uint64_t seed);

/// Which of A and B such a program takes X for in ABX. All that it knows of a sound is what that is worth to it: it
/// feels each of the three with a slip of its own and names the clip that feels nearer to X. With d the difference in
/// worth of A and B in slips it is right with probability Φ(d/√2) Φ(d/√6) + Φ(−d/√2) Φ(−d/√6): by chance where it
/// likes both equally, however different they sound.
/// \return true: A \see Macmillan, Kaplan and Creelman, "The psychophysics of categorical perception", 1977
[[nodiscard]] bool takesXForA(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b,
                              const ClipImpression& x, std::uint64_t seed);

}  // namespace musicrl
