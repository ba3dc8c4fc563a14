// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/MelFilters.h"

#include "base/Error.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace musicrl {
namespace {

constexpr double linearHzPerMel = 200.0 / 3.0;
constexpr double bendHz = 1000.0;
constexpr double bendMel = bendHz / linearHzPerMel;
const double logStep = std::log(6.4) / 27.0;

double melFromHz(double hz) { return hz < bendHz ? hz / linearHzPerMel : bendMel + std::log(hz / bendHz) / logStep; }

double hzFromMel(double mel) {
    return mel < bendMel ? mel * linearHzPerMel : bendHz * std::exp(logStep * (mel - bendMel));
}

std::vector<double> edgesHz(int mels, double lowHz, double highHz) {
    std::vector<double> edges;
    const double low = melFromHz(lowHz);
    const double high = melFromHz(highHz);
    for (int i = 0; i < mels + 2; ++i) {
        edges.push_back(hzFromMel(low + (high - low) * i / (mels + 1)));
    }
    return edges;
}

}  // namespace

torch::Tensor melFilterBank(int sampleRateHz, int windowSamples, int mels, double lowHz, double highHz) {
    if (mels < 1 || windowSamples < 2 || lowHz < 0.0 || lowHz >= highHz || highHz > sampleRateHz / 2.0) {
        throw Error(ErrorKind::BadInput, "Mel bands need 0 <= low < high <= half the sample rate, found " +
                                             std::to_string(lowHz) + " to " + std::to_string(highHz) + " Hz at " +
                                             std::to_string(sampleRateHz) + " Hz.");
    }
    const std::vector<double> edges = edgesHz(mels, lowHz, highHz);
    torch::Tensor filters = torch::zeros({mels, windowSamples / 2 + 1});
    auto values = filters.accessor<float, 2>();
    for (int mel = 0; mel < mels; ++mel) {
        const double left = edges[static_cast<std::size_t>(mel)];
        const double middle = edges[static_cast<std::size_t>(mel) + 1];
        const double right = edges[static_cast<std::size_t>(mel) + 2];
        for (int bin = 0; bin <= windowSamples / 2; ++bin) {
            const double hz = static_cast<double>(bin) * sampleRateHz / windowSamples;
            const double height = std::min((hz - left) / (middle - left), (right - hz) / (right - middle));
            values[mel][bin] = static_cast<float>(std::max(0.0, height) * 2.0 / (right - left));
        }
    }
    return filters;
}

}  // namespace musicrl
