// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// The chance that the right one of \p drawn + 1 candidates comes out among the first \p within, when \p drawn others
/// are picked at random from \p others of which \p better score at least as high as the right one (hypergeometric).
/// So a retrieval figure needs no random draws of its own.
/// \pre 0 <= better <= others, 0 <= drawn <= others, within >= 1
[[nodiscard]] double chanceToComeFirst(std::int64_t better, std::int64_t others, std::int64_t drawn,
                                       std::int64_t within);

/// How often the right caption comes out among the first \p within of \p candidates, on average over the clips and over
/// the ways to draw the candidates. A wrong caption with the right one's score counts as better.
/// \param cosines  [clips, clips] float on the CPU, of each clip (row) with each caption; the right ones on the diagonal
/// \pre clips >= candidates >= 1
[[nodiscard]] double retrievalShare(const torch::Tensor& cosines, std::int64_t candidates, std::int64_t within);

/// Spearman's rank correlation, ties share their mean rank; NaN when one of the two does not vary.
/// \pre equal sizes
[[nodiscard]] double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace musicrl
