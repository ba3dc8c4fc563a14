// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/FinetuneState.h"
#include "rl/RunRecord.h"

#include <string>

namespace musicrl {

/// Counts a step that has been done. One that was skipped is also warned of and becomes the event "skipped".
/// \param fault  what was not finite, so that the step was skipped; empty where it was not
void countStep(FinetuneState& state, const std::string& fault, const RunRecord& record);

/// Whether so many steps in a row have been skipped, five, that the run must end.
[[nodiscard]] bool isBeyondHope(const FinetuneState& state);

/// \throws Error(Internal) always, saying that no step was finite any more
[[noreturn]] void endBeyondHope(const FinetuneState& state);

}  // namespace musicrl
