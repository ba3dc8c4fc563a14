// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/Theme.h"

#include <QPushButton>
#include <QString>

namespace musicrl {

/// A push button that shows the key that does the same as a key cap to the right of its text.
///
/// It only shows the key; a shortcut is set where the action lives. Set the dynamic property "primary" for the one
/// main action of a card.
class KeyButton : public QPushButton {
    Q_OBJECT
public:
    explicit KeyButton(const QString& text, const QString& key = {}, QWidget* parent = nullptr);

    void setKey(const QString& key);
    [[nodiscard]] const QString& key() const { return key_; }
    /// A colour of its own for the text and, while checked, the frame: A blue, B orange.
    void setInk(QColor Theme::*color);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int keyWidth() const;

    QString key_;
    QColor Theme::*ink_ = nullptr;
};

}  // namespace musicrl
