// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/Recipe.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace musicrl {

class NumberField;
class PathField;

/// How a run learns: the algorithm, the rank of its adapters, and the keys that this algorithm alone has.
class AlgorithmFields : public QWidget {
    Q_OBJECT
public:
    explicit AlgorithmFields(QWidget* parent = nullptr);

    void showRecipe(const Recipe& recipe);
    /// Puts what is shown into the recipe; keys of other algorithms are left alone. \throws Error(BadInput) in a sentence
    void read(Recipe& recipe) const;
    [[nodiscard]] Algorithm algorithm() const;

Q_SIGNALS:
    void algorithmChosen();

private:
    QWidget* buildPpo();
    QWidget* buildGroup();
    QWidget* buildDpo();
    QWidget* captioned(const QString& caption, std::initializer_list<QWidget*> fields);
    NumberField* field(const QString& name, const char* objectName);
    void showKeys();

    QComboBox* algorithm_;
    NumberField* rank_;
    NumberField* clipRange_ = nullptr;
    NumberField* epochs_ = nullptr;
    NumberField* minibatches_ = nullptr;
    NumberField* gaeLambda_ = nullptr;
    NumberField* clipsPerPrompt_ = nullptr;
    PathField* pairs_ = nullptr;
    NumberField* beta_ = nullptr;
    QLineEdit* rater_ = nullptr;
    QWidget* ppo_ = nullptr;
    QWidget* group_ = nullptr;
    QWidget* dpo_ = nullptr;
};

}  // namespace musicrl
