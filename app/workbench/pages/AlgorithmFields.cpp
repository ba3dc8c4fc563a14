// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/AlgorithmFields.h"

#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/PathField.h"
#include "base/Error.h"
#include "widgets/theme/Card.h"
#include "widgets/theme/Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <filesystem>

namespace musicrl {
namespace {

constexpr std::int64_t mostClips = 4096;

}  // namespace

AlgorithmFields::AlgorithmFields(QWidget* parent) : QWidget(parent), algorithm_(new QComboBox(this)) {
    algorithm_->setObjectName(QStringLiteral("algorithm"));
    algorithm_->setAccessibleName(tr("Algorithm"));
    algorithm_->addItems({tr("REINFORCE"), tr("PPO"), tr("RLOO"), tr("GRPO"), tr("DPO")});  // in the order of Algorithm
    rank_ = field(tr("The LoRA rank"), "loraRank");
    rank_->setToolTip(tr("0: all weights learn; else low-rank adapters of this rank"));
    ppo_ = buildPpo();
    group_ = buildGroup();
    dpo_ = buildDpo();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tight);
    layout->addWidget(captioned(tr("Algorithm · LoRA rank (0: all weights)"), {algorithm_, rank_}));
    for (QWidget* keys : {ppo_, group_, dpo_}) {
        layout->addWidget(keys);
    }
    connect(algorithm_, &QComboBox::currentIndexChanged, this, [this] {
        showKeys();
        Q_EMIT algorithmChosen();
    });
    showKeys();
}

NumberField* AlgorithmFields::field(const QString& name, const char* objectName) {
    auto* made = new NumberField(name, {}, this);
    made->setObjectName(QLatin1String(objectName));
    return made;
}

QWidget* AlgorithmFields::captioned(const QString& caption, std::initializer_list<QWidget*> fields) {
    auto* block = new QWidget(this);
    auto* layout = new QVBoxLayout(block);
    layout->setContentsMargins(0, space::tight, 0, 0);
    layout->setSpacing(space::tight);
    layout->addWidget(makeLabel(caption, LabelRole::Caption, block));
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    for (QWidget* one : fields) {
        line->addWidget(one, 1);
    }
    layout->addLayout(line);
    return block;
}

QWidget* AlgorithmFields::buildPpo() {
    clipRange_ = field(tr("The clip range"), "clipRange");
    epochs_ = field(tr("Epochs"), "epochs");
    minibatches_ = field(tr("Minibatches"), "minibatches");
    gaeLambda_ = field(tr("GAE λ"), "gaeLambda");
    gaeLambda_->setToolTip(tr("Below 1, tokens far from the end hear of the reward only through the value network"));
    return captioned(tr("Clip range · epochs · minibatches · GAE λ"), {clipRange_, epochs_, minibatches_, gaeLambda_});
}

QWidget* AlgorithmFields::buildGroup() {
    clipsPerPrompt_ = field(tr("Clips per prompt"), "clipsPerPrompt");
    return captioned(tr("Clips per prompt, which divide the batch"), {clipsPerPrompt_});
}

QWidget* AlgorithmFields::buildDpo() {
    pairs_ = new PathField(tr("File of judged pairs"), PathField::Kind::File, this);
    pairs_->setObjectName(QStringLiteral("pairs"));
    pairs_->setPlaceholderText(tr("pairs.jsonl"));
    beta_ = field(tr("β"), "beta");
    beta_->setToolTip(tr("How dearly leaving the reference is paid for"));
    rater_ = new QLineEdit(this);
    rater_->setObjectName(QStringLiteral("rater"));
    rater_->setAccessibleName(tr("Rater"));
    rater_->setPlaceholderText(tr("everybody"));
    auto* block = new QWidget(this);
    auto* layout = new QVBoxLayout(block);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    pairs_->setToolTip(tr("Votes that were not given blind, as those of the Listen page, are left out, and so are those without a choice"));
    layout->addWidget(captioned(tr("Judged pairs (in place of rewards); blind votes only"), {pairs_}));
    layout->addWidget(captioned(tr("β · only this rater's"), {beta_, rater_}));
    return block;
}

void AlgorithmFields::showKeys() {
    const Algorithm chosen = algorithm();
    ppo_->setVisible(chosen == Algorithm::Ppo);
    group_->setVisible(chosen == Algorithm::Rloo || chosen == Algorithm::Grpo);
    dpo_->setVisible(chosen == Algorithm::Dpo);
}

Algorithm AlgorithmFields::algorithm() const { return static_cast<Algorithm>(algorithm_->currentIndex()); }

void AlgorithmFields::showRecipe(const Recipe& recipe) {
    algorithm_->setCurrentIndex(static_cast<int>(recipe.algorithm));
    rank_->setInteger(static_cast<qulonglong>(recipe.lora.rank));
    clipRange_->setNumber(recipe.ppo.clipRange);
    epochs_->setInteger(static_cast<qulonglong>(recipe.ppo.epochs));
    minibatches_->setInteger(static_cast<qulonglong>(recipe.ppo.minibatches));
    gaeLambda_->setNumber(recipe.ppo.gaeLambda);
    clipsPerPrompt_->setInteger(static_cast<qulonglong>(recipe.clipsPerPrompt));
    pairs_->setPath(recipe.dpo.pairs);
    beta_->setNumber(recipe.dpo.beta);
    rater_->setText(QString::fromStdString(recipe.dpo.rater));
}

void AlgorithmFields::read(Recipe& recipe) const {
    recipe.algorithm = algorithm();
    recipe.lora.rank = rank_->integer(0, 4096);
    if (recipe.algorithm == Algorithm::Ppo) {
        recipe.ppo.clipRange = clipRange_->number(1e-3, 10.0);
        recipe.ppo.epochs = epochs_->integer(1, 100);
        recipe.ppo.minibatches = minibatches_->integer(1, mostClips);
        recipe.ppo.gaeLambda = gaeLambda_->number(0.0, 1.0);
    } else if (recipe.algorithm == Algorithm::Rloo || recipe.algorithm == Algorithm::Grpo) {
        recipe.clipsPerPrompt = clipsPerPrompt_->integer(2, mostClips);
    } else if (recipe.algorithm == Algorithm::Dpo) {
        recipe.dpo.pairs = pairs_->path();
        if (std::error_code ignored; !std::filesystem::is_regular_file(recipe.dpo.pairs, ignored)) {
            throw Error(ErrorKind::BadInput, tr("DPO learns from a file of judged pairs, and “%1” is none: choose one.").arg(pairs_->text()).toStdString());
        }
        recipe.dpo.beta = beta_->number(1e-4, 100.0);
        recipe.dpo.rater = rater_->text().trimmed().toStdString();
    }
}

}  // namespace musicrl
