// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/settings/SoundSettings.h"

#include <QSettings>

namespace musicrl {

DeviceChoice readSoundSettings(const std::filesystem::path& file) {
    if (file.empty()) {
        return {};
    }
    const QSettings stored(QString::fromStdString(file.string()), QSettings::IniFormat);
    return {.hostApi = stored.value("hostApi").toString().toStdString(),
            .name = stored.value("device").toString().toStdString(),
            .latencySeconds = stored.value("latencySeconds", 0.0).toDouble(),
            .sampleRateHz = stored.value("sampleRateHz", 0).toInt()};
}

void writeSoundSettings(const std::filesystem::path& file, const DeviceChoice& choice) {
    if (file.empty()) {
        return;
    }
    QSettings stored(QString::fromStdString(file.string()), QSettings::IniFormat);
    stored.setValue("hostApi", QString::fromStdString(choice.hostApi));
    stored.setValue("device", QString::fromStdString(choice.name));
    stored.setValue("latencySeconds", choice.latencySeconds);
    stored.setValue("sampleRateHz", choice.sampleRateHz);
}

DeviceChoice insteadOf(const DeviceChoice& choice, const AudioDeviceInfo& other) {
    DeviceChoice instead = choiceOf(other);
    instead.latencySeconds = choice.latencySeconds;
    return instead;
}

}  // namespace musicrl
