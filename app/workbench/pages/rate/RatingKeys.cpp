// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RatingKeys.h"

#include <QCoreApplication>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("RatingKeys", text);
}

}  // namespace

KeyBindings defaultRatingKeys() {
    return KeyBindings({
        {QStringLiteral("play"), say("Play or pause"), Qt::Key_Space},
        {QStringLiteral("hearA"), say("Hear A"), Qt::Key_1},
        {QStringLiteral("hearB"), say("Hear B"), Qt::Key_2},
        {QStringLiteral("hearX"), say("Hear X"), Qt::Key_3},
        {QStringLiteral("switch"), say("The other clip, same place"), Qt::Key_X},
        {QStringLiteral("rewind"), say("2 s back"), Qt::Key_Left},
        {QStringLiteral("forward"), say("2 s on"), Qt::Key_Right},
        {QStringLiteral("start"), say("To the start"), Qt::Key_Home},
        {QStringLiteral("loop"), say("Loop on or off"), Qt::Key_L},
        {QStringLiteral("loopBegin"), say("Loop begins here"), Qt::Key_I},
        {QStringLiteral("loopEnd"), say("Loop ends here"), Qt::Key_O},
        {QStringLiteral("answer1"), say("1st answer from the left"), Qt::Key_Q},
        {QStringLiteral("answer2"), say("2nd answer"), Qt::Key_W},
        {QStringLiteral("answer3"), say("3rd answer"), Qt::Key_E},
        {QStringLiteral("answer4"), say("4th answer"), Qt::Key_R},
        {QStringLiteral("answer5"), say("5th answer"), Qt::Key_T},
        {QStringLiteral("answer6"), say("6th answer"), Qt::Key_Y},
        {QStringLiteral("answer7"), say("7th answer"), Qt::Key_U},
        {QStringLiteral("up"), say("Question above"), Qt::Key_Up},
        {QStringLiteral("down"), say("Question below"), Qt::Key_Down},
        {QStringLiteral("bothBad"), say("Both bad"), Qt::Key_G},
        {QStringLiteral("cannotJudge"), say("Cannot judge"), Qt::Key_H},
        {QStringLiteral("note"), say("Note"), Qt::Key_N},
        {QStringLiteral("mark"), say("Mark this moment"), Qt::Key_M},
        {QStringLiteral("problem"), say("Problem"), Qt::Key_P},
        {QStringLiteral("next"), say("Next"), Qt::Key_Return},
        {QStringLiteral("back"), say("Back (undo)"), Qt::Key_Backspace},
        {QStringLiteral("redo"), say("Forth again (redo)"), QKeyCombination(Qt::ShiftModifier, Qt::Key_Backspace)},
    });
}

QStringList answerKeyIds() {
    QStringList ids;
    for (int i = 1; i <= 7; ++i) {
        ids << QStringLiteral("answer%1").arg(i);
    }
    return ids;
}

}  // namespace musicrl
