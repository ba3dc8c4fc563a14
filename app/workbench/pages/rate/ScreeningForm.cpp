// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/rate/ScreeningForm.h"

#include "app/workbench/pages/rate/NumberRows.h"
#include "statistics/RaterScreening.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {
namespace {

constexpr double mostSeconds = 3600.0;
constexpr double mostVariance = 100.0;
constexpr double mostCounted = 100000.0;
constexpr double percent = 100.0;
constexpr int noteHeight = 48;  // three lines: what is read does not move what is clicked

std::vector<NumberRow> ruleRows() {
    const auto tr = [](const char* text) { return ScreeningForm::tr(text); };
    return {
        {"minimum_gold", tr("Check pairs right, at least %"),
         tr("Share of the check (gold) pairs, whose better clip is known, with that clip chosen. 0: no rule."), 0.0,
         0.0, 1.0, true, percent},
        {"minimum_repeats", tr("Repeats answered alike, at least %"),
         tr("Share of the hidden repeats with the same clip chosen as the first time; guessing gets 50. 0: no rule."),
         0.0, 0.0, 1.0, true, percent},
        {"minimum_agreement", tr("Agreement with the others, at least"),
         tr("Spearman's correlation with the other raters' mean, −1 to 1. −1: no rule."), -1.0, -1.0, 1.0, false},
        {"maximum_short_listens", tr("Clips heard too briefly, at most %"),
         tr("Share of the judgements that heard a side for less than the study asks. 100: no rule."), 1.0, 0.0, 1.0,
         true, percent},
        {"minimum_median_seconds", tr("Usual time to answer, at least s"),
         tr("The median, from the first sound to the answer: who is faster cannot have listened. 0: no rule."), 0.0,
         0.0, mostSeconds, false},
        {"minimum_answer_variance", tr("Variance of the answers, at least"),
         tr("Of the graded answers: below, it is the same answer every time. 0: no rule."), 0.0, 0.0, mostVariance,
         false},
        {"maximum_same_side", tr("Answers for one side, at most %"),
         tr("Share of the decisive answers for A, or for B; sides are balanced, so about 50 is usual. 100: no rule."),
         1.0, 0.5, 1.0, true, percent},
        {"minimum_judgements", tr("Answers given, at least"),
         tr("Of fewer, nothing can be said of a rater. 0: no rule."), 0.0, 0.0, mostCounted},
        {"minimum_checks", tr("Cases before a % is judged, at least"),
         tr("With fewer check pairs, repeats or answers than this, their share leaves out nobody."), 1.0, 1.0,
         mostCounted},
    };
}

}  // namespace

ScreeningForm::ScreeningForm(QWidget* parent)
    : Card(tr("Whose answers count"), parent), rows_(new NumberRows(ruleRows())) {
    auto* suggested = new QPushButton(tr("Suggest"));
    suggested->setObjectName(QStringLiteral("suggestScreening"));
    suggested->setProperty("flat", true);
    suggested->setToolTip(tr("Limits that an attentive rater keeps"));
    titleLine()->addStretch();
    titleLine()->addWidget(suggested);
    auto* note = makeLabel(tr("Raters who keep these limits; others are left out when the study is sealed. At first, "
                              "everybody's answers count."),
                           LabelRole::Caption);
    note->setWordWrap(true);
    note->setObjectName(QStringLiteral("screeningNote"));
    note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    note->setMinimumHeight(noteHeight);
    connect(rows_, &NumberRows::explained, note, &QLabel::setText);
    body()->addWidget(note);
    body()->addWidget(rows_);
    connect(rows_, &NumberRows::changed, this, &ScreeningForm::changed);
    connect(suggested, &QPushButton::clicked, this, &ScreeningForm::suggest);
}

Json ScreeningForm::rules() const {
    return rows_->values();
}

void ScreeningForm::setKind(StudyKind kind) {
    rows_->setShown("minimum_gold", kind == StudyKind::Pairs);
    rows_->setShown("minimum_repeats", kind != StudyKind::Abx);
    rows_->setShown("minimum_agreement", kind != StudyKind::Abx);
    rows_->setShown("minimum_answer_variance", kind != StudyKind::Abx);
    rows_->setShown("maximum_same_side", kind != StudyKind::Mos);
}

void ScreeningForm::show(const Json& rules) {
    rows_->show(rules);
}

void ScreeningForm::suggest() {
    ScreeningRules rules;
    rules.minimumGold = 0.7;
    rules.minimumRepeats = 0.5;
    rules.maximumShortListens = 0.1;
    rules.minimumMedianSeconds = 5.0;
    rules.minimumAnswerVariance = 0.05;
    rules.maximumSameSide = 0.9;
    rules.minimumJudgements = 5;
    rules.minimumChecks = 4;
    show(toJson(rules));
}

}  // namespace musicrl
