// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/VoteList.h"

#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr int rowHeight = 44;

QString scoreText(const Answer& answer) {
    if (answer.ratingA && answer.ratingB) {
        return QStringLiteral(" %1 : %2").arg(*answer.ratingA).arg(*answer.ratingB);
    }
    if (answer.ratingA) {
        return QString::number(*answer.ratingA);
    }
    return {};
}

/// "tuned over base", with the scores where clips were scored.
QString voteText(const RevealedJudgement& vote, const std::string& question) {
    const QString a = QString::fromStdString(vote.a.model);
    const auto found = std::find_if(vote.judgement.answers.begin(), vote.judgement.answers.end(),
                                    [&](const Answer& answer) { return answer.question == question; });
    const QString scores = found == vote.judgement.answers.end() ? QString() : scoreText(*found);
    if (!vote.b) {
        return a + QStringLiteral(": ") + scores;
    }
    const QString b = QString::fromStdString(vote.b->model);
    if (found != vote.judgement.answers.end() && found->identity) {
        const QString named = found->identity == Side::A ? a : b;
        return found->identity == vote.trial.answer ? VoteList::tr("X taken for %1, rightly").arg(named)
                                                    : VoteList::tr("X taken for %1, wrongly").arg(named);
    }
    const std::optional<PreferenceLabel> label = labelOf(vote.judgement, question);
    switch (label.value_or(PreferenceLabel::CannotJudge)) {
        case PreferenceLabel::A:
            return VoteList::tr("%1 over %2").arg(a, b) + scores;
        case PreferenceLabel::B:
            return VoteList::tr("%1 over %2").arg(b, a) + scores;
        case PreferenceLabel::Tie:
            return VoteList::tr("%1 and %2 the same").arg(a, b) + scores;
        case PreferenceLabel::BothBad:
            return VoteList::tr("%1, %2: both bad").arg(a, b);
        case PreferenceLabel::CannotJudge:
            return VoteList::tr("%1, %2: cannot judge").arg(a, b);
    }
    return {};
}

QString detailText(const RevealedJudgement& vote) {
    QString text = QString::fromStdString(vote.judgement.rater) + QStringLiteral(" · ") +
                   QString::fromStdString(vote.trial.prompt);
    if (!vote.judgement.note.empty()) {
        text += QStringLiteral(" · “%1”").arg(QString::fromStdString(vote.judgement.note));
    }
    return text;
}

}  // namespace

VoteList::VoteList(QWidget* parent)
    : Card(tr("Votes"), parent), count_(makeLabel({}, LabelRole::Chip)), table_(new QTableWidget(0, 1)) {
    titleLine()->addWidget(count_);
    titleLine()->addStretch();
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("close"), &Theme::mutedText));
    close->setToolTip(tr("Close"));
    close->setObjectName(QStringLiteral("closeVotes"));
    titleLine()->addWidget(close);
    connect(close, &QToolButton::clicked, this, &VoteList::closed);
    table_->setObjectName(QStringLiteral("votes"));
    table_->setAccessibleName(tr("Votes"));
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setTextElideMode(Qt::ElideRight);
    table_->horizontalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    body()->addWidget(makeLabel(tr("Click one to hear its clips."), LabelRole::Caption));
    body()->addWidget(table_, 1);
    const auto open = [this](int row) {
        const Clips& clips = clips_[static_cast<std::size_t>(row)];
        Q_EMIT opened(clips.a, clips.b);
    };
    connect(table_, &QTableWidget::cellClicked, this, open);
    connect(table_, &QTableWidget::cellActivated, this, open);  // by Enter
}

void VoteList::showVotes(const RevealedStudy& study, const std::string& question, const QString& title,
                         const VoteFilter& filter) {
    setTitle(title);
    clips_.clear();
    table_->setRowCount(0);
    for (const RevealedJudgement& vote : study.judgements) {
        if (!vote.counts() || !filter(vote)) {
            continue;
        }
        const int row = table_->rowCount();
        table_->insertRow(row);
        auto* item = new QTableWidgetItem(voteText(vote, question) + u'\n' + detailText(vote));
        item->setToolTip(detailText(vote));
        table_->setItem(row, 0, item);
        clips_.push_back({QString::fromStdString(vote.a.source.string()),
                          vote.b ? QString::fromStdString(vote.b->source.string()) : QString()});
    }
    count_->setText(QString::number(clips_.size()));
}

int VoteList::count() const {
    return static_cast<int>(clips_.size());
}

}  // namespace musicrl
