// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/settings/DefaultKeys.h"

#include "app/workbench/pages/rate/RatingKeys.h"

#include <QCoreApplication>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("DefaultKeys", text);
}

QKeySequence with(Qt::KeyboardModifier modifier, Qt::Key key) {
    return QKeyCombination(modifier, key);
}

KeyBindings everywhere() {
    return KeyBindings({
        {QStringLiteral("library"), say("Library"), with(Qt::ControlModifier, Qt::Key_1)},
        {QStringLiteral("generate"), say("Generate"), with(Qt::ControlModifier, Qt::Key_2)},
        {QStringLiteral("listen"), say("Listen"), with(Qt::ControlModifier, Qt::Key_3)},
        {QStringLiteral("rate"), say("Rate"), with(Qt::ControlModifier, Qt::Key_4)},
        {QStringLiteral("train"), say("Train"), with(Qt::ControlModifier, Qt::Key_5)},
        {QStringLiteral("evaluate"), say("Evaluate"), with(Qt::ControlModifier, Qt::Key_6)},
        {QStringLiteral("jobs"), say("Jobs"), with(Qt::ControlModifier, Qt::Key_J)},
        {QStringLiteral("sound"), say("Sound output and volume"), with(Qt::ControlModifier, Qt::Key_U)},
        {QStringLiteral("theme"), say("Light or dark"), with(Qt::ControlModifier, Qt::Key_T)},
        {QStringLiteral("keys"), say("All keys"), Qt::Key_F1},
        {QStringLiteral("quit"), say("Close the window"), with(Qt::ControlModifier, Qt::Key_Q)},
    });
}

KeyBindings transport() {
    std::vector<KeyBinding> keys = {{QStringLiteral("play"), say("Play or pause"), Qt::Key_Space}};
    for (int lane = 0; lane < 8; ++lane) {
        keys.push_back({QStringLiteral("hear%1").arg(QChar(u'A' + lane)), say("Hear %1").arg(QChar(u'A' + lane)),
                        QKeySequence(Qt::Key_1 + lane)});
    }
    keys.push_back({QStringLiteral("switch"), say("The next clip, same place"), Qt::Key_X});
    keys.push_back({QStringLiteral("loop"), say("Loop on or off"), Qt::Key_L});
    keys.push_back({QStringLiteral("level"), say("Level match on or off"), Qt::Key_V});
    return KeyBindings(std::move(keys));
}

KeyBindings listen() {
    return KeyBindings({
        {QStringLiteral("blind"), say("Hide or show which clip is which"), Qt::Key_B},
        {QStringLiteral("spectrograms"), say("Spectrograms or waveforms"), Qt::Key_S},
        {QStringLiteral("hideScores"), say("Hide scores until the vote"), Qt::Key_H},
        {QStringLiteral("preference1"), say("First much better"), Qt::Key_Q},
        {QStringLiteral("preference2"), say("First better"), Qt::Key_W},
        {QStringLiteral("preference3"), say("Same"), Qt::Key_E},
        {QStringLiteral("preference4"), say("Second better"), Qt::Key_R},
        {QStringLiteral("preference5"), say("Second much better"), Qt::Key_T},
        {QStringLiteral("rewind"), say("2 s back"), Qt::Key_Left},
        {QStringLiteral("forward"), say("2 s on"), Qt::Key_Right},
        {QStringLiteral("start"), say("To the start, or the loop's"), Qt::Key_Home},
        {QStringLiteral("loopBegin"), say("Loop begins here"), Qt::Key_I},
        {QStringLiteral("loopEnd"), say("Loop ends here"), Qt::Key_O},
        {QStringLiteral("loopAll"), say("Loop the whole clip"), with(Qt::ShiftModifier, Qt::Key_L)},
        {QStringLiteral("zoomIn"), say("Zoom in"), Qt::Key_Plus},
        {QStringLiteral("zoomOut"), say("Zoom out"), Qt::Key_Minus},
        {QStringLiteral("zoomLoop"), say("Zoom to the loop"), Qt::Key_Z},
        {QStringLiteral("zoomAll"), say("Show the whole clip"), Qt::Key_0},
    });
}

KeyBindings libraryTable() {
    return KeyBindings({
        {QStringLiteral("play"), say("Play this clip"), Qt::Key_Space},
        {QStringLiteral("open"), say("Open in Listen"), Qt::Key_Return},
        {QStringLiteral("laneA"), say("Put into lane A"), Qt::Key_A},
        {QStringLiteral("laneB"), say("Put into lane B"), Qt::Key_B},
        {QStringLiteral("star"), say("Star on or off"), Qt::Key_S},
        {QStringLiteral("filter"), say("To the filter"), Qt::Key_F},
        {QStringLiteral("copy"), say("Copy the prompt"), with(Qt::ControlModifier, Qt::Key_C)},
        {QStringLiteral("remove"), say("Move to the trash"), Qt::Key_Delete},
    });
}

KeyGroup group(KeyContext context, const char* name, const QString& title, KeyBindings keys) {
    return {context, QString::fromLatin1(name), title, std::move(keys)};
}

}  // namespace

KeyMap defaultKeys() {
    const KeyBindings library({
        {QStringLiteral("find"), say("To the filter"), with(Qt::ControlModifier, Qt::Key_F)},
        {QStringLiteral("refresh"), say("Look for new clips"), Qt::Key_F5},
    });
    const KeyBindings generate(
        {{QStringLiteral("generate"), say("Generate"), with(Qt::ControlModifier, Qt::Key_Return)}});
    const KeyBindings train({{QStringLiteral("compare"), say("Compare checked samples"), Qt::Key_C}});
    return KeyMap({
        group(KeyContext::Everywhere, "window", say("Everywhere"), everywhere()),
        group(KeyContext::Transport, "transport", say("Transport"), transport()),
        group(KeyContext::Listen, "listen", say("Listen"), listen()),
        group(KeyContext::Library, "library", say("Library"), library),
        group(KeyContext::Clips, "clips", say("Library, in the table"), libraryTable()),
        group(KeyContext::Generate, "generate", say("Generate"), generate),
        group(KeyContext::Train, "train", say("Train"), train),
        group(KeyContext::Rating, "rate", say("Rating session"), defaultRatingKeys()),
    });
}

}  // namespace musicrl
