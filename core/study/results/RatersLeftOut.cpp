// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/results/RatersLeftOut.h"

#include "study/results/RaterResults.h"

namespace musicrl {

std::set<std::string> ratersLeftOut(const RevealedStudy& study) {
    std::set<std::string> raters;
    for (const RaterResult& rater : raterResults(study, votesOn(study, study.plan.design.questions.front()))) {
        if (!rater.exclusion.empty()) {
            raters.insert(rater.rater);
        }
    }
    return raters;
}

}  // namespace musicrl
