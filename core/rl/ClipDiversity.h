// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <torch/torch.h>

#include <vector>

namespace musicrl {

/// How different the clips of a batch sound, by what they are made of: the total variation distance between two clips'
/// shares of each code of the codec's first level, averaged over pairs. 0: all clips use the same codes equally often, in
/// whatever order; 1: no two clips share a code. A policy that collapses to one sound is seen here before it is heard.
///
/// \param codes      [B, K, T] int64
/// \param groupSize  consecutive clips of one prompt
/// \return           rollouts/diversity over all pairs; rollouts/duplicates, the share of clips that are closer than 0.05
///                   to another one; for groups of 2 or more, rollouts/diversity_within_prompt over the pairs of one
///                   prompt; null for a single clip
[[nodiscard]] Json diversityMetrics(const torch::Tensor& codes, std::int64_t groupSize);

/// The distance of each clip to the one most like it, in the same sense.
/// \param codes  [B, K, T] int64
/// \return       B values; not a number for a single clip
[[nodiscard]] std::vector<double> nearestDistances(const torch::Tensor& codes);

}  // namespace musicrl
