// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/QuestionSets.h"

#include <QCoreApplication>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("QuestionSets", text);
}

Json question(const char* id, const QString& text, const char* kind, int steps, bool tie) {
    return {{"id", id}, {"text", text.toStdString()}, {"kind", kind}, {"steps", steps}, {"tie", tie}};
}

}  // namespace

QStringList questionSetNames() {
    return {say("overall, −2 … +2"), say("overall, text and sound, −2 … +2"), say("overall, −3 … +3"),
            say("each clip 1 to 5, as in the paper")};
}

Json questionsOf(QuestionSet set, const std::string& kind, bool tieAllowed) {
    if (kind != "pairs") {
        return nullptr;
    }
    if (set == QuestionSet::PaperRating) {
        return Json::array({question("overall", say("How good is this clip?"), "rating", 2, true)});
    }
    const int steps = set == QuestionSet::SevenSteps ? 3 : 2;
    Json questions =
        Json::array({question("overall", say("Overall, which do you like more?"), "preference", steps, tieAllowed)});
    if (set == QuestionSet::ThreeDimensions) {
        questions.push_back(question("fits", say("Which fits the text better?"), "preference", steps, tieAllowed));
        questions.push_back(question("quality", say("Which sounds cleaner?"), "preference", steps, tieAllowed));
    }
    return questions;
}

}  // namespace musicrl
