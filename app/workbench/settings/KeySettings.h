// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyMap.h"

#include <QObject>
#include <filesystem>
#include <functional>

namespace musicrl {

/// The keys as their user changed them, kept in keys.ini of the user's state folder. One for the whole workbench.
class KeySettings : public QObject {
    Q_OBJECT
public:
    explicit KeySettings(QObject* parent = nullptr);

    /// Takes what is stored there, but for keys that it gives to two: those are as they came.
    /// \param file  empty: nothing is kept
    void open(const std::filesystem::path& file);

    [[nodiscard]] const KeyMap& map() const { return map_; }
    [[nodiscard]] const KeyBindings& of(KeyContext context) const { return map_.of(context); }
    void setMap(const KeyMap& map);  ///< and keeps it
    /// Calls \p show with the keys of a place, now and when they change, as long as \p user lives.
    void follow(KeyContext context, QObject* user, const std::function<void(const KeyBindings&)>& show);

Q_SIGNALS:
    void changed();

private:
    void write() const;

    std::filesystem::path file_;
    KeyMap map_;
};

}  // namespace musicrl
