// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/pages/RewardFields.h"

#include "app/workbench/pages/NumberField.h"
#include "app/workbench/pages/PathField.h"
#include "base/Error.h"
#include "widgets/theme/Theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <filesystem>

namespace musicrl {
namespace {

struct RewardName {
    const char* term;
    const char* label;
};

constexpr RewardName rewardNames[] = {{"mulan", "MuLan"}, {"quality", "MOS"}, {"preference", "Taste"}};
constexpr double largestWeight = 1000.0;

}  // namespace

RewardFields::RewardFields(QWidget* parent) : QWidget(parent) {
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    for (const RewardName& reward : rewardNames) {
        auto* field =
            new NumberField(tr("The weight of %1").arg(QLatin1String(reward.label)), QStringLiteral("1"), this);
        field->setObjectName(QStringLiteral("weight-") + QLatin1String(reward.term));
        connect(field, &QLineEdit::editingFinished, this, &RewardFields::weightsEdited);
        connect(field, &QLineEdit::textChanged, this, &RewardFields::showWhatIsNeeded);
        line->addWidget(field, 1);
        weights_[reward.term] = field;
    }
    preferenceModel_ = new PathField(tr("Preference model"), PathField::Kind::Folder, this);
    preferenceModel_->setObjectName(QStringLiteral("preferenceModel"));
    preferenceModel_->setPlaceholderText(tr("folder of a preference model; empty: the model's own"));
    preferenceModel_->setToolTip(tr("What “musicrl preference train” wrote: it scores how much somebody likes a clip"));
    preferenceModel_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tight);
    column->addLayout(line);
    column->addWidget(preferenceModel_);
}

void RewardFields::showRecipe(const Recipe& recipe) {
    for (const auto& [term, field] : weights_) {
        const auto found = recipe.rewardWeights.find(term);
        field->setNumber(found == recipe.rewardWeights.end() ? 0.0 : found->second);
    }
    preferenceModel_->setPath(recipe.preferenceModel);
    showWhatIsNeeded();
}

void RewardFields::setPreferenceModel(const std::string& folder) {
    preferenceModel_->setPath(folder);
}

void RewardFields::setModelEditable(bool editable) {
    preferenceModel_->setEnabled(editable);
}

std::map<std::string, double> RewardFields::weights() const {
    std::map<std::string, double> weights;
    for (const auto& [term, field] : weights_) {
        weights[term] = field->number(-largestWeight, largestWeight);
    }
    return weights;
}

void RewardFields::read(Recipe& recipe) const {
    for (const auto& [term, weight] : weights()) {
        recipe.rewardWeights[term] = weight;
    }
    recipe.preferenceModel = preferenceModel_->path();
}

void RewardFields::showWhatIsNeeded() {
    if (preferenceModel_ == nullptr) {
        return;  // still being built
    }
    bool isNumber = false;
    const double weight = weights_.at("preference")->text().toDouble(&isNumber);
    preferenceModel_->setVisible(isNumber && weight > 0.0);
}

void expectPreferenceModel(const Recipe& recipe, bool modelHasOwn) {
    const auto taste = recipe.rewardWeights.find("preference");
    if (taste == recipe.rewardWeights.end() || taste->second == 0.0) {
        return;
    }
    if (recipe.preferenceModel.empty() && !modelHasOwn) {
        throw Error(ErrorKind::BadInput, RewardFields::tr("Taste needs a preference model, and this model has none of "
                                                          "its own: choose the folder that “musicrl preference "
                                                          "train” wrote.")
                                             .toStdString());
    }
    std::error_code ignored;
    if (!recipe.preferenceModel.empty() &&
        !std::filesystem::exists(std::filesystem::path(recipe.preferenceModel) / "config.json", ignored)) {
        throw Error(ErrorKind::BadInput, RewardFields::tr("There is no preference model in “%1”: choose the folder "
                                                          "that “musicrl preference train” wrote.")
                                             .arg(QString::fromStdString(recipe.preferenceModel))
                                             .toStdString());
    }
}

}  // namespace musicrl
