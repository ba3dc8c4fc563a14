// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/corpus/Composition.h"

#include <cstdint>
#include <string>
#include <vector>

namespace musicrl {

/// A piece in words, after the manner of MusicCaps. Nothing is named that is not in the piece.
struct Caption {
    std::string text;                  ///< a prompt of a few words, a list of tags, or one to five sentences
    std::vector<std::string> aspects;  ///< such as "slow tempo", "violin melody", "minor key"
};

/// The same piece can be told in many ways; which one depends on the seed. Every text names an instrument, nearly all name
/// the tempo.
[[nodiscard]] Caption describe(const Composition& piece, std::uint64_t seed);

}  // namespace musicrl
