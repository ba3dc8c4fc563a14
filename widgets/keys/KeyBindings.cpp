// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/KeyBindings.h"

#include "widgets/keys/KeySequences.h"

#include <QCoreApplication>
#include <algorithm>

namespace musicrl {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("KeyBindings", text);
}

/// Keys that move the focus, close what is open or belong to the window.
bool isReserved(const QKeyCombination& key) {
    const bool isPlain = key.keyboardModifiers() == Qt::NoModifier || key.keyboardModifiers() == Qt::ShiftModifier;
    return isPlain && (key.key() == Qt::Key_Tab || key.key() == Qt::Key_Backtab || key.key() == Qt::Key_Escape);
}

QKeySequence withoutKeypad(const QKeySequence& key) {
    return key.count() == 1
               ? QKeySequence(QKeyCombination(key[0].keyboardModifiers() & ~Qt::KeypadModifier, key[0].key()))
               : key;
}

}  // namespace

QKeySequence KeyBindings::keyOf(const QString& id) const {
    const auto found =
        std::find_if(bindings_.begin(), bindings_.end(), [&](const KeyBinding& binding) { return binding.id == id; });
    return found == bindings_.end() ? QKeySequence() : found->key;
}

QString KeyBindings::textOf(const QString& id) const {
    const auto found =
        std::find_if(bindings_.begin(), bindings_.end(), [&](const KeyBinding& binding) { return binding.id == id; });
    return found == bindings_.end() ? QString() : found->text;
}

QString KeyBindings::hint(const QString& text, const QString& id) const {
    const QString cap = capOf(id);
    return cap.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, cap);
}

QString KeyBindings::idOf(const QKeySequence& key) const {
    const QKeySequence pressed = withoutKeypad(key);
    const auto found = std::find_if(bindings_.begin(), bindings_.end(), [&](const KeyBinding& binding) {
        return !pressed.isEmpty() && sequencesOf(binding.key).contains(pressed);
    });
    return found == bindings_.end() ? QString() : found->id;
}

QString KeyBindings::capOf(const QString& id) const {
    const QKeySequence key = keyOf(id);
    if (key.count() == 1 && key[0].keyboardModifiers() == Qt::NoModifier) {
        switch (key[0].key()) {
            case Qt::Key_Backspace:
                return QStringLiteral("⌫");
            case Qt::Key_Left:
                return QStringLiteral("←");
            case Qt::Key_Right:
                return QStringLiteral("→");
            case Qt::Key_Up:
                return QStringLiteral("↑");
            case Qt::Key_Down:
                return QStringLiteral("↓");
            case Qt::Key_Return:
                return say("Enter");
            default:
                break;
        }
    }
    return key.toString(QKeySequence::NativeText);
}

QString KeyBindings::conflict(const QString& id, const QKeySequence& key) const {
    if (key.isEmpty()) {
        return say("Press a key: what has none cannot be reached without a mouse.");
    }
    if (key.count() > 1) {
        return say("One key, please: several in a row are slower than the music.");
    }
    if (isReserved(key[0])) {
        return say("%1 moves the focus or closes what is open: choose another key.").arg(key.toString());
    }
    const QList<QKeySequence> wanted = sequencesOf(withoutKeypad(key));
    for (const KeyBinding& binding : bindings_) {
        const QList<QKeySequence> taken = sequencesOf(binding.key);
        if (binding.id != id &&
            std::any_of(wanted.begin(), wanted.end(), [&](const QKeySequence& each) { return taken.contains(each); })) {
            return say("%1 is taken by “%2”: change that one first.")
                .arg(key.toString(QKeySequence::NativeText), binding.text);
        }
    }
    return {};
}

bool KeyBindings::setKey(const QString& id, const QKeySequence& key) {
    if (!conflict(id, key).isEmpty()) {
        return false;
    }
    for (KeyBinding& binding : bindings_) {
        if (binding.id == id) {
            binding.key = key;
            return true;
        }
    }
    return false;
}

}  // namespace musicrl
