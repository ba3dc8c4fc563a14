// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/FileManager.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace musicrl {
namespace {

constexpr int patienceMs = 3000;  // the bus may have to start the file manager

void openFolderOf(const QString& file) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

}  // namespace

void showInFileManager(const QStringList& files) {
    showInFileManager(files, QDBusConnection::sessionBus());
}

void showInFileManager(const QStringList& files, const QDBusConnection& bus) {
    if (files.isEmpty()) {
        return;
    }
    if (!bus.isConnected()) {
        openFolderOf(files.front());
        return;
    }
    QStringList addresses;
    for (const QString& file : files) {
        addresses << QString::fromLatin1(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()).toEncoded());
    }
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call << addresses << QString();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, patienceMs), QCoreApplication::instance());
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, file = files.front()] {
        if (watcher->isError()) {
            openFolderOf(file);
        }
        watcher->deleteLater();
    });
}

}  // namespace musicrl
