// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/SkippedSteps.h"

#include "base/Error.h"
#include "base/Log.h"

namespace musicrl {
namespace {

constexpr std::int64_t maxSkippedInARow = 5;

}  // namespace

void countStep(FinetuneState& state, const std::string& fault, const RunRecord& record) {
    if (fault.empty()) {
        state.skippedInARow = 0;
        return;
    }
    ++state.skipped;
    ++state.skippedInARow;
    logWarning("Step " + std::to_string(state.step) + " was skipped: " + fault + " was not finite.");
    record.addEvent(state.step, "skipped", {{"reason", fault + " was not finite"}});
}

bool isBeyondHope(const FinetuneState& state) {
    return state.skippedInARow >= maxSkippedInARow;
}

void endBeyondHope(const FinetuneState& state) {
    throw Error(
        ErrorKind::Internal,
        "The run ends at step " + std::to_string(state.step) + ", the " + std::to_string(state.skippedInARow) +
            "th in a row with values that are not finite (events.jsonl says which): start a new run from an "
            "earlier checkpoint with a lower learning rate, or look at what it learns from if that is to blame.");
}

}  // namespace musicrl
