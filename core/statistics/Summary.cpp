// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/Summary.h"

#include "base/Error.h"

#include <boost/math/statistics/univariate_statistics.hpp>
#include <cmath>
#include <limits>

namespace musicrl {

MeanWithError meanWithError(const std::vector<double>& values) {
    namespace statistics = boost::math::statistics;
    if (values.empty()) {
        throw Error(ErrorKind::Internal, "There is no mean of no values.");
    }
    const double mean = statistics::mean(values);
    if (values.size() == 1) {
        return {mean, std::numeric_limits<double>::quiet_NaN()};
    }
    return {mean, std::sqrt(statistics::sample_variance(values) / static_cast<double>(values.size()))};
}

}  // namespace musicrl
