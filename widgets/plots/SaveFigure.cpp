// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/SaveFigure.h"

#include <QSvgGenerator>
#include <qcustomplot.h>

namespace musicrl {
namespace {

bool saveSvg(QCustomPlot& plot, const QString& path, const QSize& size) {
    QSvgGenerator svg;
    svg.setFileName(path);
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(0, 0), size));
    QCPPainter painter;
    if (!painter.begin(&svg)) {
        return false;
    }
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, size.width(), size.height());
    return painter.end();
}

}  // namespace

bool saveFigure(QCustomPlot& plot, const QString& path, const QSize& size, double pngScale) {
    if (path.endsWith(QLatin1String(".png"))) {
        return plot.savePng(path, size.width(), size.height(), pngScale);
    }
    if (path.endsWith(QLatin1String(".pdf"))) {
        return plot.savePdf(path, size.width(), size.height(), QCP::epAllowCosmetic);
    }
    return saveSvg(plot, path, size);
}

}  // namespace musicrl
