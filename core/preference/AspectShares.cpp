// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/AspectShares.h"

namespace musicrl {

void AspectShares::add(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b) {
    const AspectValues worthA = worthByAspect(rater, a);
    const AspectValues worthB = worthByAspect(rater, b);
    const double difference = worthOf(rater, a) - worthOf(rater, b);
    squares_ += difference * difference;
    for (std::size_t i = 0; i < products_.size(); ++i) {
        products_[i] += (worthA[i] - worthB[i]) * difference;
    }
}

Json AspectShares::json() const {
    Json shares = Json::object();
    for (std::size_t i = 0; squares_ > 0.0 && i < products_.size(); ++i) {
        shares[aspectNames[i]] = products_[i] / squares_;
    }
    return shares;
}

}  // namespace musicrl
