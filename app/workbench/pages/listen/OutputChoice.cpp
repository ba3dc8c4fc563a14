// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/OutputChoice.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/settings/SoundSettings.h"
#include "base/Error.h"
#include "playback/Player.h"

namespace musicrl {

void openOutput(WorkbenchServices& services, const DeviceChoice& choice) {
    try {
        services.player->openDevice(choice);
    } catch (const Error&) {  // a UI action: outputFailure() is said beside the transport, and everything else goes on
    }
}

void openOfferedOutput(WorkbenchServices& services) {
    const std::optional<DeviceProblem>& problem = services.player->problem();
    if (!problem || problem->offered.empty()) {
        return;
    }
    const DeviceChoice choice = insteadOf(services.player->deviceChoice(), problem->offered.front());
    openOutput(services, choice);
    writeSoundSettings(services.soundSettings, choice);
    Q_EMIT services.outputChanged();
}

QString outputFailure(const Player& player) {
    const std::optional<DeviceProblem>& problem = player.problem();
    return problem ? QString::fromStdString(problem->sentence) : QString();
}

QString offeredOutput(const Player& player) {
    const std::optional<DeviceProblem>& problem = player.problem();
    return problem && !problem->offered.empty() ? QString::fromStdString(problem->offered.front().name) : QString();
}

}  // namespace musicrl
