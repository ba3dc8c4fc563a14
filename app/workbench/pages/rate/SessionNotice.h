// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace musicrl {

class KeyButton;

/// What a session says between trials: a heading, a few lines, one way on and sometimes a second one.
class SessionNotice : public QWidget {
    Q_OBJECT
public:
    explicit SessionNotice(QWidget* parent = nullptr);

    /// \param on, other  the buttons' words; empty: no such button
    void show(const QString& heading, const QString& text, const QString& on, const QString& other = {});
    void setKeys(const QString& on, const QString& other);
    [[nodiscard]] bool canGoOn() const;
    [[nodiscard]] bool offersOther() const;  ///< on the screen

Q_SIGNALS:
    void wentOn();
    void otherChosen();

private:
    QLabel* heading_;
    QLabel* text_;
    KeyButton* on_;
    KeyButton* other_;
};

}  // namespace musicrl
