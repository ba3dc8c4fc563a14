// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"
#include "record/PreferencePair.h"
#include "reward/PreferenceTokens.h"

#include <filesystem>
#include <torch/torch.h>
#include <vector>

namespace musicrl {

/// Pairs as a preference model reads them.
struct TokenizedPairs {
    torch::Tensor conditioning;    ///< [N, C] int64, of the captions
    std::vector<torch::Tensor> a;  ///< N streams of [S] int64; clips may differ in length, the same clip is one tensor
    std::vector<torch::Tensor> b;
    std::vector<double> outcomes;  ///< N: 1 for A, 0 for B, 0.5 for a tie

    [[nodiscard]] std::size_t size() const { return outcomes.size(); }
};

/// Captions and clips of the pairs as tokens, each clip once; of a clip longer than the model's window the first.
///
/// The streams are kept in \p cacheFile and taken from there when the file's content, the span, what is heard of it and
/// the model's tokenizers are the same: trainings on the same pairs need not hear them again.
/// \param cacheFile  empty for none
/// \throws Error(NotFound), Error(BadInput) for clips that cannot be used, naming file and pair; JobStopped
[[nodiscard]] TokenizedPairs tokenizePairs(const std::vector<PreferencePair>& pairs, const PreferenceTokens& tokens,
                                           const PreferenceConfig& config, const std::filesystem::path& cacheFile,
                                           const JobContext& context);

}  // namespace musicrl
