// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/settings/WindowSettings.h"

#include <QSettings>

namespace musicrl {

WindowSettings readWindowSettings(const std::filesystem::path& file) {
    const QSettings stored(QString::fromStdString(file.string()), QSettings::IniFormat);
    WindowSettings settings;
    settings.theme = stored.value("theme").toString() == QLatin1String("light") ? ThemeKind::Light : ThemeKind::Dark;
    settings.page = stored.value("page", settings.page).toString();
    settings.geometry = stored.value("geometry").toByteArray();
    return settings;
}

void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings) {
    QSettings stored(QString::fromStdString(file.string()), QSettings::IniFormat);
    stored.setValue("theme", settings.theme == ThemeKind::Light ? "light" : "dark");
    stored.setValue("page", settings.page);
    stored.setValue("geometry", settings.geometry);
}

}  // namespace musicrl
