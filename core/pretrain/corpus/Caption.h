// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/corpus/Composition.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// A piece in words, after the manner of MusicCaps. Nothing is named that is not in the piece.
struct Caption {
    std::string text;                  ///< a list of tags, or one to three sentences
    std::vector<std::string> aspects;  ///< such as "slow tempo", "violin melody", "minor key"
};

/// The same piece can be told in many ways; which one depends on the seed.
[[nodiscard]] Caption describe(const Composition& piece, std::uint64_t seed);

}  // namespace musicrl
