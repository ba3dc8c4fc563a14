// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ClusterBootstrap.h"

#include <optional>
#include <span>
#include <vector>

namespace musicrl {

struct EloScale {
    double anchorRating = 1000.0;
    std::optional<std::size_t> anchor = std::nullopt;  ///< the model that has this rating; none: the mean of all has it
};

/// Worths as ratings of Elo's scale: 400 points are odds of ten to one.
///
///     rating = anchorRating + 400 / ln 10 · (λ − λ(anchor))
///
/// A model's interval is its own worth's (mean 0 over models), moved and stretched; a difference of two models is to be
/// read off their win rate.
///
/// \param logWorths  λ of each model, natural logarithm
/// \throws Error(Internal) when the anchor is none of the models
/// \see Elo, The Rating of Chessplayers, 1978; Chiang et al., "Chatbot Arena", 2024, for worths shown in this way
[[nodiscard]] std::vector<Estimate> eloRatings(std::span<const Estimate> logWorths, const EloScale& scale = {});

}  // namespace musicrl
