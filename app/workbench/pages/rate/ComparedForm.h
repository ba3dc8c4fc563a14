// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "study/StudyFromClips.h"
#include "widgets/theme/Card.h"

#include <string>

class QComboBox;
class QLabel;
class QLineEdit;

namespace musicrl {

class ModelRows;
class PathField;

/// What a study compares: its name and kind, the models' clips, the prompts.
class ComparedForm : public Card {
    Q_OBJECT
public:
    explicit ComparedForm(QWidget* parent = nullptr);

    void addTo(Json& design) const;
    void show(const StudyDesign& design);
    /// Takes clips that were chosen, and says which of them cannot take part and why.
    void showChosen(const ModelsFromClips& chosen);

    [[nodiscard]] StudyKind studyKind() const;
    [[nodiscard]] std::string kind() const;
    /// What to do next while models are not filled in yet; empty when enough of them are.
    [[nodiscard]] QString nextStep() const;
    [[nodiscard]] bool isPaper() const;

Q_SIGNALS:
    void changed();
    void kindChanged();
    void templateChanged();

private:
    void build();
    void buildModels();
    void buildUnusable();
    void takeTemplate();

    QLineEdit* name_;
    QLineEdit* description_;
    QComboBox* template_;
    QComboBox* kind_;
    ModelRows* models_;
    PathField* prompts_;
    QLabel* chosen_;
    QLabel* unusable_;
    QWidget* unusableArea_ = nullptr;
};

}  // namespace musicrl
