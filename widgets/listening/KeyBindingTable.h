// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/listening/KeyBindings.h"

#include <QWidget>
#include <map>

class QKeySequenceEdit;
class QLabel;

namespace musicrl {

/// Keys to be changed, a row each: click the field, press the new key. One that is taken is refused in a sentence and
/// the old one stays.
class KeyBindingTable : public QWidget {
    Q_OBJECT
public:
    /// \param defaults  what "Defaults" goes back to
    KeyBindingTable(const KeyBindings& keys, const KeyBindings& defaults, QWidget* parent = nullptr);

    [[nodiscard]] const KeyBindings& keys() const { return keys_; }
    [[nodiscard]] QString message() const;

Q_SIGNALS:
    void changed();

private:
    void take(const QString& id, const QKeySequence& key);
    void restoreDefaults();
    void showKeys();

    KeyBindings keys_;
    KeyBindings defaults_;
    std::map<QString, QKeySequenceEdit*> fields_;
    QLabel* message_;
};

}  // namespace musicrl
