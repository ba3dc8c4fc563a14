// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/corpus/Composition.h"

#include <cstdint>

namespace musicrl {

/// Writes a piece by rules: a genre, a mood that suits it, tempo, metre, key, a progression of chords, the players
/// and what each of them plays. Slow, medium and fast pieces are equally frequent. Everything comes from the seed.
///
/// \param seconds  of the clip to be filled, above 0: from 12 s on most pieces have an intro (at most 4 s) and end with a
///                 chord about 2 s before its end (see Form.h); the others go on at least as long, to the end of a bar
[[nodiscard]] Composition compose(std::uint64_t seed, double seconds);

}  // namespace musicrl
