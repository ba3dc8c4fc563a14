// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyMap.h"

#include <QWidget>
#include <vector>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace musicrl {

/// All keys, a row each under the place where they are at work: to be searched by what they do or by the key, and to be
/// changed. Click a field and press the new key; one that is taken is refused in a sentence and the old one stays.
class KeyMapTable : public QWidget {
    Q_OBJECT
public:
    /// \param defaults  what "Defaults" goes back to \param first  whose keys stand at the top
    KeyMapTable(const KeyMap& keys, const KeyMap& defaults, KeyContext first, QWidget* parent = nullptr);

    [[nodiscard]] const KeyMap& keys() const { return keys_; }
    [[nodiscard]] QString message() const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        KeyContext context;
        QString id;
        QString searched;  ///< what it does and where, in small letters
        QWidget* line;
        QLabel* usual;  ///< which key it has by default, where that is another one
        QKeySequenceEdit* field;
    };
    struct Section {
        QWidget* area;
        std::vector<Row> rows;
    };

    void buildFoot(QVBoxLayout& layout);
    QWidget* buildSections(KeyContext first);
    Section buildSection(const KeyGroup& group);
    Row buildRow(const KeyGroup& group, const KeyBinding& binding);
    void take(KeyContext context, const QString& id, const QKeySequence& key);
    void restoreDefaults();
    void showKeys();
    void search(const QString& text);

    KeyMap keys_;
    KeyMap defaults_;
    std::vector<Section> sections_;
    QLineEdit* search_ = nullptr;
    QLabel* nothing_ = nullptr;
    QLabel* message_ = nullptr;
};

}  // namespace musicrl
