// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/KeyMap.h"

#include "widgets/keys/KeySequences.h"

#include <QCoreApplication>
#include <algorithm>

namespace musicrl {
namespace {

bool isPage(KeyContext context) {
    return context == KeyContext::Library || context == KeyContext::Generate || context == KeyContext::Listen ||
           context == KeyContext::Train;
}

}  // namespace

bool areLiveTogether(KeyContext a, KeyContext b) {
    if (a == b || a == KeyContext::Everywhere || b == KeyContext::Everywhere) {
        return true;
    }
    const auto are = [&](auto first, auto second) { return (first(a) && second(b)) || (first(b) && second(a)); };
    const auto is = [](KeyContext wanted) { return [wanted](KeyContext context) { return context == wanted; }; };
    return are(is(KeyContext::Transport), isPage) || are(is(KeyContext::Clips), is(KeyContext::Library));
}

const KeyBindings& KeyMap::of(KeyContext context) const {
    static const KeyBindings none;
    const auto found =
        std::find_if(groups_.begin(), groups_.end(), [&](const KeyGroup& group) { return group.context == context; });
    return found == groups_.end() ? none : found->keys;
}

QString KeyMap::conflict(KeyContext context, const QString& id, const QKeySequence& key) const {
    const QString own = of(context).conflict(id, key);
    if (!own.isEmpty()) {
        return own;
    }
    const QList<QKeySequence> wanted = sequencesOf(key);
    for (const KeyGroup& group : groups_) {
        QString owner;
        for (const QKeySequence& each : wanted) {
            owner = owner.isEmpty() ? group.keys.idOf(each) : owner;
        }
        if (group.context != context && !owner.isEmpty() && areLiveTogether(group.context, context)) {
            return QCoreApplication::translate("KeyMap", "%1 is taken by “%2” (%3): change that one first.")
                .arg(key.toString(QKeySequence::NativeText), group.keys.textOf(owner), group.title);
        }
    }
    return {};
}

bool KeyMap::setKey(KeyContext context, const QString& id, const QKeySequence& key) {
    if (!conflict(context, id, key).isEmpty()) {
        return false;
    }
    for (KeyGroup& group : groups_) {
        if (group.context == context) {
            return group.keys.setKey(id, key);
        }
    }
    return false;
}

bool KeyMap::isSound() const {
    return std::all_of(groups_.begin(), groups_.end(), [this](const KeyGroup& group) {
        const std::vector<KeyBinding>& keys = group.keys.all();
        return std::all_of(keys.begin(), keys.end(), [&](const KeyBinding& binding) {
            return conflict(group.context, binding.id, binding.key).isEmpty();
        });
    });
}

}  // namespace musicrl
