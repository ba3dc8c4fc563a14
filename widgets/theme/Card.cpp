// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/Card.h"

#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

const char* roleName(LabelRole role) {
    switch (role) {
        case LabelRole::Title: return "title";
        case LabelRole::Heading: return "heading";
        case LabelRole::Muted: return "muted";
        case LabelRole::Caption: return "caption";
        case LabelRole::Mono: return "mono";
        case LabelRole::Chip: return "chip";
        case LabelRole::GoodChip: return "goodChip";
        case LabelRole::BadChip: return "badChip";
        case LabelRole::KeyCap: return "keyCap";
        case LabelRole::Error: return "error";
    }
    return "";
}

}  // namespace

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent), body_(new QVBoxLayout(this)), titleLine_(new QHBoxLayout), title_(makeLabel(title, LabelRole::Title)) {
    setProperty("role", "card");
    body_->setContentsMargins(space::large, space::medium, space::large, space::medium);
    body_->setSpacing(space::small);
    titleLine_->setSpacing(space::small);
    titleLine_->addWidget(title_);
    body_->addLayout(titleLine_);
    title_->setVisible(!title.isEmpty());  // now that it has a parent: without one it would be a window
}

void Card::setTitle(const QString& title) {
    title_->setText(title);
    title_->setVisible(!title.isEmpty());
}

QLabel* makeLabel(const QString& text, LabelRole role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", roleName(role));
    if (role == LabelRole::Chip || role == LabelRole::GoodChip || role == LabelRole::BadChip || role == LabelRole::KeyCap) {
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
    }
    if (role == LabelRole::Error) {
        label->setWordWrap(true);
    }
    return label;
}

}  // namespace musicrl
