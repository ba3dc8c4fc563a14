// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/listen/ScorePanel.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "tasks/ModelCatalog.h"
#include "tasks/ScoreTask.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace musicrl {

ScorePanel::ScorePanel(WorkbenchServices& services, ListenDesk& desk, QWidget* parent)
    : QWidget(parent), services_(services), desk_(desk) {
    buildFields();
    message_ = makeLabel({}, LabelRole::Error);
    message_->setObjectName(QStringLiteral("scoreMessage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addWidget(fields_);
    column->addWidget(message_);
    connect(button_, &QPushButton::clicked, this, &ScorePanel::score);
    connect(prompt_, &QLineEdit::returnPressed, this, &ScorePanel::score);
    connect(prompt_, &QLineEdit::textChanged, this, &ScorePanel::refresh);
    refresh();
}

void ScorePanel::buildFields() {
    fields_ = new QWidget;
    auto* column = new QVBoxLayout(fields_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addWidget(makeLabel(tr("Prompt to score against"), LabelRole::Caption));
    prompt_ = new QLineEdit;
    prompt_->setObjectName(QStringLiteral("scorePrompt"));
    prompt_->setPlaceholderText(tr("what the music should be"));
    button_ = new QPushButton(tr("Score"));
    button_->setObjectName(QStringLiteral("score"));
    model_ = new QComboBox;
    model_->setObjectName(QStringLiteral("scoreModel"));
    model_->setToolTip(tr("The model whose MuLan and quality score the clips"));
    for (const ModelInfo& model : listModels()) {
        model_->addItem(QString::fromStdString(model.name));
    }
    model_->setVisible(model_->count() > 1);
    auto* line = new QHBoxLayout;
    line->addWidget(prompt_, 1);
    line->addWidget(model_);
    line->addWidget(button_);
    column->addLayout(line);
}

void ScorePanel::offerPrompt(const QString& prompt) {
    if (!prompt.isEmpty() && prompt_->text().isEmpty()) {
        prompt_->setText(prompt);
    }
}

void ScorePanel::refresh() {
    const bool canScore = !unscoredLanes().empty();
    fields_->setVisible(canScore);
    button_->setEnabled(canScore && !scoring_ && !prompt_->text().trimmed().isEmpty());
    message_->setVisible(!message_->text().isEmpty());
    setVisible(canScore || !message_->text().isEmpty());
}

std::vector<int> ScorePanel::unscoredLanes() const {
    std::vector<int> lanes;
    for (int lane = 0; lane < desk_.laneCount(); ++lane) {
        if (desk_.lane(lane).status == LaneStatus::Ready && !desk_.lane(lane).scores) {
            lanes.push_back(lane);
        }
    }
    return lanes;
}

void ScorePanel::score() {
    const std::vector<int> lanes = unscoredLanes();
    const QString prompt = prompt_->text().trimmed();
    if (lanes.empty() || scoring_ || prompt.isEmpty()) {
        return;
    }
    ScoreConfig config;
    config.prompt = prompt.toStdString();
    if (model_->count() > 0) {
        config.model = model_->currentText().toStdString();
    }
    for (const int lane : lanes) {
        config.files.push_back(desk_.lane(lane).path);
    }
    message_->clear();
    scoring_ = services_.device->submit(tr("Score %n clip(s)", nullptr, static_cast<int>(lanes.size())),
                                        makeScoreJob(std::move(config)), JobLength::Short);
    connect(scoring_, &JobHandle::resultArrived, this, &ScorePanel::takeScores);
    connect(scoring_, &JobHandle::finished, this, [this](const JobOutcome& outcome) {
        scoring_.clear();
        if (outcome.ending == JobEnding::Failed && message_->text().isEmpty()) {
            message_->setText(QString::fromStdString(outcome.message));
        }
        refresh();
    });
    refresh();
}

void ScorePanel::takeScores(const ResultRow& row) {
    const std::filesystem::path file = row.values.value("file", std::string());
    if (row.kind == "error") {
        message_->setText(QString::fromStdString(row.values.value("message", std::string())));
    }
    for (int lane = 0; lane < desk_.laneCount(); ++lane) {
        if (row.kind == "score" && desk_.lane(lane).path == file) {
            desk_.setScores(lane, rewardBreakdownFromJson(row.values.at("scores"), file.string()));
        }
    }
}

}  // namespace musicrl
