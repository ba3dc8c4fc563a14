// SPDX-License-Identifier: GPL-3.0-or-later
// Planted: a widget that knows the algorithms, and a second user of QCustomPlot.
#include "music/Policy.h"

#include <QWidget>
#include <qcustomplot.h>
