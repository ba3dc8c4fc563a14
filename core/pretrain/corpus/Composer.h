// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pretrain/corpus/Composition.h"

#include <cstdint>

namespace musicrl {

/// Writes a piece by rules: a genre, a mood that suits it, tempo, metre, key, a progression of chords, the players
/// and what each of them plays. Everything comes from the seed.
///
/// \param seconds  the notes go on at least this long, to the end of a bar; above 0
[[nodiscard]] Composition compose(std::uint64_t seed, double seconds);

}  // namespace musicrl
