// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Theme.h"

#include <QApplication>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    musicrl::applyTheme(application, musicrl::ThemeKind::Dark);
    return 0;
}
