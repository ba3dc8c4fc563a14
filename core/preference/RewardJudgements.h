// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preference/PairMeasures.h"
#include "record/PreferencePair.h"
#include "reward/RewardModel.h"

#include <map>
#include <string>
#include <vector>

namespace musicrl {

/// What each term of a reward says of the pairs: the raw score of A minus that of B. So a trained preference and the
/// rewards that were never told of preferences (MuLan, quality) are held against the same votes.
/// \return by the term's name, in the order of the pairs
/// \throws Error(NotFound), Error(BadInput) for clips that cannot be used, JobStopped
[[nodiscard]] std::map<std::string, std::vector<JudgedPair>> judgeByReward(const std::vector<PreferencePair>& pairs,
                                                                           const RewardModel& reward,
                                                                           const JobContext& context);

}  // namespace musicrl
