// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/VotesDialog.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/library/VotesCard.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <filesystem>
#include <utility>

namespace musicrl {
namespace {

QString nameOf(const std::filesystem::path& file, const std::string& model) {
    return QString::fromStdString(model.empty() ? file.stem().string() : model);
}

QString answerText(const ClipVote& vote) {
    const QString a = nameOf(vote.a, vote.modelA);
    const QString b = nameOf(vote.b, vote.modelB);
    if (!vote.label) {
        return vote.ratingA ? VotesDialog::tr("%1: %2").arg(a).arg(*vote.ratingA) : a;
    }
    const QString scores =
        vote.ratingA && vote.ratingB ? QStringLiteral(" (%1 : %2)").arg(*vote.ratingA).arg(*vote.ratingB) : QString();
    switch (*vote.label) {
        case PreferenceLabel::A:
            return VotesDialog::tr("%1 over %2").arg(a, b) + scores;
        case PreferenceLabel::B:
            return VotesDialog::tr("%1 over %2").arg(b, a) + scores;
        case PreferenceLabel::Tie:
            return VotesDialog::tr("%1 and %2 the same").arg(a, b) + scores;
        case PreferenceLabel::BothBad:
            return VotesDialog::tr("%1, %2: both bad").arg(a, b);
        case PreferenceLabel::CannotJudge:
            return VotesDialog::tr("%1, %2: cannot judge").arg(a, b);
    }
    return {};
}

bool isOfStudy(const ClipVote& vote, const std::filesystem::path& projectFolder) {
    return !vote.study.empty() && std::filesystem::exists(projectFolder / "studies" / vote.study / "study.sqlite");
}

}  // namespace

VotesDialog::VotesDialog(WorkbenchServices& services, std::vector<ClipVote> votes, QWidget* parent)
    : QDialog(parent),
      services_(services),
      votes_(std::move(votes)),
      table_(new QTableWidget(0, 6)),
      evaluate_(new QPushButton(tr("Show the study in Evaluate"))) {
    setObjectName(QStringLiteral("votesDialog"));
    setWindowTitle(tr("Votes"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(900, 420);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addWidget(
        makeLabel(tr("Enter or a double click opens the clips of an answer in Listen."), LabelRole::Muted));
    column->addWidget(table_, 1);
    auto* foot = new QHBoxLayout;
    evaluate_->setObjectName(QStringLiteral("showStudy"));
    auto* close = new QPushButton(tr("Close"));
    for (QPushButton* button : {evaluate_, close}) {
        button->setAutoDefault(false);  // Enter is the table's
    }
    foot->addWidget(evaluate_);
    foot->addStretch();
    foot->addWidget(close);
    column->addLayout(foot);
    fill();
    connect(table_, &QTableWidget::cellActivated, this, &VotesDialog::listenTo);
    connect(table_, &QTableWidget::itemSelectionChanged, this, [this] {
        const ClipVote* vote = selected();
        evaluate_->setEnabled(vote != nullptr && isOfStudy(*vote, services_.projectFolder));
    });
    connect(evaluate_, &QPushButton::clicked, this, &VotesDialog::evaluate);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    table_->selectRow(0);
}

void VotesDialog::fill() {
    table_->setObjectName(QStringLiteral("votesTable"));
    table_->setAccessibleName(tr("Votes"));
    table_->setHorizontalHeaderLabels(
        {tr("answer"), tr("question"), tr("rater"), tr("study"), tr("where"), tr("when (UTC)")});
    table_->setShowGrid(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setRowCount(static_cast<int>(votes_.size()));
    for (int row = 0; row < table_->rowCount(); ++row) {
        const ClipVote& vote = votes_[static_cast<std::size_t>(row)];
        const QString when = QString::fromStdString(vote.createdUtc).left(16).replace(u'T', u' ');
        const QStringList cells = {answerText(vote),
                                   QString::fromStdString(vote.question),
                                   QString::fromStdString(vote.rater),
                                   QString::fromStdString(vote.study),
                                   originText(vote.origin),
                                   when};
        for (int cell = 0; cell < cells.size(); ++cell) {
            table_->setItem(row, cell, new QTableWidgetItem(cells[cell].isEmpty() ? QStringLiteral("–") : cells[cell]));
        }
    }
    table_->resizeColumnsToContents();
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

const ClipVote* VotesDialog::selected() const {
    const int row = table_->currentRow();
    return row < 0 ? nullptr : &votes_[static_cast<std::size_t>(row)];
}

void VotesDialog::listenTo(int row) {
    const ClipVote& vote = votes_[static_cast<std::size_t>(row)];
    QStringList clips = {QString::fromStdString(vote.a.string())};
    if (!vote.b.empty()) {
        clips << QString::fromStdString(vote.b.string());
    }
    Q_EMIT services_.listenRequested(clips);
    close();
}

void VotesDialog::evaluate() {
    if (const ClipVote* vote = selected()) {
        Q_EMIT services_.evaluateRequested(
            QString::fromStdString((services_.projectFolder / "studies" / vote->study).string()));
        close();
    }
}

}  // namespace musicrl
