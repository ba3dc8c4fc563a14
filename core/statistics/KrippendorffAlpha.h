// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ClusterBootstrap.h"

#include <span>
#include <vector>

namespace musicrl {

/// What a difference of two values means.
enum class Measurement {
    Nominal,   ///< they differ or not
    Ordinal,   ///< how many of the given values lie between them
    Interval,  ///< their difference
};

/// The values that raters gave to one unit, such as a pair of clips; missing ones are simply not there.
using RatedUnit = std::vector<double>;

/// Krippendorff's alpha: 1 − observed over expected disagreement. 1: raters agree throughout; 0: no better than values
/// dealt out at random; below 0: worse. Any number of raters, each of whom may have left units out; units with one
/// value count for nothing.
///
///     α = 1 − (n − 1) Σ o(c,k) δ²(c,k) / Σ n(c) n(k) δ²(c,k)
///
/// with o the coincidences of values c and k in a unit, each unit's pairs weighted by 1 / (values of the unit − 1), and
/// n(c) their sums. The ordinal δ between c < k is the sum of n(g) for c ≤ g ≤ k, less half of n(c) and n(k).
///
/// \return NaN when no unit has two values, or all values are the same
/// \see Krippendorff, "Computing Krippendorff's alpha-reliability", 2011
[[nodiscard]] double krippendorffAlpha(std::span<const RatedUnit> units, Measurement measurement);

/// The same with an interval that resamples units.
[[nodiscard]] Estimate krippendorffAlpha(std::span<const RatedUnit> units, Measurement measurement,
                                         const BootstrapConfig& config);

/// The same with an interval that resamples clusters of units, such as all comparisons on one prompt.
/// \param clusters  of each unit; those without a unit of two values tell nothing and are not counted \throws
/// Error(Internal) when there are not as many as units
[[nodiscard]] Estimate krippendorffAlpha(std::span<const RatedUnit> units, std::span<const std::size_t> clusters,
                                         Measurement measurement, const BootstrapConfig& config);

/// Units of preferences between two clips, each a second time with its values negated: as seen from the other clip.
/// Which clip of a pair comes first is anybody's choice, and alpha depends on it: where one model wins most pairs, and
/// is always the first, most agreement counts as chance. Of both views together it does not depend on it.
[[nodiscard]] std::vector<RatedUnit> seenFromBothSides(std::span<const RatedUnit> units);

/// The alpha of units of such preferences, seen from both sides, with an interval that resamples clusters of units.
/// \param clusters  as above
[[nodiscard]] Estimate krippendorffAlphaOfPairs(std::span<const RatedUnit> units, std::span<const std::size_t> clusters,
                                                Measurement measurement, const BootstrapConfig& config);

}  // namespace musicrl
