// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/KeysDialog.h"

#include "app/workbench/settings/DefaultKeys.h"
#include "app/workbench/settings/KeySettings.h"
#include "widgets/keys/KeyMapTable.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {

KeysDialog::KeysDialog(KeySettings& settings, KeyContext first, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("keysDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    auto* table = new KeyMapTable(settings.map(), defaultKeys(), first);
    connect(table, &KeyMapTable::changed, this, [table, &settings] { settings.setMap(table->keys()); });
    auto* words =
        makeLabel(tr("Click a field and press the new key: it is kept at once. Fields that are typed into keep "
                     "their keys; Tab moves on and Esc closes."),
                  LabelRole::Muted);
    words->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);  // Enter may be the key that is wanted
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addWidget(words);
    column->addWidget(table, 1);
    column->addWidget(buttons);
    resize(560, 680);
}

}  // namespace musicrl
