// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/PracticeTexts.h"

#include <QCoreApplication>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("PracticeTexts", text);
}

PracticeAttempt newest(const PracticeProgress& practice) {
    return practice.begun.empty() ? PracticeAttempt{} : practice.begun.back();
}

QString whatFollows(const PracticeProgress& practice) {
    const PracticeAttempt attempt = newest(practice);
    if (practice.state == PracticeProgress::State::Passed) {
        return say("%1 of %2 were right: practice is passed. What follows counts.")
            .arg(attempt.right)
            .arg(practice.trials);
    }
    if (attempt.answered < practice.trials) {
        return say("%1 of %2 right so far; %3 of %4 are needed.")
            .arg(attempt.right)
            .arg(attempt.answered)
            .arg(practice.needed)
            .arg(practice.trials);
    }
    const QString missed =
        say("%1 of %2 were right, and %3 are needed.").arg(attempt.right).arg(practice.trials).arg(practice.needed);
    return practice.state == PracticeProgress::State::Failed
               ? missed
               : missed + u' ' +
                     say("Practice comes again with other clips: attempt %1 of %2.")
                         .arg(practice.attempt())
                         .arg(practice.attempts);
}

}  // namespace

QString practiceIntroduction(const PracticeProgress& practice) {
    return say("First comes practice, which does not count and has right answers: in each of %1 trials one clip is the "
               "other one under noise. After each answer you are told whether you chose the clean one; %2 must be "
               "right before you go on.")
        .arg(practice.trials)
        .arg(practice.needed);
}

QString practiceHeading(const PracticeProgress& practice) {
    return practice.lastRight ? say("Right") : say("Not right");
}

QString practiceFeedback(const PracticeProgress& practice) {
    const Side better = practice.lastBetter.value_or(Side::A);
    return say("%1 was the clean clip, %2 the same one under noise.")
               .arg(QString::fromStdString(textOf(better)),
                    QString::fromStdString(textOf(better == Side::A ? Side::B : Side::A))) +
           QStringLiteral("\n\n") + whatFollows(practice);
}

QString practiceFailure(const PracticeProgress& practice) {
    return say("This study asks that its practice be passed, and the last of %1 attempts is over. So there is nothing "
               "more to judge here: tell who runs the study. Thank you for listening.")
        .arg(practice.attempts);
}

QString practiceState(const PracticeProgress& practice) {
    switch (practice.state) {
        case PracticeProgress::State::Passed:
            return say("passed");
        case PracticeProgress::State::Failed:
            return say("not passed");
        case PracticeProgress::State::Open:
            break;
    }
    return practice.begun.empty() ? QString() : say("attempt %1 of %2").arg(practice.attempt()).arg(practice.attempts);
}

}  // namespace musicrl
