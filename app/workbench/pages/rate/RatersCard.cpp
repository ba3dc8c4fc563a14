// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/RatersCard.h"

#include "app/workbench/pages/rate/PracticeTexts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace musicrl {
namespace {

constexpr int rowHeight = 32;
constexpr int practiceColumn = 4;

QTableWidgetItem* cell(const QString& text) {
    auto* item = new QTableWidgetItem(text.isEmpty() ? RatersCard::tr("—") : text);
    item->setFlags(Qt::ItemIsEnabled);
    return item;
}

}  // namespace

RatersCard::RatersCard(QWidget* parent)
    : Card(tr("Raters"), parent),
      table_(new QTableWidget(0, practiceColumn + 1)),
      decided_(makeLabel({}, LabelRole::Muted)),
      seal_(new QPushButton(tr("Seal…"))),
      evaluate_(new QPushButton(tr("Show the results"))) {
    evaluate_->setObjectName(QStringLiteral("evaluateStudy"));
    evaluate_->setProperty("primary", true);
    seal_->setObjectName(QStringLiteral("seal"));
    decided_->setObjectName(QStringLiteral("decided"));
    decided_->setWordWrap(true);
    titleLine()->addStretch();
    titleLine()->addWidget(evaluate_);
    titleLine()->addWidget(seal_);
    buildTable();
    body()->addWidget(decided_);
    body()->addWidget(table_, 1);
    connect(seal_, &QPushButton::clicked, this, &RatersCard::sealRequested);
    connect(evaluate_, &QPushButton::clicked, this, &RatersCard::evaluateRequested);
}

void RatersCard::buildTable() {
    table_->setObjectName(QStringLiteral("raters"));
    table_->setAccessibleName(tr("Raters"));
    table_->setHorizontalHeaderLabels(
        {tr("rater"), tr("judged"), tr("last judgement (UTC)"), tr("heard through"), tr("practice")});
    table_->setShowGrid(false);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setFocusPolicy(Qt::NoFocus);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RatersCard::showProgress(const StudyStatus& status, const JudgedTrials& judged,
                              const std::optional<DecidedPairs>& decided) {
    table_->setRowCount(static_cast<int>(status.raters.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        showRater(row, status.raters[static_cast<std::size_t>(row)]);
    }
    table_->setColumnHidden(practiceColumn, std::none_of(status.raters.begin(), status.raters.end(),
                                                         [](const auto& rater) { return rater.practice.has_value(); }));
    const bool sealed = !status.sealedUtc.empty();
    seal_->setVisible(!sealed);
    seal_->setEnabled(judged.done > 0);
    seal_->setToolTip(judged.done > 0
                          ? tr("Ends the study: nothing more is judged, and the models' names become visible")
                          : tr("Nothing that counts is judged yet"));
    evaluate_->setVisible(sealed);
    decided_->setVisible(decided.has_value() && !sealed);
    if (decided) {
        decided_->setText(
            tr("decided: %1 of %2 pairs of models, before screening. The votes tell so many apart; which, and in "
               "whose favour, stays hidden until the seal. Of studies of equal models, at most one in twenty has any "
               "pair decided, however often one looks, so a study may stop here.")
                .arg(decided->decided)
                .arg(decided->pairs));
    }
}

void RatersCard::showRater(int row, const RaterProgress& rater) {
    table_->setItem(row, 0, cell(QString::fromStdString(rater.rater)));
    table_->setItem(row, 1, cell(tr("%1 of %2").arg(rater.done).arg(rater.count)));
    table_->setItem(row, 2, cell(QString::fromStdString(rater.lastUtc)));
    table_->setItem(row, 3, cell(rater.profile ? QString::fromStdString(rater.profile->playbackDevice) : QString()));
    table_->setItem(row, practiceColumn, cell(rater.practice ? practiceState(*rater.practice) : QString()));
}

void RatersCard::clear() {
    table_->setRowCount(0);
    decided_->hide();
    seal_->hide();
    evaluate_->hide();
}

JudgedTrials judgedThatCount(const StudyStatus& status, std::int64_t practice) {
    JudgedTrials judged;
    for (const RaterProgress& rater : status.raters) {
        judged.done += std::max<std::int64_t>(0, rater.done - practice);
        judged.count += std::max<std::int64_t>(0, rater.count - practice);
    }
    return judged;
}

void askToSeal(QWidget* parent, const JudgedTrials& judged, std::function<void()> seal) {
    const std::int64_t missing = judged.count - judged.done;
    const QString state = missing == 0 ? RatersCard::tr("All %1 trials that count are judged.").arg(judged.count)
                                       : RatersCard::tr(
                                             "%1 of %2 trials that count are judged: %3 would stay without "
                                             "an answer for good.")
                                             .arg(judged.done)
                                             .arg(judged.count)
                                             .arg(missing);
    auto* question =
        new QMessageBox(missing == 0 ? QMessageBox::Question : QMessageBox::Warning, RatersCard::tr("Seal the study?"),
                        RatersCard::tr("%1\n\nNothing more can be judged after the seal, and the models' "
                                       "names become visible. It cannot be undone.")
                            .arg(state),
                        QMessageBox::NoButton, parent);
    question->setObjectName(QStringLiteral("sealQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = question->addButton(RatersCard::tr("Seal"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("sealNow"));
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    QObject::connect(yes, &QPushButton::clicked, parent, std::move(seal));
    question->open();
}

}  // namespace musicrl
