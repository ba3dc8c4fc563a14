// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/WinMatrix.h"

#include <string>
#include <vector>

namespace musicrl {

/// How far comparisons tie models together. Worths have an end on both sides only where every model can be reached from
/// every other one by going from winners to losers, and are on one scale only where the models met at all.
///
/// Groups are numbered from 0 in order of their first model.
struct ModelGroups {
    std::vector<std::size_t> winning;  ///< of each model; within a group a way of wins leads from each to each
    std::vector<std::size_t> meeting;  ///< of each model; within a group comparisons, ties too, link each with each
};

/// \see Ford, "Solution of a ranking problem from binary comparisons", 1957
[[nodiscard]] ModelGroups groupsOf(const WinMatrix& matrix);

/// Which models have worths that can be compared: those that met, unless they fall into groups that never did.
[[nodiscard]] std::vector<bool> modelsOnOneScale(const ModelGroups& groups);

/// Whether all of those models are tied together by wins both ways, so that their worths can have intervals.
[[nodiscard]] bool worthsHaveEnds(const ModelGroups& groups);

/// In a sentence or two, what keeps worths from being compared or from having intervals; empty when nothing does.
/// \param names  of the models, in order of their numbers
[[nodiscard]] std::string textOf(const ModelGroups& groups, const std::vector<std::string>& names);

}  // namespace musicrl
