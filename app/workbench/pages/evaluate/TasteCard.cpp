// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/evaluate/TasteCard.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/jobs/JobController.h"
#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/evaluate/EvaluatedStudy.h"
#include "app/workbench/pages/evaluate/TasteText.h"
#include "base/AtomicFile.h"
#include "base/Error.h"
#include "tasks/ModelCatalog.h"
#include "tasks/StudyPreferenceTask.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace musicrl {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t mostEpochs = 1000;

bool isTaste(const fs::path& folder) {
    return fs::exists(folder / "model.safetensors") && fs::exists(folder / "config.json");
}

/// What the training of a model said; empty where nothing is known.
Json trainingOf(const fs::path& model) {
    std::error_code ignored;
    try {
        return fs::exists(model / "training.json", ignored) ? readJsonFile(model / "training.json") : Json();
    } catch (const Error&) {  // the model is there all the same
        return {};
    }
}

}  // namespace

TasteCard::TasteCard(WorkbenchServices& services, QWidget* parent)
    : QWidget(parent),
      services_(services),
      train_(new QPushButton(tr("Train preference model from these votes…"))),
      startU_(new QPushButton(tr("Start U run…"))),
      startRu_(new QPushButton(tr("Start RU run…"))),
      text_(makeLabel({}, LabelRole::Caption)) {
    train_->setObjectName(QStringLiteral("trainTaste"));
    train_->setProperty("primary", true);
    startU_->setObjectName(QStringLiteral("startU"));
    startRu_->setObjectName(QStringLiteral("startRu"));
    startU_->setToolTip(tr("Fine-tunes the base model towards this preference model alone"));
    startRu_->setToolTip(tr("Goes on from an R run towards this preference model"));
    text_->setObjectName(QStringLiteral("tasteText"));
    text_->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(train_);
    buttons->addWidget(startU_);
    buttons->addWidget(startRu_);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::small, 0, 0);
    column->setSpacing(space::tight);
    column->addLayout(buttons);
    column->addWidget(text_);
    connect(train_, &QPushButton::clicked, this, &TasteCard::askToTrain);
    connect(startU_, &QPushButton::clicked, this,
            [this] { Q_EMIT services_.recipeRequested(QStringLiteral("u"), QString::fromStdString(model_.string())); });
    connect(startRu_, &QPushButton::clicked, this, [this] {
        Q_EMIT services_.recipeRequested(QStringLiteral("ru"), QString::fromStdString(model_.string()));
    });
    showState();
}

fs::path TasteCard::modelsFolder() const {
    return services_.projectFolder / "preference" / study_->study.id / question_;
}

fs::path TasteCard::studyFolder() const {
    return services_.projectFolder / "studies" / study_->study.id;
}

void TasteCard::showStudy(std::shared_ptr<const EvaluatedStudy> study, const std::string& question) {
    study_ = std::move(study);
    question_ = question;
    outcome_.clear();
    model_.clear();
    for (int number = 1; study_ != nullptr && fs::exists(modelsFolder() / std::to_string(number)); ++number) {
        if (isTaste(modelsFolder() / std::to_string(number))) {
            model_ = modelsFolder() / std::to_string(number);
        }
    }
    if (!model_.empty()) {
        outcome_ = tasteText(trainingOf(model_), study_->results, question_);
    }
    showState();
}

std::vector<PreferencePair> TasteCard::pairs() const {
    std::vector<PreferencePair> kept = preferencePairs(study_->study, question_);
    std::erase_if(kept, [this](const PreferencePair& pair) {
        const auto& raters = study_->results.raters;
        return std::any_of(raters.begin(), raters.end(), [&](const RaterResult& rater) {
            return rater.rater == pair.rater && !rater.exclusion.empty();
        });
    });
    return kept;
}

void TasteCard::askToTrain() {
    if (study_ == nullptr) {
        return;
    }
    auto* dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("tasteDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Train a preference model"));
    auto* model = new QComboBox;
    model->setObjectName(QStringLiteral("tasteModel"));
    for (const ModelInfo& info : listModels()) {
        model->addItem(QString::fromStdString(info.name));
    }
    auto* epochs = new NumberField(tr("Epochs"), QStringLiteral("6"));
    epochs->setObjectName(QStringLiteral("tasteEpochs"));
    auto* error = makeLabel({}, LabelRole::Error);
    const std::vector<PreferencePair> votes = pairs();
    const auto telling = std::count_if(votes.begin(), votes.end(),
                                       [](const PreferencePair& vote) { return outcomeOf(vote.label).has_value(); });
    auto* text = makeLabel(
        tr("%1 votes with a choice; a tie counts as half a win for each. “Both bad” and “cannot judge” stay out, "
           "and so do practice, repeats, gold pairs and excluded raters; all were given blind. A tenth of the prompts "
           "is held out: there the model is measured, and shown beside the other signals.")
            .arg(telling),
        LabelRole::Muted);
    text->setWordWrap(true);
    text->setFixedWidth(420);
    auto* start = new QPushButton(tr("Train"));
    start->setObjectName(QStringLiteral("tasteStart"));
    start->setProperty("primary", true);
    auto* cancel = new QPushButton(tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(start);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::small);
    column->addWidget(text);
    column->addWidget(makeLabel(tr("Starts from the language model of"), LabelRole::Caption));
    column->addWidget(model);
    column->addWidget(makeLabel(tr("Epochs; the one with the lowest held-out loss is kept"), LabelRole::Caption));
    column->addWidget(epochs);
    column->addWidget(error);
    column->addSpacing(space::small);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    connect(start, &QPushButton::clicked, dialog, [this, dialog, model, epochs, error] {
        try {
            train({model->currentText().toStdString(), epochs->integer(1, mostEpochs)});
            dialog->accept();
        } catch (const Error& problem) {  // a UI action: said in the dialog
            error->setText(QString::fromStdString(problem.what()));
        }
    });
    dialog->open();
}

void TasteCard::train(const Training& training) {
    int number = 1;
    while (fs::exists(modelsFolder() / std::to_string(number))) {
        ++number;
    }
    const fs::path folder = modelsFolder() / std::to_string(number);
    const fs::path votes = studyFolder() / ("pairs-" + question_ + ".jsonl");
    writePreferencePairs(votes, pairs());
    PreferenceTrainConfig config;
    config.pairs = votes;
    config.model = training.model;
    config.epochs = training.epochs;
    config.out = folder;
    job_ = services_.device->submit(tr("Preference model from “%1”").arg(QString::fromStdString(study_->results.name)),
                                    makeStudyPreferenceJob(config, studyFolder(), question_), JobLength::Long);
    trained_ = shown();
    outcome_.clear();
    connect(job_, &JobHandle::metricArrived, this, [this](const MetricRow& row) {
        if (trainsShown()) {
            text_->setText(tr("Training: epoch %1").arg(row.step));
            text_->show();
        }
    });
    connect(job_, &JobHandle::finished, this, [this, folder](const JobOutcome& outcome) {
        ended(folder, outcome.ending == JobEnding::Failed ? QString::fromStdString(outcome.message) : QString());
    });
    showState();
}

TasteCard::Votes TasteCard::shown() const {
    return study_ == nullptr ? Votes{} : Votes{study_->study.id, question_};
}

bool TasteCard::trainsShown() const {
    return job_ != nullptr && trained_ == shown();
}

void TasteCard::ended(const fs::path& folder, const QString& problem) {
    const bool seen = trainsShown();
    job_ = nullptr;
    if (seen && problem.isEmpty() && isTaste(folder)) {
        model_ = folder;
        outcome_ = tasteText(trainingOf(model_), study_->results, question_);
        Q_EMIT trained();
    } else if (seen && !problem.isEmpty()) {
        outcome_ = problem;
    }
    showState();
}

void TasteCard::showState() {
    const bool training = job_ != nullptr;
    const bool trained = !model_.empty() && !training;
    train_->setEnabled(study_ != nullptr && !training);
    train_->setVisible(study_ == nullptr || study_->results.kind == StudyKind::Pairs);
    startU_->setVisible(trained);
    startRu_->setVisible(trained);
    QString text = !training       ? outcome_
                   : trainsShown() ? tr("Training: the clips are being read")
                                   : tr("A model is being trained from other votes, those of “%1”")
                                         .arg(QString::fromStdString(trained_.study));
    if (trained) {
        const fs::path shown = model_.lexically_relative(services_.projectFolder / "preference");
        const QString name = tr("Preference model “%1”").arg(QString::fromStdString(shown.string()));
        text = outcome_.isEmpty() ? name : name + QStringLiteral(" ") + outcome_;
    }
    text_->setText(text);
    text_->setVisible(!text.isEmpty());
}

}  // namespace musicrl
