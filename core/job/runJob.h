// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"
#include "job/JobContext.h"

#include <string>

namespace musicrl {

enum class JobEnding { Succeeded, Stopped, Failed };

struct JobOutcome {
    JobEnding ending = JobEnding::Succeeded;
    ErrorKind kind = ErrorKind::Internal;  ///< of a failure
    std::string message;                   ///< of a failure, in words for the user
};

/// Runs the job here and now; everything it throws ends up in the outcome.
[[nodiscard]] JobOutcome runJob(const Job& job, const JobContext& context) noexcept;

}  // namespace musicrl
