// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/WinMatrix.h"

#include <vector>

namespace musicrl {

struct Abilities {
    std::vector<double> logWorths;  ///< λ of each model, natural logarithm, mean 0
    double tieFactor = 0.0;  ///< ν: a tie of equal models is ν times as likely as a win of one; 0 in Bradley-Terry
};

/// The Bradley-Terry model: P(i beats j) = 1 / (1 + exp(λj - λi)), by maximum likelihood; a tie is half a win for each.
///
/// \param pseudoWins  so many wins and as many losses of each model against one of worth 1 are added, which keeps a model
///                    that won or lost every time at a finite worth and hardly moves the others; 0: none
/// \throws Error(BadInput)  without pseudo-wins, when the comparisons do not tie all worths together: a group of models
///                          never won, or never lost, against the others
/// \see Bradley and Terry, "Rank analysis of incomplete block designs", 1952; Turner et al., "Modelling rankings in R:
///      the PlackettLuce package", 2020 (pseudo-comparisons)
[[nodiscard]] Abilities fitBradleyTerry(const WinMatrix& matrix, double pseudoWins = 0.5);

/// Davidson's model, which has ties: i beats j, j beats i and a tie are as likely as exp(λi) to exp(λj) to
/// ν exp((λi + λj) / 2). The pseudo-wins count for the worths alone, not for ν, which is infinite when all were ties.
/// \throws Error(BadInput)  as above, where ties do not tie worths together
/// \see Davidson, "On extending the Bradley-Terry model to accommodate ties in paired comparison experiments", 1970
[[nodiscard]] Abilities fitDavidson(const WinMatrix& matrix, double pseudoWins = 0.5);

}  // namespace musicrl
