// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/EngineTexts.h"

#include "tasks/SystemReport.h"

#include <QCoreApplication>
#include <QStringList>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("MainWindow", text);
}

}  // namespace

QString deviceName(const SystemReport& report) {
    return report.devices.empty() ? QStringLiteral("cpu") : QString::fromStdString(report.devices.front());
}

QString deviceText(const SystemReport& report) {
    const QString threads = report.threads == 1 ? say("1 thread") : say("%1 threads").arg(report.threads);
    const QString text = QStringLiteral("%1 · %2").arg(deviceName(report), threads);
    return report.slowBlas ? say("%1 · slow BLAS").arg(text) : text;
}

QString deviceHint(const SystemReport& report) {
    QStringList lines = {QStringLiteral("LibTorch %1").arg(QString::fromStdString(report.libTorch)),
                         QString::fromStdString(report.blas), say("%1 cores").arg(report.cores)};
    for (const std::string& warning : report.warnings) {
        lines << QString::fromStdString(warning);
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace musicrl
