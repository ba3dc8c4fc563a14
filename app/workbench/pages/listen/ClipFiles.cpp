// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ClipFiles.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

namespace musicrl {

std::vector<std::filesystem::path> filesIn(const QMimeData& data) {
    std::vector<std::filesystem::path> files;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            files.emplace_back(url.toLocalFile().toStdString());
        }
    }
    return files;
}

void askForClip(QWidget& parent, const QString& title, const std::filesystem::path& folder,
                const std::function<void(const std::filesystem::path&)>& chosen) {
    const QString kinds =
        QCoreApplication::translate("ListenPage", "Sound (*.wav *.flac *.ogg *.mp3 *.aiff *.aif);;All files (*)");
    auto* dialog = new QFileDialog(&parent, title, QString::fromStdString(folder.string()), kinds);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &parent,
                     [chosen](const QString& path) { chosen(path.toStdString()); });
    dialog->open();
}

}  // namespace musicrl
