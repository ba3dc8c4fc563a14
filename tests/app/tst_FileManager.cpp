// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/FileManager.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDesktopServices>
#include <QProcess>
#include <QTest>
#include <QUrl>

using namespace musicrl;

/// What a desktop's file manager answers to.
class FakeFileManager : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.FileManager1")
public:
    QStringList shown;

public Q_SLOTS:
    void ShowItems(const QStringList& addresses, const QString&) { shown = addresses; }
};

class tst_FileManager : public QObject {
    Q_OBJECT

private:
    QProcess bus_;
    QString address_;
    QList<QUrl> opened_;

    QDBusConnection connectTo(const char* name) {
        return QDBusConnection::connectToBus(address_, QString::fromLatin1(name));
    }

private Q_SLOTS:
    void initTestCase() {
        bus_.start(QStringLiteral("dbus-daemon"),
                   {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(bus_.waitForStarted());
        QVERIFY(bus_.waitForReadyRead());
        address_ = QString::fromUtf8(bus_.readLine()).trimmed();
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "openUrl");
    }

    void cleanupTestCase() {
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        bus_.terminate();
        QVERIFY(bus_.waitForFinished());
    }

    void opensTheFolderWhereNoFileManagerAnswers() {
        opened_.clear();
        showInFileManager({QStringLiteral("/music/clips/a b.flac")}, connectTo("nobody"));
        QTRY_COMPARE_WITH_TIMEOUT(opened_, QList<QUrl>{QUrl::fromLocalFile(QStringLiteral("/music/clips"))}, 10000);
        opened_.clear();
        showInFileManager({QStringLiteral("/music/clips/a b.flac")}, QDBusConnection(QStringLiteral("no bus at all")));
        QCOMPARE(opened_.size(), 1);
    }

    void showsTheFilesSelected() {
        opened_.clear();
        FakeFileManager manager;
        QDBusConnection server = connectTo("server");
        QVERIFY(server.registerObject(QStringLiteral("/org/freedesktop/FileManager1"), &manager,
                                      QDBusConnection::ExportAllSlots));
        QVERIFY(server.registerService(QStringLiteral("org.freedesktop.FileManager1")));
        showInFileManager({QStringLiteral("/music/clips/a b.flac"), QStringLiteral("/music/é.wav")},
                          connectTo("client"));
        QTRY_COMPARE_WITH_TIMEOUT(
            manager.shown,
            QStringList({QStringLiteral("file:///music/clips/a%20b.flac"), QStringLiteral("file:///music/%C3%A9.wav")}),
            10000);
        QVERIFY(opened_.isEmpty());
    }

public Q_SLOTS:
    void openUrl(const QUrl& url) { opened_ << url; }
};

QTEST_MAIN(tst_FileManager)
#include "tst_FileManager.moc"
