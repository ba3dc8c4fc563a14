// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QByteArray>
#include <QString>
#include <filesystem>

namespace musicrl {

/// What the window remembers between two starts, in window.ini of the user's state folder.
struct WindowSettings {
    ThemeKind theme = ThemeKind::Dark;
    QString page = QStringLiteral("generate");
    QByteArray geometry;
};

[[nodiscard]] WindowSettings readWindowSettings(const std::filesystem::path& file);
void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings);

}  // namespace musicrl
