// SPDX-License-Identifier: GPL-3.0-or-later
#include "preference/SimulatedRater.h"

#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace musicrl {
namespace {

constexpr double farthest = 3.0;  // standard deviations: what lies beyond makes no more difference

double worthOfAspect(const AspectTaste& taste, double value) {
    const double z = (value - taste.centre) / taste.scale;
    switch (taste.liking) {
        case Liking::More:
            return taste.weight * std::clamp(z, -farthest, farthest);
        case Liking::Less:
            return -taste.weight * std::clamp(z, -farthest, farthest);
        case Liking::Near:
            break;
    }
    return -taste.weight * std::min(std::abs(z - taste.ideal), farthest);
}

int pointsFor(const RatingManner& manner, double worth) {
    const double points = 3.0 + (worth - manner.averageWorth) / manner.worthPerPoint;
    return static_cast<int>(std::lround(std::clamp(points, 1.0, 5.0)));
}

}  // namespace

AspectValues worthByAspect(const SimulatedRater& rater, const ClipImpression& impression) {
    AspectValues worth = aspectsOf(impression);
    std::transform(rater.taste.begin(), rater.taste.end(), worth.begin(), worth.begin(), worthOfAspect);
    return worth;
}

double worthOf(const SimulatedRater& rater, const ClipImpression& impression) {
    const AspectValues worth = worthByAspect(rater, impression);
    return std::accumulate(worth.begin(), worth.end(), 0.0);
}

SimulatedVerdict judge(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b,
                       std::uint64_t seed) {
    const RatingManner& manner = rater.manner;
    Random random(deriveSeed(seed, rater.name));
    const double feltA = worthOf(rater, a) + manner.slip * random.normal();
    const double feltB = worthOf(rater, b) + manner.slip * random.normal();
    if (std::abs(feltA - feltB) < manner.tieWidth) {
        const int points = pointsFor(manner, (feltA + feltB) / 2.0);
        return {PreferenceLabel::Tie, points, points};
    }
    return {feltA > feltB ? PreferenceLabel::A : PreferenceLabel::B, pointsFor(manner, feltA),
            pointsFor(manner, feltB)};
}

bool takesXForA(const SimulatedRater& rater, const ClipImpression& a, const ClipImpression& b, const ClipImpression& x,
                std::uint64_t seed) {
    Random random(deriveSeed(seed, rater.name));
    const auto felt = [&](const ClipImpression& clip) {
        return worthOf(rater, clip) + rater.manner.slip * random.normal();
    };
    const double feltA = felt(a);
    const double feltB = felt(b);
    const double feltX = felt(x);
    return std::abs(feltX - feltA) <= std::abs(feltX - feltB);
}

}  // namespace musicrl
