// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/Recipe.h"

#include <QWidget>
#include <map>
#include <string>

namespace musicrl {

class NumberField;
class PathField;

/// What a run is rewarded for: the weights of MuLan, MOS and taste, and the preference model that taste needs.
class RewardFields : public QWidget {
    Q_OBJECT
public:
    explicit RewardFields(QWidget* parent = nullptr);

    void showRecipe(const Recipe& recipe);
    void setPreferenceModel(const std::string& folder);
    /// Of a running one only the weights can be edited.
    void setModelEditable(bool editable);
    /// Puts what is shown into the recipe. \throws Error(BadInput) in a sentence that names the field
    void read(Recipe& recipe) const;
    /// \throws Error(BadInput) in a sentence that names the field
    [[nodiscard]] std::map<std::string, double> weights() const;

Q_SIGNALS:
    void weightsEdited();

private:
    void showWhatIsNeeded();

    std::map<std::string, NumberField*> weights_;
    PathField* preferenceModel_ = nullptr;  ///< shown where taste has a weight
};

/// \param modelHasOwn  whether the start point comes with a preference model
/// \throws Error(BadInput) when taste has a weight and there is no preference model for it, in a sentence
void expectPreferenceModel(const Recipe& recipe, bool modelHasOwn);

}  // namespace musicrl
