// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace musicrl {

/// A bordered surface with a title line; content goes below the title.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);

    /// Where content goes.
    [[nodiscard]] QVBoxLayout* body() const { return body_; }
    /// The title's line: add a hint, a chip or buttons to its right.
    [[nodiscard]] QHBoxLayout* titleLine() const { return titleLine_; }
    void setTitle(const QString& title);

private:
    QVBoxLayout* body_;
    QHBoxLayout* titleLine_;
    QLabel* title_;
};

enum class LabelRole {
    Title,    ///< of a card
    Heading,  ///< of a page
    Muted,    ///< a second voice
    Caption,  ///< small and muted, above a field
    Mono,     ///< numbers
    Chip,     ///< a fact in a rounded frame
    GoodChip, ///< something alive, in green
    BadChip,  ///< something to look into, in red
    KeyCap,   ///< the key that does the same
    Error,    ///< one sentence about what is wrong
};

/// A label in one of the window's voices.
[[nodiscard]] QLabel* makeLabel(const QString& text, LabelRole role, QWidget* parent = nullptr);

}  // namespace musicrl
