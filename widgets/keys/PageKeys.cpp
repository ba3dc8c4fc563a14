// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/PageKeys.h"

#include "widgets/keys/KeySequences.h"
#include "widgets/theme/TypedInto.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QShortcut>
#include <QWidget>
#include <algorithm>

namespace musicrl {
namespace {

/// Whether a field that is typed into may need it; with Ctrl or Alt, and those of the upper row, it takes its own by
/// itself.
bool isForTyping(const QKeyCombination& key) {
    const bool isFunction = key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35;
    return !isFunction && (key.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
}

bool isWorkedBy(const QObject* control, int key) {
    const bool isArrow = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    if (qobject_cast<const QAbstractSlider*>(control) != nullptr ||
        qobject_cast<const QAbstractItemView*>(control) != nullptr) {
        return isArrow || key == Qt::Key_Home || key == Qt::Key_End;
    }
    const bool isList = qobject_cast<const QComboBox*>(control) != nullptr;
    return (isList && isArrow) ||
           (key == Qt::Key_Space && (isList || qobject_cast<const QAbstractButton*>(control) != nullptr));
}

}  // namespace

PageKeys::PageKeys(QWidget* page) : QObject(page), page_(page) {
    qApp->installEventFilter(this);
}

PageKeys::~PageKeys() = default;

void PageKeys::setBindings(const KeyBindings& keys) {
    for (QShortcut* shortcut : shortcuts_) {
        shortcut->setEnabled(false);
        shortcut->deleteLater();  // the key that led here may be its own
    }
    shortcuts_.clear();
    for (const KeyBinding& binding : keys.all()) {
        auto* shortcut = new QShortcut(page_);
        shortcut->setKeys(sequencesOf(binding.key));
        shortcut->setAutoRepeat(repeating_.contains(binding.id));
        connect(shortcut, &QShortcut::activated, this, [this, id = binding.id] { Q_EMIT pressed(id); });
        shortcuts_.push_back(shortcut);
    }
}

bool PageKeys::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride || !page_->isVisible()) {
        return false;
    }
    if (QApplication::activePopupWidget() != nullptr) {  // an open list or menu has all keys
        event->accept();
        return false;  // a list chooses by this very event
    }
    const auto* press = static_cast<QKeyEvent*>(event);
    const bool isTyped = isTypedInto(watched) && isForTyping(press->keyCombination());
    if (!isTyped && !isWorkedBy(watched, press->key())) {
        return false;
    }
    const Qt::KeyboardModifiers held = press->modifiers() & ~Qt::KeypadModifier;
    const QKeySequence key(QKeyCombination(held, Qt::Key(press->key())));
    const QKeySequence withoutShift(QKeyCombination(held & ~Qt::ShiftModifier, Qt::Key(press->key())));
    const bool isOurs = std::any_of(shortcuts_.begin(), shortcuts_.end(), [&](const QShortcut* shortcut) {
        return shortcut->keys().contains(key) || shortcut->keys().contains(withoutShift);
    });
    if (isOurs) {
        event->accept();
    }
    return isOurs;
}

}  // namespace musicrl
