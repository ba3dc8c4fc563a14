// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/SignalCard.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/evaluate/ResultViews.h"
#include "record/ClipRecipe.h"
#include "study/results/HeldOutSignal.h"
#include "tasks/ModelCatalog.h"
#include "tasks/ScoreTask.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {

SignalCard::SignalCard(WorkbenchServices& services, QWidget* parent)
    : Card(tr("Which signal predicts these raters?"), parent),
      services_(services),
      accuracies_(new AccuracyBars),
      text_(makeLabel({}, LabelRole::Caption)),
      score_(new QPushButton(tr("Score these clips"))),
      biases_(new IntervalPlot) {
    auto* meaning = makeLabel(tr("pairwise accuracy, 95 % intervals"), LabelRole::Muted);
    meaning->setToolTip(tr("How often the clip with the higher score is the one that was chosen"));
    titleLine()->addWidget(meaning);
    titleLine()->addStretch();
    accuracies_->setObjectName(QStringLiteral("signals"));
    text_->setObjectName(QStringLiteral("signalText"));
    text_->setWordWrap(true);
    biases_->setObjectName(QStringLiteral("biases"));
    biases_->setSpan(0.0, 1.0);
    auto* line = new QHBoxLayout;
    line->addWidget(score_);
    line->addStretch();
    body()->addWidget(accuracies_);
    body()->addWidget(text_);
    body()->addLayout(line);
    body()->addSpacing(space::small);
    body()->addWidget(makeLabel(tr("Did anything else sway them?"), LabelRole::Title));
    body()->addWidget(biases_);
    body()->addStretch();
    score_->setObjectName(QStringLiteral("scoreStudy"));
    score_->setToolTip(tr("Has the models' own rewards score the clips and keeps that in the clips' records"));
    connect(score_, &QPushButton::clicked, this, &SignalCard::score);
    connect(accuracies_, &AccuracyBars::barClicked, this, [this](int index) {
        const std::vector<SignalAccuracy>& accuracies = shown_.question().signals;
        Q_EMIT missesWanted(QString::fromStdString(accuracies.at(static_cast<std::size_t>(index)).signal));
    });
}

void SignalCard::showQuestion(const EvaluatedQuestion& shown) {
    shown_ = shown;
    setVisible(shown.results().kind == StudyKind::Pairs);
    accuracies_->setBars(signalBarsOf(shown.question()));
    const bool anyRecorded =
        std::any_of(shown.question().signals.begin(), shown.question().signals.end(),
                    [](const SignalAccuracy& each) { return !heldOutQuestion(each.signal).has_value(); });
    text_->setText(problem_.isEmpty() ? tr("The records of these clips hold no scores yet.") : problem_);
    text_->setVisible(!anyRecorded);
    score_->setVisible(!anyRecorded);
    score_->setEnabled(!scoring_);
    biases_->setRows(biasRowsOf(shown.question()), 0.5, tr("share of decisive votes for it"));
}

void SignalCard::score() {
    ScoreConfig config;
    for (const auto& [handle, clip] : shown_.study->study.plan.clips) {
        std::error_code ignored;
        if (!clip.noisy && std::filesystem::exists(recordPathFor(clip.source), ignored)) {
            config.files.push_back(clip.source);
        }
    }
    config.keepInRecords = true;
    if (const std::vector<ModelInfo> models = listModels(); !models.empty()) {
        config.model = models.front().name;
    }
    scoring_ = true;
    score_->setEnabled(false);
    text_->setText(tr("The clips are being scored."));
    JobHandle* job = services_.device->submit(tr("Scores of “%1”").arg(QString::fromStdString(shown_.results().name)),
                                              makeScoreJob(config), JobLength::Long);
    connect(job, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        scoring_ = false;
        score_->setEnabled(true);
        problem_ = outcome.ending == JobEnding::Failed ? QString::fromStdString(outcome.message) : QString();
        Q_EMIT scored();
    });
}

}  // namespace musicrl
