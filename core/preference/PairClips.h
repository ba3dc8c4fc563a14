// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/Clip.h"
#include "record/PreferencePair.h"

#include <string>

namespace musicrl {

/// The clip that was judged: the file's span, once its SHA-256 has been compared where the pair knows it.
/// \throws Error(NotFound), Error(BadInput) naming the file, the pair and what to do
[[nodiscard]] ClipPtr readComparedClip(const ComparedClip& clip, const std::string& pairId);

/// What tells two compared clips apart: the SHA-256 of the file's content and the span. \throws as above
[[nodiscard]] std::string identityOf(const ComparedClip& clip, const std::string& pairId);

}  // namespace musicrl
