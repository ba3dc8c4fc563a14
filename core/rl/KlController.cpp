// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/KlController.h"

#include <algorithm>
#include <cmath>

namespace musicrl {

double adaptedAlpha(double alpha, double klNats, double targetNats, double gain) {
    if (!std::isfinite(klNats)) {
        return alpha;
    }
    const double factor = 1.0 + gain * std::clamp(klNats / targetNats - 1.0, -0.2, 0.2);
    return alpha * factor / (1.0 - alpha + alpha * factor);  // β · factor as an α, without dividing by 1 − α
}

}  // namespace musicrl
