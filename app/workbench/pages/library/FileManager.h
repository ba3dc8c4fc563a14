// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QDBusConnection;

namespace musicrl {

/// Shows the files in the desktop's file manager, selected (org.freedesktop.FileManager1.ShowItems). Where no file
/// manager answers that, the folder of the first is opened. Returns at once.
void showInFileManager(const QStringList& files);

/// The same over a given bus.
void showInFileManager(const QStringList& files, const QDBusConnection& bus);

}  // namespace musicrl
