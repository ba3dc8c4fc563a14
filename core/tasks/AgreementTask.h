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
/// Of preference pairs, each criterion by itself, as a study's report has it: Krippendorff's alpha over pairs judged by
/// several raters, each pair seen from both of its clips, and each rater against the others. Values are the differences
/// of the two ratings where every pair has them, else choices with their strength where every choice has one, else
/// choices alone (A, tie, B); intervals resample prompts. Of other lines, such as published ratings of clips: each key
/// with an array of numbers is a question, each line a unit, and null a missing value; the places in the arrays are not
/// taken for raters, since most such files do not say who is who.
///
/// Publishes ResultRow("agreement"): {"file", "questions": [{"question", "units", "ratings", "mean": estimate,
/// "single_deviation": within units, "alpha": {"nominal", "ordinal", "interval": estimate}}], "raters": [{"question",
/// "rater", "ratings", "shared", "correlation", "agreement", "alpha_without"}], "resampled": "prompts" or "units",
/// "bootstrap"}; pairs have no mean; an estimate is
/// {"value", "low", "high"}.
/// \throws Error(NotFound), Error(BadInput) on the job's thread, naming file and line
[[nodiscard]] Job makeAgreementJob(AgreementConfig config);

}  // namespace musicrl
