// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listening/KeyBindingTable.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QGridLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int fieldWidth = 120;

}  // namespace

KeyBindingTable::KeyBindingTable(const KeyBindings& keys, const KeyBindings& defaults, QWidget* parent)
    : QWidget(parent), keys_(keys), defaults_(defaults), message_(makeLabel({}, LabelRole::Error)) {
    message_->setObjectName(QStringLiteral("keyMessage"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::tight);
    const int half = (static_cast<int>(keys_.all().size()) + 1) / 2;
    int index = 0;
    for (const KeyBinding& binding : keys_.all()) {
        auto* field = new QKeySequenceEdit(binding.key);
        field->setObjectName(QStringLiteral("key-") + binding.id);
        field->setFixedWidth(fieldWidth);
        field->setAccessibleName(binding.text);
        connect(field, &QKeySequenceEdit::editingFinished, this,
                [this, field, id = binding.id] { take(id, field->keySequence()); });
        fields_[binding.id] = field;
        grid->addWidget(makeLabel(binding.text, LabelRole::Muted), index % half, index < half ? 0 : 3);
        grid->addWidget(field, index % half, index < half ? 1 : 4);
        ++index;
    }
    grid->setColumnMinimumWidth(2, space::large);
    auto* restore = new QPushButton(tr("Defaults"));
    restore->setObjectName(QStringLiteral("defaultKeys"));
    connect(restore, &QPushButton::clicked, this, &KeyBindingTable::restoreDefaults);
    auto* foot = new QHBoxLayout;
    foot->addWidget(message_, 1);
    foot->addWidget(restore);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(grid);
    layout->addLayout(foot);
}

QString KeyBindingTable::message() const {
    return message_->text();
}

void KeyBindingTable::take(const QString& id, const QKeySequence& key) {
    if (key == keys_.keyOf(id)) {
        return;
    }
    message_->setText(keys_.conflict(id, key));
    const bool taken = keys_.setKey(id, key);
    showKeys();
    if (taken) {
        Q_EMIT changed();
    }
}

void KeyBindingTable::restoreDefaults() {
    keys_ = defaults_;
    message_->clear();
    showKeys();
    Q_EMIT changed();
}

void KeyBindingTable::showKeys() {
    for (const KeyBinding& binding : keys_.all()) {
        fields_.at(binding.id)->setKeySequence(binding.key);
    }
}

}  // namespace musicrl
