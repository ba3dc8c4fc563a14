// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/TrialPlayback.h"

#include "app/workbench/settings/SoundSettings.h"
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
    open(DeviceChoice(player_.deviceChoice()));
}

void PlayerPlayback::useOffered() {
    if (player_.problem() && !player_.problem()->offered.empty()) {
        open(insteadOf(player_.deviceChoice(), player_.problem()->offered.front()));
    }
}

void PlayerPlayback::open(const DeviceChoice& choice) {
    try {
        player_.openDevice(choice);
    } catch (const Error&) {  // a UI action: trouble() says it
    }
}

}  // namespace musicrl
