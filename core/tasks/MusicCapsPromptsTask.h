// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/JobContext.h"

#include <cstdint>
#include <filesystem>

namespace musicrl {

struct MusicCapsPromptsConfig {
    std::filesystem::path table;      ///< in MusicCaps' columns
    std::filesystem::path outFolder;  ///< gets train.jsonl and eval.jsonl
    double evalShare = 0.1;           ///< of the prompts, above 0 and below 1; at least one prompt goes to each file
    std::uint64_t seed = 1;           ///< of the shuffle before the split
};

/// Makes prompts for reinforcement learning of captions, as the paper does: each caption is cut into its sentences,
/// each aspect list into its tags, and what comes out is shuffled and split.
///
/// Equal prompts (but for upper and lower case and a final full stop) are kept once, so that the two files share none.
/// A line is {"id", "prompt", "kind": "sentence" or "tag", "source": the row's ytid}. Yields ResultRow("prompts")
/// {"rows", "sentences", "tags", "distinct_sentences", "distinct_tags", "train", "eval"}; distinct_sentences and
/// distinct_tags add up to train and eval.
/// \throws Error on the job's thread: a table that cannot be read, fewer than two prompts, a folder not writable
/// \see Cideron et al., MusicRL, 2024, section 4.1; Huang et al., Noise2Music, 2023
[[nodiscard]] Job makeMusicCapsPromptsJob(MusicCapsPromptsConfig config);

}  // namespace musicrl
