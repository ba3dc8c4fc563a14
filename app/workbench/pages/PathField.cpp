// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/PathField.h"

#include "widgets/theme/Theme.h"

#include <QAction>
#include <QFileDialog>
#include <utility>

namespace musicrl {

PathField::PathField(QString name, Kind kind, QWidget* parent) : QLineEdit(parent), name_(std::move(name)), kind_(kind) {
    setAccessibleName(name_);
    QAction* open = addAction(themedIcon(QStringLiteral("open"), &Theme::mutedText), QLineEdit::TrailingPosition);
    open->setToolTip(tr("Choose…"));
    connect(open, &QAction::triggered, this, &PathField::choose);
}

void PathField::choose() {
    auto* dialog = new QFileDialog(this, name_, text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(kind_ == Kind::Folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &QLineEdit::setText);
    dialog->open();
}

}  // namespace musicrl
