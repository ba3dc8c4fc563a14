// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/AnswerButton.h"

#include <QPainter>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int buttonHeight = 34;
constexpr int capHeight = 18;
constexpr double tint = 0.30;  // of the answer's colour on the ground of a button

QFont capFont() {
    QFont font = currentTheme().small;
    font.setPixelSize(11);
    return font;
}

}  // namespace

AnswerButton::AnswerButton(const QString& text, QColor Theme::*ink, QWidget* parent)
    : QAbstractButton(parent), ink_(ink) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AnswerButton::setKey(const QString& key) {
    key_ = key;
    update();
}

int AnswerButton::capWidth() const {
    return std::max(capHeight, QFontMetrics(capFont()).horizontalAdvance(key_) + 10);
}

QSize AnswerButton::sizeHint() const {
    // Room for a cap even while there is none: the row does not move when it becomes the current one.
    return {QFontMetrics(currentTheme().body).horizontalAdvance(text()) + 2 * space::small + space::small + capHeight,
            buttonHeight};
}

QSize AnswerButton::minimumSizeHint() const {
    return sizeHint();
}

void AnswerButton::enterEvent(QEnterEvent*) {
    update();
}

void AnswerButton::leaveEvent(QEvent*) {
    update();
}

void AnswerButton::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = ink_ != nullptr ? theme.*ink_ : theme.text;
    QColor ground = underMouse() && isEnabled() ? theme.hovered : theme.raised;
    if (isChecked()) {
        ground = blend(theme.raised, ink_ != nullptr ? ink : theme.mutedText, tint);
    }
    painter.setBrush(isEnabled() ? ground : theme.card);
    painter.setPen(QPen(isChecked() ? ink : theme.border, isChecked() ? 1.5 : 1.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), space::radius, space::radius);

    const int textWidth = QFontMetrics(theme.body).horizontalAdvance(text());
    const int whole = textWidth + (key_.isEmpty() ? 0 : space::small + capWidth());
    const int left = std::max(space::tight, (width() - whole) / 2);
    painter.setFont(theme.body);
    painter.setPen(isEnabled() ? (isChecked() ? theme.text : ink) : theme.faintText);
    painter.drawText(QRect(left, 0, textWidth + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (!key_.isEmpty()) {
        const QRectF cap(left + textWidth + space::small + 0.5, (height() - capHeight) / 2 + 0.5, capWidth() - 1,
                         capHeight - 1);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(isChecked() ? blend(ground, theme.text, 0.4) : theme.strongBorder);
        painter.drawRoundedRect(cap, 3, 3);
        painter.setFont(capFont());
        painter.setPen(isChecked() ? theme.text : theme.mutedText);
        painter.drawText(cap, Qt::AlignCenter, key_);
    }
}

}  // namespace musicrl
