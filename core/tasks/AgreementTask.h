// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "statistics/ClusterBootstrap.h"

#include <filesystem>

namespace musicrl {

struct AgreementConfig {
    std::filesystem::path ratings;  ///< JSON lines: preference pairs, or an object with arrays of numbers each
    BootstrapConfig bootstrap;
};

/// How far raters agree.
///
/// Of preference pairs: Krippendorff's alpha of the choices (A, tie, B) over pairs judged by several raters, and each
/// rater against the others. Of other lines, such as published ratings of clips: each key with an array of numbers is a
/// question, each line a unit, and null a missing value; the places in the arrays are not taken for raters, since most
/// such files do not say who is who.
///
/// Publishes ResultRow("agreement"): {"file", "questions": [{"question", "units", "ratings", "mean": estimate,
/// "single_deviation": within units, "alpha": {"nominal", "ordinal", "interval": estimate}}], "raters": [{"rater",
/// "ratings", "shared", "correlation", "agreement", "alpha_without"}], "resampled": "units", "bootstrap"}; an estimate
/// is
/// {"value", "low", "high"}.
/// \throws Error(NotFound), Error(BadInput) on the job's thread, naming file and line
[[nodiscard]] Job makeAgreementJob(AgreementConfig config);

}  // namespace musicrl
