// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/StudyPlan.h"

#include <QDialog>
#include <QTimer>
#include <filesystem>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace musicrl {

class NumberField;
class PathField;
class WorkbenchServices;

/// A new study: which models' clips, for which prompts, judged by whom, and what is asked. It says how many trials that
/// makes and how long they take before anything is written.
class StudyDialog : public QDialog {
    Q_OBJECT
public:
    StudyDialog(WorkbenchServices& services, std::filesystem::path studies, QWidget* parent = nullptr);

    /// \throws Error(BadInput) in a sentence that names what is missing
    [[nodiscard]] StudyDesign design() const;
    /// What the dialog says of the plan: "60 trials, 20 for each of 3 raters: about 14 min each".
    [[nodiscard]] QString summary() const;
    [[nodiscard]] bool hasPlan() const { return plan_.has_value(); }

public Q_SLOTS:
    void addModel();
    void create();

Q_SIGNALS:
    /// \param id  the study's folder name
    void created(const QString& id);

private:
    struct ModelRow {
        QWidget* row = nullptr;
        QLineEdit* name = nullptr;
        PathField* clips = nullptr;
    };

    QWidget* buildLeft();
    QWidget* buildRight();
    QWidget* buildFoot();
    void removeModel(QWidget* row);
    void applyTemplate();
    void schedule();
    void makePlan();
    void showPlan();
    void showPlanner();
    void showError(const QString& sentence);

    WorkbenchServices& services_;
    std::filesystem::path studies_;
    QTimer timer_;
    int request_ = 0;  ///< counts makePlan(), to know a late answer
    std::optional<StudyPlan> plan_;
    std::vector<ModelRow> models_;
    QVBoxLayout* modelLines_ = nullptr;
    QLineEdit* name_;
    QComboBox* template_;
    QComboBox* kind_;
    PathField* prompts_;
    QComboBox* questions_;
    QCheckBox* tie_;
    QLineEdit* raters_;
    NumberField* votes_;
    NumberField* repeats_;
    NumberField* gold_;
    NumberField* leastGold_;
    NumberField* practice_;
    NumberField* block_;
    NumberField* listening_;
    NumberField* seed_;
    QCheckBox* waveform_;
    NumberField* winRate_;
    QLabel* planner_;
    QLabel* summary_;
    QLabel* error_;
    QPushButton* create_;
};

}  // namespace musicrl
