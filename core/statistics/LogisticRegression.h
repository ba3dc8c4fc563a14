// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace musicrl {

struct LogisticTerm {
    double coefficient = 0.0;    ///< log-odds per unit of the feature
    double standardError = 0.0;  ///< robust to what hangs together within a cluster
    double pValue = 1.0;         ///< two-sided, of the coefficient being 0: by Student's t(clusters − 1)
};

/// The logistic model P(outcome) = 1 / (1 + exp(−Σ coefficient · feature)) by maximum likelihood, with the sandwich
/// estimator of errors clustered as given, times clusters / (clusters − 1).
///
/// \param features  [judgement][term]; no intercept is added
/// \param outcomes  1 or 0, or between, one for each judgement
/// \param clusters  of each judgement; equal numbers belong together
/// \return          in order of the terms; all NaN when some features tell nothing apart, the outcomes perfectly, or
///                  there are no more clusters than terms, whose scores would then fit the sandwich exactly; one NaN
///                  where the clusters do not vary
/// \throws Error(Internal)  when lengths differ
/// \see Liang and Zeger, "Longitudinal data analysis using generalized linear models", 1986; R's sandwich::vcovCL;
///      Cameron and Miller, "A practitioner's guide to cluster-robust inference", 2015, section VI (t rather than z)
[[nodiscard]] std::vector<LogisticTerm> logisticRegression(std::span<const std::vector<double>> features,
                                                           std::span<const double> outcomes,
                                                           std::span<const std::size_t> clusters);

}  // namespace musicrl
