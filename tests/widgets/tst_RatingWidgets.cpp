// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels.h"
#include "widgets/keys/PageKeys.h"
#include "widgets/listening/MarkList.h"
#include "widgets/listening/RateSide.h"
#include "widgets/listening/RatingScale.h"
#include "widgets/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace musicrl;

namespace {

KeyBindings threeKeys() {
    return KeyBindings({{QStringLiteral("play"), QStringLiteral("Play"), Qt::Key_Space},
                        {QStringLiteral("bad"), QStringLiteral("Both bad"), Qt::Key_G},
                        {QStringLiteral("next"), QStringLiteral("Next"), Qt::Key_Return}});
}

}  // namespace

class tst_RatingWidgets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void preferenceRunsFromAByWayOfTheTieToB() {
        const std::vector<RatingChoice> five = preferenceChoices(2);
        QCOMPARE(five.size(), std::size_t{5});
        QCOMPARE(five.front().value, -2);
        QCOMPARE(five.front().text, QStringLiteral("A much better"));
        QCOMPARE(five[2].text, QStringLiteral("same"));
        QCOMPARE(five.back().value, 2);
        QVERIFY(five.front().ink == &Theme::clipA && five.back().ink == &Theme::clipB && five[2].ink == nullptr);
        QCOMPARE(preferenceChoices(3).size(), std::size_t{7});
        QCOMPARE(preferenceChoices(3)[2].text, QStringLiteral("A slightly"));
        QCOMPARE(preferenceChoices(2, false).size(), std::size_t{4});
    }

    void aClickAnswersAndAnotherOneChangesIt() {
        RatingScale scale(QStringLiteral("Which fits the text better?"), preferenceChoices(2));
        QSignalSpy answered(&scale, &RatingScale::answered);
        QVERIFY(!scale.answer());
        QTest::mouseClick(scale.findChild<QAbstractButton*>("answer-1"), Qt::LeftButton);
        QCOMPARE(scale.answer(), std::optional(-1));
        QTest::mouseClick(scale.findChild<QAbstractButton*>("answer2"), Qt::LeftButton);
        QCOMPARE(scale.answer(), std::optional(2));
        QVERIFY(!scale.findChild<QAbstractButton*>("answer-1")->isChecked());
        QTest::mouseClick(scale.findChild<QAbstractButton*>("answer2"), Qt::LeftButton);
        QCOMPARE(scale.answer(), std::optional(2));  // and stays
        QCOMPARE(answered.count(), 3);
        scale.choose(9);
        QCOMPARE(scale.answer(), std::optional(2));
    }

    void noAnswerIsCutOffAtTheWidthOfASession() {
        for (const int steps : {2, 3}) {
            RatingScale scale(QStringLiteral("Overall, which do you like more?"), preferenceChoices(steps));
            scale.setKeys({"Q", "W", "E", "R", "T", "Y", "U"});
            scale.setCurrent(true);
            QVERIFY2(scale.minimumSizeHint().width() <= 960,
                     qPrintable(QString::number(scale.minimumSizeHint().width())));
        }
    }

    void aSideSaysHowMuchOfItWasHeardAndNothingElse() {
        RateSide side(QStringLiteral("B"), &Theme::clipB);
        side.resize(430, 112);
        RateSideState state;
        state.spanSeconds = 30.0;
        state.neededSeconds = 5.0;
        state.listenedSeconds = 2.9;
        side.setState(state);
        QCOMPARE(side.chipText(), QStringLiteral("heard 2 of 5 s"));
        state.listenedSeconds = 18.2;
        side.setState(state);
        QCOMPARE(side.chipText(), QStringLiteral("heard 18 s"));
        state.heard = true;
        state.playing = true;
        state.positionSeconds = 29.0;
        side.setState(state);
        QCOMPARE(side.chipText(), QStringLiteral("playing"));
        const auto filled = countPixels(side.grab().toImage(), currentTheme().clipB);
        state.listenedSeconds = 0.0;  // the other side is what was heard up to here
        side.setState(state);
        const auto empty = countPixels(side.grab().toImage(), currentTheme().clipB);
        QVERIFY(filled - empty > 2000 && filled - empty < 3000);  // 18.2 of 30 s in 398 by 10 pixels
    }

    void aClickOnTheBarGoesThere() {
        RateSide side(QStringLiteral("A"), &Theme::clipA);
        side.resize(432, 112);
        RateSideState state;
        state.spanSeconds = 20.0;
        side.setState(state);
        QSignalSpy chosen(&side, &RateSide::chosen);
        QSignalSpy seek(&side, &RateSide::seekRequested);
        QTest::mouseClick(&side, Qt::LeftButton, {}, QPoint(20, 20));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(seek.count(), 0);
        QTest::mouseClick(&side, Qt::LeftButton, {}, QPoint(16 + 200, 74));
        QCOMPARE(chosen.count(), 2);
        QVERIFY(std::abs(seek.last().at(0).toDouble() - 10.0) < 0.2);
    }

    void marksNameSideMomentAndText() {
        QCOMPARE(markText({0, 12.7, QStringLiteral("click")}), QStringLiteral("A 0:12 click"));
        QCOMPARE(markText({1, 75.0, {}}), QStringLiteral("B 1:15"));
        MarkList list;
        list.setMarks({{0, 1.0, QStringLiteral("click")}, {1, 2.0, {}}});
        QSignalSpy chosen(&list, &MarkList::chosen);
        QSignalSpy removed(&list, &MarkList::removeRequested);
        QTest::mouseClick(list.findChild<QAbstractButton*>("mark1"), Qt::LeftButton);
        QTest::mouseClick(list.findChild<QAbstractButton*>("removeMark0"), Qt::LeftButton);
        QCOMPARE(chosen.last().at(0).toInt(), 1);
        QCOMPARE(removed.last().at(0).toInt(), 0);
        list.setMarks({});
        QVERIFY(list.isHidden());
    }

    void noTwoActionsShareAKey() {
        KeyBindings keys = threeKeys();
        QVERIFY(keys.conflict("bad", Qt::Key_Space).contains(QStringLiteral("“Play”")));
        QVERIFY(!keys.setKey("bad", Qt::Key_Space));
        QVERIFY(!keys.setKey("bad", Qt::Key_Tab));
        QVERIFY(!keys.setKey("bad", QKeySequence()));
        QVERIFY(!keys.setKey("bad", QKeySequence(Qt::Key_A, Qt::Key_B)));
        QCOMPARE(keys.keyOf("bad"), QKeySequence(Qt::Key_G));
        QVERIFY(keys.setKey("bad", Qt::Key_B));
        QVERIFY(keys.conflict("play", Qt::Key_G).isEmpty());  // free again
        QCOMPARE(keys.capOf("next"), QStringLiteral("Enter"));
    }

    void aTextFieldKeepsItsKeys() {
        QWidget page;
        auto* layout = new QVBoxLayout(&page);
        auto* field = new QLineEdit;
        auto* rest = new QWidget;
        rest->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(field);
        layout->addWidget(rest);
        auto* keys = new PageKeys(&page);
        keys->setBindings(threeKeys());
        QSignalSpy pressed(keys, &PageKeys::pressed);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("a gong"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(field->text(), QStringLiteral("a gong"));
        QCOMPARE(pressed.count(), 0);
        rest->setFocus();
        QTest::keyClick(rest, Qt::Key_G);
        QTest::keyClick(rest, Qt::Key_Return);
        QTest::keyClick(rest, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(pressed.count(), 3);
        QCOMPARE(pressed.first().at(0).toString(), QStringLiteral("bad"));
    }
};

QTEST_MAIN(tst_RatingWidgets)
#include "tst_RatingWidgets.moc"
