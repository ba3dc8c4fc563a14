// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "preference/SimulatedRater.h"

namespace musicrl {

/// How much each aspect moves a simulated rater: E[d_k d] / E[d²] over pairs of clips, d the difference in worth and
/// d_k the aspect's part of it. The shares add up to 1; one below 0 works against the rest.
class AspectShares {
public:
    void add(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b);

    /// {aspect: share}, empty before there was a difference.
    [[nodiscard]] Json json() const;

private:
    AspectValues products_{};
    double squares_ = 0.0;
};

}  // namespace musicrl
