// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job/Command.h"
#include "run/Recipe.h"
#include "widgets/theme/Card.h"

#include <string>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace musicrl {

class AlgorithmFields;
class KeyButton;
class NumberField;
class ReferenceBox;
class RewardFields;
class StartPointBox;
class StopAlarmsButton;
class WorkbenchServices;

/// The recipe of the next run, or that of the one that goes on now: then all is locked but the fields marked ✎, whose
/// changes are sent to the run.
class RecipeForm : public Card {
    Q_OBJECT
public:
    enum class State { Editing, Running, Paused };

    explicit RecipeForm(WorkbenchServices& services, QWidget* parent = nullptr);

    /// \throws Error(BadInput) in a sentence that names the field
    [[nodiscard]] Recipe recipe() const;
    void setRecipe(const Recipe& recipe);
    /// The shipped recipe of this name, with that folder as its preference model.
    void layOut(const QString& name, const std::string& preferenceModel);
    /// What was set last, with the live edits since.
    [[nodiscard]] const Recipe& shownRecipe() const { return base_; }
    void setState(State state);
    /// Whether the selected run can be gone on with.
    void setResumable(bool resumable);
    void showError(const QString& sentence);

Q_SIGNALS:
    void started(const musicrl::Recipe& recipe);
    void resumeRequested();
    void stopRequested();
    /// pause, resume, checkpoint, or set with what was edited.
    void commanded(const musicrl::Command& command);

private:
    void buildRecipeChoice();
    void buildScroll();
    void buildRewards();
    void buildKl();
    void buildNumbers();
    void buildButtons();
    void addCaption(const QString& text);
    void showWhatIsNeeded();
    void expectStartable(const Recipe& recipe) const;
    QWidget* row(std::initializer_list<QWidget*> fields);
    void loadRecipe(const QString& name);
    void start();
    void togglePause();
    void sendAlpha();
    void sendWeights();

    WorkbenchServices& services_;
    Recipe base_;  ///< what the form does not show comes from here
    State state_ = State::Editing;
    QLabel* chip_ = nullptr;
    QComboBox* recipes_ = nullptr;
    StartPointBox* start_ = nullptr;
    RewardFields* rewards_ = nullptr;
    QVBoxLayout* fields_ = nullptr;  ///< what scrolls when the window is low
    NumberField* alpha_ = nullptr;
    QComboBox* klControl_ = nullptr;
    NumberField* klTarget_ = nullptr;  ///< for adaptive control
    ReferenceBox* reference_ = nullptr;
    StopAlarmsButton* stopOn_ = nullptr;
    QWidget* klBudgetRow_ = nullptr;  ///< shown where that alarm ends the run
    NumberField* klBudget_ = nullptr;
    AlgorithmFields* algorithm_ = nullptr;
    NumberField* batch_ = nullptr;
    NumberField* steps_ = nullptr;
    NumberField* learningRate_ = nullptr;
    NumberField* seconds_ = nullptr;
    NumberField* seed_ = nullptr;
    NumberField* sampleEvery_ = nullptr;
    NumberField* checkpointEvery_ = nullptr;
    QLabel* error_ = nullptr;
    KeyButton* main_ = nullptr;  ///< Start, Pause or Go on
    QPushButton* resume_ = nullptr;
    QPushButton* stop_ = nullptr;
    QPushButton* checkpoint_ = nullptr;
};

}  // namespace musicrl
