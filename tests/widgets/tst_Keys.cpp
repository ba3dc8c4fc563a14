// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/KeyMap.h"
#include "widgets/keys/KeyMapTable.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace musicrl;

namespace {

KeyMap threePlaces() {
    const KeyBindings window({{"jobs", "Jobs", QKeyCombination(Qt::ControlModifier, Qt::Key_J)}});
    const KeyBindings transport({{"play", "Play", Qt::Key_Space}, {"loop", "Loop", Qt::Key_L}});
    const KeyBindings listen({{"blind", "Hide which is which", Qt::Key_B}, {"zoomIn", "Zoom in", Qt::Key_Plus}});
    const KeyBindings rate({{"play", "Play", Qt::Key_Space}, {"bad", "Both bad", Qt::Key_G}});
    return KeyMap({{KeyContext::Everywhere, "window", "Everywhere", window},
                   {KeyContext::Transport, "transport", "Transport", transport},
                   {KeyContext::Listen, "listen", "Listen", listen},
                   {KeyContext::Rating, "rate", "Rating session", rate}});
}

}  // namespace

class tst_Keys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void refusesAKeyOfAPlaceThatIsLiveAtTheSameTime() {
        KeyMap keys = threePlaces();
        QVERIFY(keys.isSound());
        QVERIFY(keys.conflict(KeyContext::Listen, "blind", Qt::Key_L).contains(QStringLiteral("“Loop” (Transport)")));
        const QKeySequence jobs(QKeyCombination(Qt::ControlModifier, Qt::Key_J));
        QVERIFY(!keys.setKey(KeyContext::Rating, "bad", jobs));
        QVERIFY(!keys.setKey(KeyContext::Everywhere, "jobs", Qt::Key_G));  // a session's key, from everywhere
        QVERIFY(keys.setKey(KeyContext::Rating, "bad", Qt::Key_L));        // the transport sleeps in a session
        QVERIFY(keys.setKey(KeyContext::Listen, "blind", Qt::Key_G));
        QVERIFY(keys.isSound());
        QVERIFY(areLiveTogether(KeyContext::Library, KeyContext::Transport));
        QVERIFY(!areLiveTogether(KeyContext::Clips, KeyContext::Transport));  // the table comes first
        QVERIFY(!areLiveTogether(KeyContext::Listen, KeyContext::Train));
    }

    void theTableTakesANewKeyAndRefusesATakenOne() {
        KeyMapTable table(threePlaces(), threePlaces(), KeyContext::Listen);
        table.resize(560, 600);
        table.show();
        QVERIFY(QTest::qWaitForWindowActive(&table));
        QSignalSpy changed(&table, &KeyMapTable::changed);
        auto* field = table.findChild<QKeySequenceEdit*>("key-rate-bad");
        field->setFocus();
        QTest::keyClick(field, Qt::Key_B);
        QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 5000);
        QCOMPARE(table.keys().of(KeyContext::Rating).keyOf("bad"), QKeySequence(Qt::Key_B));
        QTest::keyClick(field, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(table.message().contains(QStringLiteral("“Play”")), 5000);
        QCOMPARE(field->keySequence(), QKeySequence(Qt::Key_B));
        QTest::mouseClick(table.findChild<QAbstractButton*>("defaultKeys"), Qt::LeftButton);
        QCOMPARE(table.keys().of(KeyContext::Rating).keyOf("bad"), QKeySequence(Qt::Key_G));
    }

    void theTableIsSearchedByWordsAndByKey() {
        KeyMapTable table(threePlaces(), threePlaces(), KeyContext::Listen);
        table.show();
        QVERIFY(QTest::qWaitForWindowActive(&table));
        const auto shown = [&] {
            QStringList names;
            for (const QKeySequenceEdit* field : table.findChildren<QKeySequenceEdit*>()) {
                if (field->isVisible()) {
                    names << field->objectName();
                }
            }
            return names;
        };
        QCOMPARE(shown().size(), 7);
        auto* search = table.findChild<QLineEdit*>("keySearch");
        QTest::keyClicks(search, QStringLiteral("listen zoom"));
        QCOMPARE(shown(), QStringList({"key-listen-zoomIn"}));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("ctrl+j"));
        QCOMPARE(shown(), QStringList({"key-window-jobs"}));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("nonsense"));
        QVERIFY(shown().isEmpty());
    }

    void plusIsAlsoTheKeyBelowIt() {
        QWidget page;
        auto* keys = new PageKeys(&page);
        keys->setBindings(threePlaces().of(KeyContext::Listen));
        QSignalSpy pressed(keys, &PageKeys::pressed);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QTest::keyClick(&page, Qt::Key_Equal);
        QTest::keyClick(&page, Qt::Key_Plus);
        QCOMPARE(pressed.count(), 2);
    }

    void whatPlusAndReturnTakeAlongIsTaken() {
        KeyMap keys = threePlaces();
        QVERIFY(keys.conflict(KeyContext::Listen, "blind", Qt::Key_Equal).contains(QStringLiteral("“Zoom in”")));
        QVERIFY(keys.conflict(KeyContext::Transport, "loop", Qt::Key_Equal).contains(QStringLiteral("“Zoom in”")));
        QCOMPARE(keys.of(KeyContext::Listen).idOf(Qt::Key_Equal), QStringLiteral("zoomIn"));
        QVERIFY(keys.setKey(KeyContext::Listen, "zoomIn", Qt::Key_Equal));
        QVERIFY(!keys.setKey(KeyContext::Transport, "loop", Qt::Key_Plus));
        QVERIFY(keys.of(KeyContext::Listen).idOf(Qt::Key_Plus).isEmpty());  // an equals sign takes nothing along
        QVERIFY(keys.setKey(KeyContext::Listen, "blind", Qt::Key_Return));
        QVERIFY(!keys.setKey(KeyContext::Listen, "zoomIn", Qt::Key_Enter));
        QVERIFY(!keys.setKey(KeyContext::Everywhere, "jobs", Qt::Key_Enter));
        QCOMPARE(keys.of(KeyContext::Listen).idOf(QKeyCombination(Qt::KeypadModifier, Qt::Key_Enter)),
                 QStringLiteral("blind"));
    }

    void aListKeepsItsArrowsAndAFieldItsLettersButNotCtrl() {
        QWidget page;
        auto* layout = new QVBoxLayout(&page);
        auto* list = new QListWidget;
        list->addItems({"one", "two"});
        auto* field = new QLineEdit;
        layout->addWidget(list);
        layout->addWidget(field);
        auto* keys = new PageKeys(&page);
        keys->setBindings(KeyBindings({{"down", "Down", Qt::Key_Down},
                                       {"note", "Note", Qt::Key_N},
                                       {"jobs", "Jobs", QKeyCombination(Qt::ControlModifier, Qt::Key_J)}}));
        QSignalSpy pressed(keys, &PageKeys::pressed);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        list->setCurrentRow(0);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->currentRow(), 1);
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("nNn"));
        QCOMPARE(field->text(), QStringLiteral("nNn"));
        QCOMPARE(pressed.count(), 0);
        QTest::keyClick(field, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(pressed.count(), 1);
    }
};

QTEST_MAIN(tst_Keys)
#include "tst_Keys.moc"
