// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/RaterCard.h"

#include "app/workbench/pages/evaluate/ResultViews.h"
#include "app/workbench/pages/evaluate/TasteCard.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int rowHeight = 30;
constexpr int mostRows = 8;  // of the table; more are scrolled to

QTableWidgetItem* cell(const QString& text, bool isBad, const QString& hint) {
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    item->setToolTip(hint);
    if (isBad) {
        item->setForeground(currentTheme().bad);
    }
    return item;
}

}  // namespace

RaterCard::RaterCard(WorkbenchServices& services, QWidget* parent)
    : Card(tr("Raters"), parent),
      table_(new QTableWidget(0, 6)),
      agreement_(makeLabel({}, LabelRole::Caption)),
      taste_(new TasteCard(services)) {
    titleLine()->addStretch();
    buildTable();
    agreement_->setObjectName(QStringLiteral("agreementText"));
    agreement_->setWordWrap(true);
    body()->addWidget(table_);
    body()->addWidget(agreement_);
    body()->addWidget(taste_);
    body()->addStretch();
    connect(taste_, &TasteCard::trained, this, &RaterCard::trained);
    connect(table_, &QTableWidget::cellClicked, this, [this](int row) { Q_EMIT raterChosen(row); });
}

void RaterCard::buildTable() {
    table_->setObjectName(QStringLiteral("raterTable"));
    table_->setAccessibleName(tr("Raters"));
    const std::pair<QString, QString> columns[] = {
        {tr("rater"), tr("pseudonym")},
        {tr("votes"), tr("judgements that count")},
        {tr("agreement"), tr("correlation with the others' mean answer")},
        {tr("repeats"), tr("hidden repeats answered the same")},
        {tr("gold"), tr("gold pairs answered right")},
        {tr("time"), tr("median of a judgement")},
    };
    for (int i = 0; i < table_->columnCount(); ++i) {
        auto* item = new QTableWidgetItem(columns[i].first);
        item->setToolTip(columns[i].second);
        table_->setHorizontalHeaderItem(i, item);
    }
    table_->setShowGrid(false);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setFocusPolicy(Qt::NoFocus);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RaterCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    agreement_->setText(agreementText(shown.results(), shown.question()));
    showRaters();
    taste_->showStudy(shown.study, shown.id());
}

void RaterCard::showRaters() {
    const std::vector<RaterRow> rows = raterRowsOf(shown_.results());
    table_->setRowCount(static_cast<int>(rows.size()));
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           std::min(table_->rowCount(), mostRows) * rowHeight + 2 * table_->frameWidth());
    for (int i = 0; i < table_->rowCount(); ++i) {
        const RaterRow& row = rows[static_cast<std::size_t>(i)];
        const QString name = row.excluded ? tr("%1, excluded").arg(row.rater) : row.rater;
        int column = 0;
        for (const QString& text : {name, row.judgements, row.agreement, row.repeats, row.gold, row.seconds}) {
            table_->setItem(i, column++, cell(text, row.excluded, row.hint));
        }
    }
}

void RaterCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange && shown_.study != nullptr) {
        showRaters();  // in the colours of the theme
    }
    Card::changeEvent(event);
}

}  // namespace musicrl
