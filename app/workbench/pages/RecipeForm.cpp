// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RecipeForm.h"

#include "app/workbench/WorkbenchServices.h"
#include "app/workbench/pages/AlgorithmFields.h"
#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/ReferenceBox.h"
#include "app/workbench/pages/RewardFields.h"
#include "app/workbench/pages/StartPointBox.h"
#include "app/workbench/pages/StopAlarmsButton.h"
#include "base/Error.h"
#include "run/RecipeFiles.h"
#include "widgets/theme/FitScrollArea.h"
#include "widgets/theme/KeyButton.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace musicrl {
namespace {

constexpr std::int64_t many = 1'000'000;
constexpr std::int64_t highestSeed = 2'000'000'000;

}  // namespace

RecipeForm::RecipeForm(WorkbenchServices& services, QWidget* parent) : Card(tr("Recipe"), parent), services_(services) {
    body()->setSpacing(space::tight);
    chip_ = makeLabel(tr("running: locked, ✎ = live"), LabelRole::Chip, this);
    titleLine()->addWidget(chip_);
    titleLine()->addStretch(1);
    buildScroll();
    buildRecipeChoice();
    buildRewards();
    buildKl();
    buildNumbers();
    buildButtons();
    connect(recipes_, &QComboBox::currentTextChanged, this, &RecipeForm::loadRecipe);
    loadRecipe(recipes_->currentText());
    setState(State::Editing);
}

void RecipeForm::buildScroll() {
    auto* scroll = new FitScrollArea(this);
    auto* content = new QWidget;
    content->setProperty("role", "scrolled");
    fields_ = new QVBoxLayout(content);
    fields_->setContentsMargins(0, 0, 0, 0);
    fields_->setSpacing(space::tight);
    scroll->setWidget(content);
    body()->addWidget(scroll, 1);
}

void RecipeForm::buildRecipeChoice() {
    recipes_ = new QComboBox(this);
    recipes_->setObjectName(QStringLiteral("recipe"));
    recipes_->setAccessibleName(tr("Recipe"));
    recipes_->setMinimumContentsLength(5);  // a long name is read in the list: the scroll bar needs its room
    recipes_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const std::string& name : recipeNames()) {
        recipes_->addItem(QString::fromStdString(name));
    }
    recipes_->setCurrentText(QStringLiteral("r"));
    start_ = new StartPointBox(services_, this);
    start_->setAccessibleName(tr("Start from"));
    start_->setObjectName(QStringLiteral("startFrom"));
    start_->setToolTip(tr("A model as shipped, or another run's checkpoint"));
    connect(start_, &StartPointBox::loaded, this, [this] { start_->choose(base_.model, base_.checkpoint); },
            Qt::SingleShotConnection);  // later lists keep what the user chose
    connect(start_, &StartPointBox::loaded, this, [this] { reference_->setPoints(start_->points()); });
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(space::tight);
    grid->addWidget(makeLabel(tr("Recipe"), LabelRole::Caption, this), 0, 0);
    grid->addWidget(makeLabel(tr("Start from"), LabelRole::Caption, this), 0, 1);
    grid->addWidget(recipes_, 1, 0);
    grid->addWidget(start_, 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 2);
    fields_->addLayout(grid);
}

void RecipeForm::buildRewards() {
    addCaption(tr("Reward weights ✎: MuLan · MOS · taste"));
    rewards_ = new RewardFields(this);
    connect(rewards_, &RewardFields::weightsEdited, this, &RecipeForm::sendWeights);
    fields_->addWidget(rewards_);
}

void RecipeForm::buildKl() {
    addCaption(tr("KL weight α ✎ · control · target in nats"));
    alpha_ = new NumberField(tr("The KL weight α"), QStringLiteral("0.005"), this);
    alpha_->setObjectName(QStringLiteral("alpha"));
    alpha_->setToolTip(tr("0: only the reward counts; 1: only staying close to the start model does"));
    connect(alpha_, &QLineEdit::editingFinished, this, &RecipeForm::sendAlpha);
    klControl_ = new QComboBox(this);
    klControl_->setObjectName(QStringLiteral("klControl"));
    klControl_->setAccessibleName(tr("KL control"));
    klControl_->addItems({tr("fixed"), tr("adaptive")});  // in the order of KlControl
    klControl_->setToolTip(tr("adaptive: α moves so that the KL comes to the target"));
    klTarget_ = new NumberField(tr("The KL target"), {}, this);
    klTarget_->setObjectName(QStringLiteral("klTarget"));
    connect(klControl_, &QComboBox::currentIndexChanged, this, &RecipeForm::showWhatIsNeeded);
    fields_->addWidget(row({alpha_, klControl_, klTarget_}));
    reference_ = new ReferenceBox(this);
    reference_->setObjectName(QStringLiteral("reference"));
    reference_->setAccessibleName(tr("KL held against"));
    stopOn_ = new StopAlarmsButton(this);
    stopOn_->setObjectName(QStringLiteral("stopOn"));
    connect(stopOn_, &StopAlarmsButton::changed, this, &RecipeForm::showWhatIsNeeded);
    addCaption(tr("KL held against · alarms that end the run"));
    fields_->addWidget(row({reference_, stopOn_}));
    klBudget_ = new NumberField(tr("The KL budget"), {}, this);
    klBudget_->setObjectName(QStringLiteral("klBudget"));
    klBudgetRow_ = row({makeLabel(tr("KL budget, nats a clip"), LabelRole::Caption, this), klBudget_});
    fields_->addWidget(klBudgetRow_);
}

void RecipeForm::showWhatIsNeeded() {
    if (klBudgetRow_ == nullptr) {
        return;  // still being built
    }
    const std::vector<std::string> ending = stopOn_->chosen();
    klBudgetRow_->setVisible(std::find(ending.begin(), ending.end(), "kl_budget") != ending.end());
    klTarget_->setEnabled(state_ == State::Editing && klControl_->currentIndex() == static_cast<int>(KlControl::Adaptive));
}

void RecipeForm::addCaption(const QString& text) {
    fields_->addSpacing(space::tight);
    fields_->addWidget(makeLabel(text, LabelRole::Caption, this));
}

QWidget* RecipeForm::row(std::initializer_list<QWidget*> fields) {
    auto* line = new QWidget(this);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    for (QWidget* field : fields) {
        layout->addWidget(field, 1);
    }
    return line;
}

void RecipeForm::buildNumbers() {
    algorithm_ = new AlgorithmFields(this);
    fields_->addWidget(algorithm_);
    batch_ = new NumberField(tr("Batch"), {}, this);
    steps_ = new NumberField(tr("Steps"), {}, this);
    learningRate_ = new NumberField(tr("Learning rate"), {}, this);
    seconds_ = new NumberField(tr("Clip seconds"), {}, this);
    seed_ = new NumberField(tr("Seed"), {}, this);
    sampleEvery_ = new NumberField(tr("Samples every"), {}, this);
    checkpointEvery_ = new NumberField(tr("Checkpoints every"), {}, this);
    checkpointEvery_->setObjectName(QStringLiteral("checkpointEvery"));
    steps_->setObjectName(QStringLiteral("steps"));
    batch_->setObjectName(QStringLiteral("batch"));
    seconds_->setObjectName(QStringLiteral("clipSeconds"));
    addCaption(tr("Batch · steps · learning rate"));
    fields_->addWidget(row({batch_, steps_, learningRate_}));
    addCaption(tr("Seconds · seed · samples, checkpoints every"));
    fields_->addWidget(row({seconds_, seed_, sampleEvery_, checkpointEvery_}));
}

void RecipeForm::buildButtons() {
    error_ = makeLabel({}, LabelRole::Error, this);
    error_->setObjectName(QStringLiteral("recipeError"));
    error_->hide();
    main_ = new KeyButton(tr("Start"), {}, this);
    main_->setObjectName(QStringLiteral("start"));
    main_->setProperty("primary", true);
    resume_ = new QPushButton(tr("Go on with run"), this);
    resume_->setObjectName(QStringLiteral("resume"));
    resume_->setToolTip(tr("Goes on from the selected run's newest checkpoint, with its own recipe"));
    stop_ = new QPushButton(tr("Stop"), this);
    stop_->setObjectName(QStringLiteral("stopRun"));
    checkpoint_ = new QPushButton(tr("Checkpoint now"), this);
    checkpoint_->setObjectName(QStringLiteral("checkpoint"));
    connect(main_, &QPushButton::clicked, this, [this] { state_ == State::Editing ? start() : togglePause(); });
    connect(resume_, &QPushButton::clicked, this, &RecipeForm::resumeRequested);
    connect(stop_, &QPushButton::clicked, this, &RecipeForm::stopRequested);
    connect(checkpoint_, &QPushButton::clicked, this, [this] { Q_EMIT commanded({"checkpoint", Json::object()}); });
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    for (QPushButton* button : std::initializer_list<QPushButton*>{main_, stop_, checkpoint_, resume_}) {
        line->addWidget(button);
    }
    line->addStretch(1);
    body()->addWidget(error_);
    body()->addSpacing(space::small);
    body()->addLayout(line);
}

void RecipeForm::loadRecipe(const QString& name) {
    if (name.isEmpty()) {
        return;
    }
    try {
        setRecipe(readRecipe(name.toStdString()));
        if (base_.checkpoint.empty() && !base_.after.empty()) {
            (void)start_->chooseRunOf(base_.after);  // where there is none, the start says so
        }
        showError({});
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void RecipeForm::layOut(const QString& name, const std::string& preferenceModel) {
    if (recipes_->currentText() == name) {
        loadRecipe(name);
    } else {
        recipes_->setCurrentText(name);  // loads it
    }
    rewards_->setPreferenceModel(preferenceModel);
}

void RecipeForm::setRecipe(const Recipe& recipe) {
    base_ = recipe;
    start_->choose(recipe.model, recipe.checkpoint);
    rewards_->showRecipe(recipe);
    alpha_->setNumber(recipe.alpha);
    klControl_->setCurrentIndex(static_cast<int>(recipe.klControl));
    klTarget_->setNumber(recipe.klTargetNats);
    reference_->choose(recipe.reference);
    stopOn_->setChosen(recipe.alarms.stopOn);
    klBudget_->setNumber(recipe.alarms.klBudgetNats);
    algorithm_->showRecipe(recipe);
    batch_->setInteger(static_cast<qulonglong>(recipe.batchClips));
    steps_->setInteger(static_cast<qulonglong>(recipe.steps));
    learningRate_->setNumber(recipe.learningRate);
    seconds_->setNumber(recipe.clipSeconds);
    seed_->setInteger(recipe.seed);
    sampleEvery_->setInteger(static_cast<qulonglong>(recipe.sampleEvery));
    checkpointEvery_->setInteger(static_cast<qulonglong>(recipe.checkpointEvery));
    showWhatIsNeeded();
}

Recipe RecipeForm::recipe() const {
    Recipe recipe = base_;
    const StartPoint start = start_->current();
    recipe.model = start.model;
    recipe.checkpoint = start.checkpoint;
    rewards_->read(recipe);
    recipe.alpha = alpha_->number(0.0, 1.0);
    recipe.klControl = static_cast<KlControl>(klControl_->currentIndex());
    if (recipe.klControl == KlControl::Adaptive) {
        recipe.klTargetNats = klTarget_->number(1e-3, 1e4);
    }
    recipe.reference = reference_->reference();
    recipe.alarms.stopOn = stopOn_->chosen();
    if (!klBudgetRow_->isHidden()) {
        recipe.alarms.klBudgetNats = klBudget_->number(1e-3, 1e5);
    }
    algorithm_->read(recipe);
    recipe.batchClips = batch_->integer(1, 4096);
    recipe.steps = steps_->integer(1, many);
    recipe.selection = recipe.selection > recipe.steps ? 0 : recipe.selection;  // of a shorter run the last step counts
    recipe.learningRate = learningRate_->number(1e-9, 1.0);
    recipe.clipSeconds = seconds_->number(0.5, start.maxSeconds);
    recipe.seed = static_cast<std::uint64_t>(seed_->integer(0, highestSeed));
    recipe.sampleEvery = sampleEvery_->integer(1, many);
    recipe.checkpointEvery = checkpointEvery_->integer(1, many);
    return recipeFromJson(toJson(recipe), tr("This recipe").toStdString());
}

void RecipeForm::expectStartable(const Recipe& recipe) const {
    if (!recipe.after.empty() && recipe.checkpoint.empty()) {
        throw Error(ErrorKind::BadInput, tr("The recipe %1 goes on from a run of the recipe %2: choose one of its checkpoints under “Start from”.")
                                             .arg(QString::fromStdString(recipe.name), QString::fromStdString(recipe.after)).toStdString());
    }
    expectPreferenceModel(recipe, start_->current().hasPreferenceModel);
}

void RecipeForm::start() {
    try {
        const Recipe wanted = recipe();
        expectStartable(wanted);
        showError({});
        Q_EMIT started(wanted);
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void RecipeForm::togglePause() {
    Q_EMIT commanded({state_ == State::Running ? "pause" : "resume", Json::object()});
}

void RecipeForm::sendAlpha() {
    if (state_ == State::Editing) {
        return;
    }
    try {
        const double alpha = alpha_->number(0.0, 1.0);
        if (alpha != base_.alpha) {
            base_.alpha = alpha;
            Q_EMIT commanded({"set", {{"alpha", alpha}}});
        }
        showError({});
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void RecipeForm::sendWeights() {
    if (state_ == State::Editing) {
        return;
    }
    try {
        Json changed = Json::object();
        for (const auto& [term, weight] : rewards_->weights()) {
            if (base_.rewardWeights[term] != weight) {
                base_.rewardWeights[term] = weight;
                changed[term] = weight;
            }
        }
        if (!changed.empty()) {
            Q_EMIT commanded({"set", {{"weights", changed}}});
        }
        showError({});
    } catch (const Error& error) {
        showError(QString::fromStdString(error.what()));
    }
}

void RecipeForm::setState(State state) {
    state_ = state;
    const bool editing = state == State::Editing;
    const std::initializer_list<QWidget*> locked = {recipes_, start_, klControl_, reference_, stopOn_, klBudget_, algorithm_,
                                                   batch_, steps_, learningRate_, seconds_, seed_, sampleEvery_, checkpointEvery_};
    for (QWidget* field : locked) {
        field->setEnabled(editing);
    }
    rewards_->setModelEditable(editing);
    showWhatIsNeeded();
    main_->setText(editing ? tr("Start") : state == State::Running ? tr("Pause") : tr("Go on"));
    main_->updateGeometry();
    chip_->setText(state == State::Paused ? tr("paused: locked, ✎ = live") : tr("running: locked, ✎ = live"));
    chip_->setVisible(!editing);
    stop_->setVisible(!editing);
    checkpoint_->setVisible(!editing);
    if (!editing) {
        resume_->hide();
    }
}

void RecipeForm::setResumable(bool resumable) { resume_->setVisible(resumable && state_ == State::Editing); }

void RecipeForm::showError(const QString& sentence) {
    error_->setText(sentence);
    error_->setVisible(!sentence.isEmpty());
}

}  // namespace musicrl
