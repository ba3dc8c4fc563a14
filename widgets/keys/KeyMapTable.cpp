// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keys/KeyMapTable.h"

#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int fieldWidth = 128;

}  // namespace

KeyMapTable::KeyMapTable(const KeyMap& keys, const KeyMap& defaults, KeyContext first, QWidget* parent)
    : QWidget(parent), keys_(keys), defaults_(defaults) {
    search_ = new QLineEdit;
    search_->setObjectName(QStringLiteral("keySearch"));
    search_->setPlaceholderText(tr("Search a key or what it does"));
    search_->setAccessibleName(search_->placeholderText());
    search_->setClearButtonEnabled(true);
    connect(search_, &QLineEdit::textChanged, this, &KeyMapTable::search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(search_);
    layout->addWidget(buildSections(first), 1);
    buildFoot(*layout);
    showKeys();
    search_->setFocus();
}

QWidget* KeyMapTable::buildSections(KeyContext first) {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::medium, 0);
    column->setSpacing(space::large);
    std::vector<KeyGroup> groups = keys_.groups();
    std::stable_partition(groups.begin(), groups.end(), [&](const KeyGroup& group) { return group.context == first; });
    for (const KeyGroup& group : groups) {
        sections_.push_back(buildSection(group));
        column->addWidget(sections_.back().area);
    }
    nothing_ = makeLabel(tr("No key does that."), LabelRole::Muted);
    nothing_->hide();
    column->addWidget(nothing_);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

KeyMapTable::Section KeyMapTable::buildSection(const KeyGroup& group) {
    Section section{new QWidget, {}};
    auto* column = new QVBoxLayout(section.area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addWidget(makeLabel(group.title, LabelRole::Title));
    for (const KeyBinding& binding : group.keys.all()) {
        section.rows.push_back(buildRow(group, binding));
        column->addWidget(section.rows.back().line);
    }
    return section;
}

KeyMapTable::Row KeyMapTable::buildRow(const KeyGroup& group, const KeyBinding& binding) {
    Row row{group.context,
            binding.id,
            (group.title + u' ' + binding.text).toLower(),
            new QWidget(this),
            makeLabel({}, LabelRole::Caption),
            new QKeySequenceEdit(binding.key)};
    row.field->setObjectName(QStringLiteral("key-%1-%2").arg(group.name, binding.id));
    row.field->setFixedWidth(fieldWidth);
    row.field->setAccessibleName(QStringLiteral("%1, %2").arg(binding.text, group.title));
    connect(row.field, &QKeySequenceEdit::editingFinished, this,
            [this, field = row.field, context = group.context, id = binding.id] {
                take(context, id, field->keySequence());
            });
    auto* line = new QHBoxLayout(row.line);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::medium);
    line->addWidget(makeLabel(binding.text, LabelRole::Muted));
    line->addStretch();
    line->addWidget(row.usual);
    line->addWidget(row.field);
    return row;
}

void KeyMapTable::buildFoot(QVBoxLayout& layout) {
    message_ = makeLabel({}, LabelRole::Error);
    message_->setObjectName(QStringLiteral("keyMessage"));
    message_->setWordWrap(true);
    auto* restore = new QPushButton(tr("Defaults"));
    restore->setObjectName(QStringLiteral("defaultKeys"));
    restore->setToolTip(tr("All keys as they came"));
    restore->setAutoDefault(false);
    connect(restore, &QPushButton::clicked, this, &KeyMapTable::restoreDefaults);
    auto* foot = new QHBoxLayout;
    foot->addWidget(message_, 1);
    foot->addWidget(restore);
    layout.addLayout(foot);
}

QString KeyMapTable::message() const {
    return message_->text();
}

void KeyMapTable::take(KeyContext context, const QString& id, const QKeySequence& key) {
    if (key == keys_.of(context).keyOf(id)) {
        return;
    }
    message_->setText(keys_.conflict(context, id, key));
    const bool taken = keys_.setKey(context, id, key);
    showKeys();
    if (taken) {
        Q_EMIT changed();
    }
}

void KeyMapTable::restoreDefaults() {
    keys_ = defaults_;
    message_->clear();
    showKeys();
    Q_EMIT changed();
}

void KeyMapTable::showKeys() {
    for (const Section& section : sections_) {
        for (const Row& row : section.rows) {
            const QKeySequence usual = defaults_.of(row.context).keyOf(row.id);
            const QKeySequence key = keys_.of(row.context).keyOf(row.id);
            row.field->setKeySequence(key);
            row.usual->setText(key == usual ? QString() : tr("was %1").arg(usual.toString(QKeySequence::NativeText)));
        }
    }
}

/// Every word is somewhere in the row, or all of it is its key.
void KeyMapTable::search(const QString& text) {
    const QString wanted = text.trimmed().toLower();
    const QStringList words = wanted.split(u' ', Qt::SkipEmptyParts);
    bool anything = false;
    for (const Section& section : sections_) {
        bool anyRow = false;
        for (const Row& row : section.rows) {
            const QString key = row.field->keySequence().toString(QKeySequence::NativeText).toLower();
            const bool found =
                key.startsWith(wanted) || std::all_of(words.begin(), words.end(),
                                                      [&](const QString& word) { return row.searched.contains(word); });
            row.line->setVisible(found);
            anyRow = anyRow || found;
        }
        section.area->setVisible(anyRow);
        anything = anything || anyRow;
    }
    nothing_->setVisible(!anything);
}

}  // namespace musicrl
