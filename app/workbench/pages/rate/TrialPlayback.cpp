// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/TrialPlayback.h"

#include "base/Error.h"

namespace musicrl {

void PlayerPlayback::start(const PreparedTrial& trial, int firstLane) {
    player_.stageNext(trial);
    player_.startNext(firstLane);
}

std::string PlayerPlayback::trouble() const {
    if (player_.hasDevice()) {
        return {};
    }
    return player_.problem() ? player_.problem()->sentence : player_.deviceText();
}

std::string PlayerPlayback::offer() const {
    const auto& problem = player_.problem();
    return problem && !problem->offered.empty() ? problem->offered.front().name : std::string();
}

void PlayerPlayback::retry() {
    DeviceChoice choice = player_.deviceChoice();
    if (player_.problem() && !player_.problem()->offered.empty()) {
        choice = choiceOf(player_.problem()->offered.front());
    }
    try {
        player_.openDevice(choice);
    } catch (const Error&) {  // a UI action: trouble() says it
    }
}

}  // namespace musicrl
