// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/MethodsCard.h"

#include "study/StudyReport.h"
#include "widgets/theme/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int leastHeight = 190;  // of the card: six lines and the title

}  // namespace

MethodsCard::MethodsCard(QWidget* parent) : Card(tr("For a methods section"), parent), text_(new QPlainTextEdit) {
    text_->setObjectName(QStringLiteral("methods"));
    text_->setAccessibleName(tr("Methods paragraph"));
    text_->setReadOnly(true);
    text_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // what the numbers leave
    text_->setTabChangesFocus(true);
    setMinimumHeight(leastHeight);  // the field's own is the style sheet's
    auto* copy = new QToolButton;
    copy->setObjectName(QStringLiteral("copyMethods"));
    copy->setIcon(themedIcon(QStringLiteral("copy"), &Theme::mutedText));
    copy->setToolTip(tr("Copy the methods paragraph"));
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
    titleLine()->addStretch();
    titleLine()->addWidget(copy);
    body()->addWidget(text_, 1);
}

void MethodsCard::showQuestion(const EvaluatedQuestion& shown) {
    text_->setPlainText(QString::fromStdString(methodsText(shown.study->study, shown.results())));
}

}  // namespace musicrl
