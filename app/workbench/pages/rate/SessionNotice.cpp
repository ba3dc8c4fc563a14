// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/SessionNotice.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Centred.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int textWidth = 560;

}  // namespace

SessionNotice::SessionNotice(QWidget* parent)
    : QWidget(parent),
      heading_(makeLabel({}, LabelRole::Heading)),
      text_(makeLabel({}, LabelRole::Muted)),
      on_(new KeyButton({})),
      other_(new KeyButton({})) {
    heading_->setObjectName(QStringLiteral("notice-heading"));
    text_->setObjectName(QStringLiteral("notice-text"));
    on_->setObjectName(QStringLiteral("notice-on"));
    other_->setObjectName(QStringLiteral("notice-other"));
    heading_->setStyleSheet(QStringLiteral("font-size: 24px; font-weight: 600;"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    for (QLabel* label : {heading_, text_}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setFixedWidth(textWidth);
    }
    on_->setProperty("primary", true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addStretch();
    for (KeyButton* button : {other_, on_}) {
        button->setFocusPolicy(Qt::NoFocus);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(space::large);
    column->addStretch(2);
    column->addLayout(centred(heading_));
    column->addLayout(centred(text_));
    column->addSpacing(space::small);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(on_, &QPushButton::clicked, this, &SessionNotice::wentOn);
    connect(other_, &QPushButton::clicked, this, &SessionNotice::otherChosen);
}

void SessionNotice::show(const QString& heading, const QString& text, const QString& on, const QString& other) {
    heading_->setText(heading);
    text_->setText(text);
    on_->setText(on);
    other_->setText(other);
    on_->setVisible(!on.isEmpty());
    other_->setVisible(!other.isEmpty());
    on_->updateGeometry();
    other_->updateGeometry();
}

void SessionNotice::setKeys(const QString& on, const QString& other) {
    on_->setKey(on);
    other_->setKey(other);
}

bool SessionNotice::canGoOn() const {
    return !on_->text().isEmpty();
}

bool SessionNotice::offersOther() const {
    return other_->isVisible();
}

}  // namespace musicrl
