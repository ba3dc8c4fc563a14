// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QString>
#include <vector>

namespace musicrl {

/// A key and what it does.
struct KeyBinding {
    QString id;    ///< stored: never translated
    QString text;  ///< what the user reads
    QKeySequence key;
};

/// The keys of a page, which their user may change. No two do the same key.
class KeyBindings {
public:
    KeyBindings() = default;
    explicit KeyBindings(std::vector<KeyBinding> defaults) : bindings_(std::move(defaults)) {}

    [[nodiscard]] const std::vector<KeyBinding>& all() const { return bindings_; }
    /// Empty for an id that there is none of.
    [[nodiscard]] QKeySequence keyOf(const QString& id) const;
    /// Short, for a key cap: "⌫" for Backspace, "←" for Left.
    [[nodiscard]] QString capOf(const QString& id) const;
    /// What it does, for the user; empty for an id that there is none of.
    [[nodiscard]] QString textOf(const QString& id) const;
    /// "Jobs (Ctrl+J)": a tool tip that names the key.
    [[nodiscard]] QString hint(const QString& text, const QString& id) const;
    /// Whose key it is; empty when it is nobody's. Enter is on the keypad what Return is in the middle.
    [[nodiscard]] QString idOf(const QKeySequence& key) const;

    /// Why \p id cannot have \p key, in a sentence; empty when it can.
    [[nodiscard]] QString conflict(const QString& id, const QKeySequence& key) const;
    /// \return whether it was taken: not with a conflict
    bool setKey(const QString& id, const QKeySequence& key);

private:
    std::vector<KeyBinding> bindings_;
};

}  // namespace musicrl
