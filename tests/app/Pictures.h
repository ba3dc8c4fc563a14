// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QWidget>

namespace musicrl {

/// In both themes, where MUSICRL_SCREENSHOTS names a folder.
inline void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("MUSICRL_SCREENSHOTS");
    if (!folder.isEmpty()) {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, kind);
            QTest::qWait(80);
            QDir().mkpath(folder);
            QVERIFY(widget.grab().save(
                QStringLiteral("%1/%2-%3.png").arg(folder, name, kind == ThemeKind::Dark ? "dark" : "light")));
        }
    }
}

}  // namespace musicrl
