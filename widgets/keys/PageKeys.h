// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/keys/KeyBindings.h"

#include <QObject>
#include <QSet>
#include <vector>

class QShortcut;

namespace musicrl {

/// A page's keys at work in its whole window while the page is seen. A field that is typed into keeps every key that
/// could write or move in it: no vote is cast by a word in a note. A focused button, list or slider keeps those that
/// work it, and a list or menu that is open has them all.
class PageKeys : public QObject {
    Q_OBJECT
public:
    /// \param page  these keys live and die with it
    explicit PageKeys(QWidget* page);
    ~PageKeys() override;

    void setBindings(const KeyBindings& keys);
    /// Held down, these do their work again and again.
    void setRepeating(const QSet<QString>& ids) { repeating_ = ids; }

Q_SIGNALS:
    void pressed(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* page_;
    QSet<QString> repeating_;
    std::vector<QShortcut*> shortcuts_;
};

}  // namespace musicrl
