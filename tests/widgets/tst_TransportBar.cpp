// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audio/TransportBar.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QVBoxLayout>

using namespace musicrl;

class tst_TransportBar : public QObject {
    Q_OBJECT

private:
    static TransportState ready() {
        return {.canPlay = true,
                .positionSeconds = 7.34,
                .durationSeconds = 30.0,
                .deviceText = QStringLiteral("Speakers"),
                .hasDevice = true};
    }

    static KeyBindings keys() {
        return KeyBindings({{QStringLiteral("play"), QStringLiteral("Play or pause"), Qt::Key_Space},
                            {QStringLiteral("hearA"), QStringLiteral("Hear A"), Qt::Key_1},
                            {QStringLiteral("hearB"), QStringLiteral("Hear B"), Qt::Key_2},
                            {QStringLiteral("hearC"), QStringLiteral("Hear C"), Qt::Key_3},
                            {QStringLiteral("hearD"), QStringLiteral("Hear D"), Qt::Key_4},
                            {QStringLiteral("switch"), QStringLiteral("The next clip"), Qt::Key_X},
                            {QStringLiteral("loop"), QStringLiteral("Loop on or off"), Qt::Key_L},
                            {QStringLiteral("level"), QStringLiteral("Level match"), Qt::Key_V}});
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void clockCountsMinutesSecondsAndHundredths() {
        QCOMPARE(clockText(7.34), QStringLiteral("00:07.34"));
        QCOMPARE(clockText(125.0), QStringLiteral("02:05.00"));
        QCOMPARE(clockText(-1.0), QStringLiteral("00:00.00"));
    }

    void buttonsAskForWhatTheySay() {
        TransportBar bar;
        bar.setState(ready());
        QSignalSpy play(&bar, &TransportBar::playToggled);
        QSignalSpy lane(&bar, &TransportBar::laneChosen);
        QSignalSpy loop(&bar, &TransportBar::loopToggled);
        QTest::mouseClick(bar.findChild<QPushButton*>("play"), Qt::LeftButton);
        QTest::mouseClick(bar.findChild<QPushButton*>("laneB"), Qt::LeftButton);
        QTest::mouseClick(bar.findChild<QPushButton*>("loop"), Qt::LeftButton);
        QCOMPARE(play.count(), 1);
        QCOMPARE(lane.last().at(0).toInt(), 1);
        QCOMPARE(loop.count(), 1);
        QVERIFY(!bar.findChild<QPushButton*>("loop")->isChecked());  // the state says what is on, not the click
        QCOMPARE(bar.findChild<QLabel*>("position")->text(), QStringLiteral("00:07.34 / 00:30.00"));
    }

    void keysWorkInTheWholeWindow() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new TransportBar;
        auto* label = new QWidget;
        label->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(label);
        layout->addWidget(bar);
        bar->setKeys(keys());
        bar->setState(ready());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        label->setFocus();
        QSignalSpy play(bar, &TransportBar::playToggled);
        QSignalSpy lane(bar, &TransportBar::laneChosen);
        QSignalSpy switched(bar, &TransportBar::switched);
        QSignalSpy loop(bar, &TransportBar::loopToggled);
        QTest::keyClick(label, Qt::Key_Space);
        QTest::keyClick(label, Qt::Key_2);
        QTest::keyClick(label, Qt::Key_X);
        QTest::keyClick(label, Qt::Key_L);
        QCOMPARE(play.count(), 1);
        QCOMPARE(lane.count(), 1);
        QCOMPARE(switched.count(), 1);
        QCOMPARE(loop.count(), 1);
    }

    void hasAButtonAndAKeyForEveryLane() {
        TransportBar bar;
        TransportState state = ready();
        state.lanes = 3;
        state.heardLane = 2;
        bar.setKeys(keys());
        bar.setState(state);
        bar.show();
        QVERIFY(QTest::qWaitForWindowActive(&bar));
        QVERIFY(bar.findChild<QPushButton*>("laneC")->isVisible() && bar.findChild<QPushButton*>("laneC")->isChecked());
        QVERIFY(!bar.findChild<QPushButton*>("laneD")->isVisible());
        QSignalSpy lane(&bar, &TransportBar::laneChosen);
        QTest::keyClick(&bar, Qt::Key_3);
        QCOMPARE(lane.last().at(0).toInt(), 2);
        QTest::keyClick(&bar, Qt::Key_4);  // of a lane that is not there
        QCOMPARE(lane.count(), 1);
    }

    void fieldsKeepTheirKeys() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* bar = new TransportBar;
        auto* line = new QLineEdit;
        auto* text = new QPlainTextEdit;
        auto* number = new QSpinBox;
        auto* button = new QPushButton(QStringLiteral("other"));
        for (QWidget* widget : std::initializer_list<QWidget*>{line, text, number, button, bar}) {
            layout->addWidget(widget);
        }
        bar->setKeys(keys());
        bar->setState(ready());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy play(bar, &TransportBar::playToggled);
        QSignalSpy lane(bar, &TransportBar::laneChosen);
        QSignalSpy pressed(button, &QPushButton::clicked);
        line->setFocus();
        QTest::keyClicks(line, QStringLiteral("1 x2L"));
        QCOMPARE(line->text(), QStringLiteral("1 x2L"));
        text->setFocus();
        QTest::keyClicks(text, QStringLiteral("l 1"));
        QCOMPARE(text->toPlainText(), QStringLiteral("l 1"));
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("12"));
        QCOMPARE(number->value(), 12);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(pressed.count(), 1);
        QCOMPARE(play.count() + lane.count(), 0);
    }

    void takesOtherKeysAndShowsThem() {
        TransportBar bar;
        KeyBindings changed = keys();
        QVERIFY(changed.setKey("switch", Qt::Key_Tab) == false);
        QVERIFY(changed.setKey("switch", Qt::Key_F));
        bar.setKeys(keys());
        bar.setKeys(changed);
        bar.setState(ready());
        bar.show();
        QVERIFY(QTest::qWaitForWindowActive(&bar));
        auto* button = bar.findChild<KeyButton*>("switch");
        QCOMPARE(button->key(), QStringLiteral("F"));
        QCOMPARE(button->toolTip(), QStringLiteral("The next clip (F)"));
        QSignalSpy switched(&bar, &TransportBar::switched);
        QTest::keyClick(&bar, Qt::Key_X);
        QCOMPARE(switched.count(), 0);
        QTest::keyClick(&bar, Qt::Key_F);
        QCOMPARE(switched.count(), 1);
    }

    void saysWhenThereIsNoSoundAndOffersToRetry() {
        TransportBar bar;
        bar.setState({.durationSeconds = 3.0, .deviceText = QStringLiteral("No sound output")});
        bar.show();
        QVERIFY(!bar.findChild<QPushButton*>("play")->isEnabled());
        QCOMPARE(bar.findChild<QLabel*>("device")->text(), QStringLiteral("No sound output"));
        QSignalSpy retried(&bar, &TransportBar::deviceRetried);
        QTest::mouseClick(bar.findChild<QPushButton*>("retry"), Qt::LeftButton);
        QCOMPARE(retried.count(), 1);
        bar.setState(ready());
        QVERIFY(!bar.findChild<QPushButton*>("retry")->isVisible());
    }
};

QTEST_MAIN(tst_TransportBar)
#include "tst_TransportBar.moc"
