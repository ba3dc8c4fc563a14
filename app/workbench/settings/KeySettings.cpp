// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/settings/KeySettings.h"

#include "app/workbench/settings/DefaultKeys.h"

#include <QSettings>

namespace musicrl {
namespace {

QString storedName(const KeyGroup& group, const QString& id) {
    return group.name + QLatin1Char('/') + id;
}

/// As it came again is each key that was changed to one that another has; the rest stays.
KeyMap withoutClashes(const KeyMap& stored) {
    const KeyMap defaults = defaultKeys();
    std::vector<KeyGroup> groups = stored.groups();
    for (KeyGroup& group : groups) {
        std::vector<KeyBinding> kept = group.keys.all();
        for (KeyBinding& binding : kept) {
            if (!stored.conflict(group.context, binding.id, binding.key).isEmpty()) {
                binding.key = defaults.of(group.context).keyOf(binding.id);
            }
        }
        group.keys = KeyBindings(std::move(kept));
    }
    return KeyMap(std::move(groups));
}

KeyMap readKeys(const std::filesystem::path& file) {
    const QSettings stored(QString::fromStdString(file.string()), QSettings::IniFormat);
    std::vector<KeyGroup> groups = defaultKeys().groups();
    for (KeyGroup& group : groups) {
        std::vector<KeyBinding> wanted = group.keys.all();
        for (KeyBinding& binding : wanted) {
            const QString text = stored.value(storedName(group, binding.id)).toString();
            binding.key = text.isEmpty() ? binding.key : QKeySequence(text, QKeySequence::PortableText);
        }
        group.keys = KeyBindings(std::move(wanted));  // two may have changed places, so all are judged together
    }
    KeyMap keys(std::move(groups));
    constexpr int mostRounds = 8;  // a key that came back may stand in another's way
    for (int round = 0; round < mostRounds && !keys.isSound(); ++round) {
        keys = withoutClashes(keys);
    }
    return keys.isSound() ? keys : defaultKeys();
}

}  // namespace

KeySettings::KeySettings(QObject* parent) : QObject(parent), map_(defaultKeys()) {}

void KeySettings::open(const std::filesystem::path& file) {
    file_ = file;
    map_ = file.empty() ? defaultKeys() : readKeys(file);
    Q_EMIT changed();
}

void KeySettings::setMap(const KeyMap& map) {
    map_ = map;
    write();
    Q_EMIT changed();
}

void KeySettings::follow(KeyContext context, QObject* user, const std::function<void(const KeyBindings&)>& show) {
    show(of(context));
    connect(this, &KeySettings::changed, user, [this, context, show] { show(of(context)); });
}

void KeySettings::write() const {
    if (file_.empty()) {
        return;
    }
    QSettings stored(QString::fromStdString(file_.string()), QSettings::IniFormat);
    const KeyMap defaults = defaultKeys();
    for (const KeyGroup& group : map_.groups()) {
        for (const KeyBinding& binding : group.keys.all()) {
            if (binding.key == defaults.of(group.context).keyOf(binding.id)) {
                stored.remove(storedName(group, binding.id));  // what was not changed follows the program
            } else {
                stored.setValue(storedName(group, binding.id), binding.key.toString(QKeySequence::PortableText));
            }
        }
    }
}

}  // namespace musicrl
