// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyResults.h"

namespace musicrl {

/// A sealed study with all that it says.
struct EvaluatedStudy {
    RevealedStudy study;
    ClipSignals signals;
    StudyResults results;
};

}  // namespace musicrl
