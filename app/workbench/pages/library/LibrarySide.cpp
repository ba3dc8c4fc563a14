// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/library/LibrarySide.h"

#include "app/workbench/pages/library/VotesCard.h"
#include "widgets/rewards/BreakdownView.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr int sideWidth = 316;

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}

/// "9f31…c2a0": enough to tell two files apart by eye; the whole is in the tool tip.
QString shortHash(const std::string& hash) {
    return hash.size() > 16 ? textOf(hash.substr(0, 8)) + QChar(0x2026) + textOf(hash.substr(hash.size() - 4))
                            : textOf(hash);
}

QString lengthText(double seconds) {
    const auto whole = static_cast<qint64>(seconds + 0.5);
    return whole < 60 ? LibrarySide::tr("%1 s").arg(seconds, 0, 'f', 1)
                      : LibrarySide::tr("%1:%2 min").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

LibrarySide::LibrarySide(QWidget* parent) : QScrollArea(parent) {
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    column->addWidget(buildScores());
    votes_ = new VotesCard;
    connect(votes_, &VotesCard::votesRequested, this, &LibrarySide::votesRequested);
    column->addWidget(votes_);
    column->addWidget(buildProvenance());
    column->addStretch();
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFixedWidth(sideWidth);
    setWidget(content);
    showNothing();
}

QWidget* LibrarySide::buildScores() {
    scoresCard_ = new Card(tr("Selected clip"));
    title_ = makeLabel({}, LabelRole::Muted);
    title_->setObjectName(QStringLiteral("selectedTitle"));
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    notice_ = makeLabel({}, LabelRole::Muted);
    notice_->setObjectName(QStringLiteral("selectedNotice"));
    notice_->setWordWrap(true);
    breakdown_ = new BreakdownView;
    breakdown_->setLanes(0, std::nullopt);
    breakdown_->setObjectName(QStringLiteral("selectedBreakdown"));
    scoresCard_->body()->addWidget(title_);
    scoresCard_->body()->addWidget(notice_);
    scoresCard_->body()->addWidget(breakdown_);
    return scoresCard_;
}

QWidget* LibrarySide::buildProvenance() {
    provenanceCard_ = new Card(tr("Provenance"));
    provenanceCard_->setObjectName(QStringLiteral("provenance"));
    facts_ = new QFormLayout;
    facts_->setHorizontalSpacing(space::medium);
    facts_->setVerticalSpacing(space::small);
    facts_->setLabelAlignment(Qt::AlignLeft);
    facts_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    provenanceCard_->body()->addLayout(facts_);
    return provenanceCard_;
}

void LibrarySide::clearFacts() {
    while (facts_->rowCount() > 0) {
        facts_->removeRow(0);
    }
}

void LibrarySide::addFact(const QString& name, const QString& value, const QString& hint) {
    if (value.isEmpty()) {
        return;
    }
    QLabel* label = makeLabel(value, LabelRole::Mono);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setToolTip(hint);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->addRow(makeLabel(name, LabelRole::Caption), label);
}

void LibrarySide::showNothing() {
    scoresCard_->setTitle(tr("Selected clip"));
    title_->hide();
    breakdown_->hide();
    notice_->setText(tr("Select a clip to see its scores and where it comes from."));
    notice_->show();
    votes_->hide();
    provenanceCard_->hide();
}

void LibrarySide::showVotes(const std::vector<ClipVote>& votes) {
    votes_->showClip(shown_, votes);
    votes_->show();
}

void LibrarySide::showPairVotes(const LibraryClip& first, const LibraryClip& second,
                                const std::vector<ClipVote>& votes) {
    votes_->showPair(first, second, votes);
    votes_->show();
}

void LibrarySide::showMany(qint64 clips, double seconds) {
    showNothing();
    scoresCard_->setTitle(tr("%1 clips selected").arg(clips));
    notice_->setText(seconds > 0.0 ? tr("%1 of music together.").arg(lengthText(seconds)) : QString());
    notice_->setVisible(seconds > 0.0);
}

void LibrarySide::showClip(const LibraryClip& clip) {
    const bool isAnother = clip.id != shown_.id || provenanceCard_->isHidden();
    shown_ = clip;
    scoresCard_->setTitle(tr("Selected clip"));
    title_->setText(textOf(clip.title));
    title_->show();
    if (!isAnother) {
        return;  // its record follows
    }
    notice_->hide();
    breakdown_->hide();
    votes_->hide();
    clearFacts();
    addFact(tr("model"), textOf(clip.model));
    addFact(tr("length"), lengthText(clip.seconds));
    addFact(tr("file"), textOf(clip.file.filename().string()), textOf(clip.file.string()));
    provenanceCard_->show();
}

void LibrarySide::showRecord(const std::optional<ClipRecord>& record) {
    breakdown_->setVisible(record && record->scores);
    notice_->setVisible(!record || !record->scores);
    if (!record) {
        notice_->setText(tr("A file without a record: where it comes from is not known."));
        return;
    }
    if (record->scores) {
        breakdown_->setBreakdowns(record->scores, std::nullopt);
    } else {
        notice_->setText(tr("Not scored yet"));
    }
    showRecipe(*record);
}

void LibrarySide::showRecipe(const ClipRecord& record) {
    const ClipRecipe& recipe = record.recipe;
    clearFacts();
    addFact(tr("model"), textOf(shown_.model.empty() ? recipe.modelName : shown_.model), textOf(recipe.checkpoint));
    addFact(tr("base"), recipe.checkpoint.empty() ? QString() : textOf(recipe.modelName),
            textOf(recipe.modelHash));
    addFact(tr("seed"), QString::number(recipe.prompt.seed));
    addFact(tr("temperature"), QString::number(recipe.temperature, 'g', 4));
    addFact(tr("length"), lengthText(shown_.seconds));
    addFact(tr("KL"), shown_.klNats ? tr("%1 nats").arg(*shown_.klNats, 0, 'f', 1) : QString());
    addFact(tr("created"), textOf(record.createdUtc).left(16).replace(QLatin1Char('T'), QLatin1Char(' ')));
    addFact(tr("sha256"), shortHash(record.sha256), textOf(record.sha256));
    addFact(tr("file"), textOf(shown_.file.filename().string()), textOf(shown_.file.string()));
}

}  // namespace musicrl
