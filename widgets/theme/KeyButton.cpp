// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/KeyButton.h"

#include "widgets/theme/Theme.h"

#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int sidePadding = 12;
constexpr int buttonHeight = 30;
constexpr int capHeight = 18;
constexpr int iconSide = 16;
constexpr double disabledOpacity = 0.5;

QFont keyFont() {
    QFont font = currentTheme().small;
    font.setPixelSize(11);
    return font;
}

}  // namespace

KeyButton::KeyButton(const QString& text, const QString& key, QWidget* parent) : QPushButton(text, parent), key_(key) {
    setProperty("keyButton", true);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void KeyButton::setKey(const QString& key) {
    key_ = key;
    updateGeometry();
    update();
}

void KeyButton::setInk(QColor Theme::*color) {
    ink_ = color;
    update();
}

int KeyButton::keyWidth() const {
    return key_.isEmpty() ? 0 : std::max(capHeight, QFontMetrics(keyFont()).horizontalAdvance(key_) + 12);
}

QSize KeyButton::sizeHint() const {
    int width = 2 * sidePadding + QFontMetrics(currentTheme().body).horizontalAdvance(text());
    if (!icon().isNull()) {
        width += iconSide + (text().isEmpty() ? 0 : space::small);
    }
    if (!key_.isEmpty()) {
        width += keyWidth() + (text().isEmpty() && icon().isNull() ? 0 : space::small);
    }
    return {width, buttonHeight};
}

void KeyButton::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    option.icon = QIcon();
    painter.drawControl(QStyle::CE_PushButton, option);
    painter.setRenderHint(QPainter::Antialiasing);

    const bool primary = property("primary").toBool();
    QColor ink = ink_ != nullptr ? theme.*ink_ : (primary ? QColor(Qt::white) : theme.text);
    if (!isEnabled()) {
        ink = theme.mutedText;
    }
    if (isChecked()) {
        const QColor frame = ink_ != nullptr ? theme.*ink_ : theme.clipA;
        QColor fill = frame;
        fill.setAlphaF(0.12F);  // the frame alone could also be the focus
        painter.setPen(QPen(frame, 1.0));
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius, space::radius);
    }
    painter.setOpacity(isEnabled() ? 1.0 : disabledOpacity);
    painter.setBrush(Qt::NoBrush);
    int x = sidePadding + std::max(0, (width() - sizeHint().width()) / 2);
    if (!icon().isNull()) {
        icon().paint(&painter, x, (height() - iconSide) / 2, iconSide, iconSide);
        x += iconSide + space::small;
    }
    painter.setFont(theme.body);
    painter.setPen(ink);
    const int textWidth = QFontMetrics(theme.body).horizontalAdvance(text());
    painter.drawText(QRect(x, 0, textWidth + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (!key_.isEmpty()) {
        x += text().isEmpty() ? 0 : textWidth + space::small;
        const QRectF cap(x + 0.5, (height() - capHeight) / 2 + 0.5, keyWidth() - 1, capHeight - 1);
        painter.setPen(primary ? blend(theme.accent, Qt::white, 0.4) : theme.strongBorder);
        painter.drawRoundedRect(cap, 3, 3);
        painter.setFont(keyFont());
        painter.setPen(primary ? blend(theme.accent, Qt::white, 0.8) : theme.mutedText);
        painter.drawText(cap, Qt::AlignCenter, key_);
    }
}

}  // namespace musicrl
